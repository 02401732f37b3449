"""Candles by their position: each test is told the series and where to look. 🕯"""


# <scanner is_hammer function>
def is_hammer(open, high, low, close, i):
    body = abs(close[i] - open[i])
    tail = min(close[i], open[i]) - low[i]
    return tail > 2 * body and high[i] - max(close[i], open[i]) < body
# </scanner>


# <scanner is_new_high function>
def is_new_high(high, close, i):
    return close[i] > max(high[i - 20 : i])
# </scanner>


# <scanner is_inside_day function>
def is_inside_day(high, low, i):
    return high[i] < high[i - 1] and low[i] > low[i - 1]
# </scanner>


def width(high, low, i):
    return high[i] - low[i]


def is_last(high, i):
    return i == len(high) - 1
