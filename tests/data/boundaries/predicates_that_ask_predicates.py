from typing import NamedTuple


class Candle(NamedTuple):
    open: float
    high: float
    low: float
    close: float

    @property
    def body(self):
        return abs(self.close - self.open)


def is_green(c):
    return c.close > c.open


def is_red(c):
    return c.close < c.open


# <scanner morning_star function>
def morning_star(c1, c2, c3):
    return is_red(c1) and c2.body < c1.body / 3 and is_green(c3) and c3.close > (c1.open + c1.close) / 2
# </scanner>


# <scanner three_soldiers function>
def three_soldiers(candles):
    a, b, c = candles[-3:]
    if is_green(a) and is_green(b) and is_green(c):
        if a.close < b.close < c.close:
            return True
    return False
# </scanner>


# <scanner tweezers function>
def tweezers(candles, tol=0.001):
    *_, a, b = candles
    return is_red(a) and is_green(b) and abs(a.low - b.low) / a.low < tol
# </scanner>


# <scanner marubozu function>
def marubozu(c):
    return c.high == max(c.open, c.close) and c.low == min(c.open, c.close)
# </scanner>
