import pandas as pd


class Signal:
    def __init__(self, side, price):
        self.side = side
        self.price = price


# <scanner OpeningRange class>
class OpeningRange:
    """Opening range breakout."""

    def __init__(self, minutes=15, buffer=0.001):
        self.minutes = minutes
        self.buffer = buffer
        self.high = None
        self.low = None

    def on_bar(self, bar):
        if bar.minute < self.minutes:
            self.high = bar.high if self.high is None else max(self.high, bar.high)
            self.low = bar.low if self.low is None else min(self.low, bar.low)
            return None
        if bar.close > self.high * (1 + self.buffer):
            return Signal("long", bar.close)
        if bar.close < self.low * (1 - self.buffer):
            return Signal("short", bar.close)
        return None
# </scanner>


# <scanner Reversion class>
class Reversion:
    def __init__(self, z=2.0, window=20):
        self.z = z
        self.window = window

    def calculate_zscore(self, prices: pd.Series) -> pd.Series:
        mean = prices.rolling(self.window).mean()
        return (prices - mean) / prices.rolling(self.window).std()

    def generate(self, prices: pd.Series) -> pd.Series:
        zscore = self.calculate_zscore(prices)
        out = pd.Series(0, index=prices.index)
        out[zscore < -self.z] = 1
        out[zscore > self.z] = -1
        return out
# </scanner>
