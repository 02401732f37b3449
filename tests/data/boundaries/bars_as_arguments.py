"""Bars and what they are called."""


# <scanner spinning_top function>
def spinning_top(open, close, high, low):
    return abs(open - close) / (high - low) < 0.3
# </scanner>


# <scanner gravestone function>
def gravestone(open, close, high, low, tolerance=0.05):
    return close - low < tolerance * (high - low) and high - open > 0.6 * (high - low)
# </scanner>


# <scanner bullish_bar function>
def bullish_bar(open, close, high, low):
    return True if close > open and close > (high + low) / 2 else False
# </scanner>
