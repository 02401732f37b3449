"""Candles told from plain numbers: the arguments are the market."""


# <scanner hammer function>
def hammer(open, high, low, close):
    body = abs(close - open)
    lower = min(open, close) - low
    upper = high - max(open, close)
    return lower > 2 * body and upper < 0.3 * body
# </scanner>


# <scanner doji function>
def doji(o, h, l, c, tolerance=0.1):
    if h == l:
        return False
    return abs(o - c) / (h - l) < tolerance
# </scanner>


# <scanner oversold_bounce function>
def oversold_bounce(rsi, price, support):
    if rsi < 30 and price <= support * 1.02:
        return "BUY"
    elif rsi > 70:
        return "SELL"
    return "HOLD"
# </scanner>


# <scanner engulfing function>
def engulfing(prev_candle, candle):
    if prev_candle["close"] < prev_candle["open"]:
        if candle["close"] > prev_candle["open"] and candle["open"] < prev_candle["close"]:
            return True
# </scanner>


# <scanner inside_bar function>
def inside_bar(bar, previous):
    return bar.high < previous.high and bar.low > previous.low
# </scanner>


def body_size(open, close):
    return abs(close - open)


def true_range(high, low, prev_close):
    return max(high - low, abs(high - prev_close), abs(low - prev_close))


def position_size(price, stop, risk):
    if price <= stop:
        return 0
    return risk / (price - stop)
