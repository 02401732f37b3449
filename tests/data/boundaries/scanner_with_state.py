"""Classes that keep the market in their attributes."""
import pandas as pd


# <scanner TurtleStrategy class>
class TurtleStrategy:
    def __init__(self, bars, entry=20, exit=10):
        self.bars = bars
        self.entry = entry
        self.exit = exit
        self.invested = False

    def channel(self, days):
        return self.bars["high"].rolling(days).max(), self.bars["low"].rolling(days).min()

    def generate_signals(self):
        top, _ = self.channel(self.entry)
        _, bottom = self.channel(self.exit)
        signals = pd.Series(0, index=self.bars.index)
        signals[self.bars["close"] > top.shift(1)] = 1
        signals[self.bars["close"] < bottom.shift(1)] = -1
        return signals
# </scanner>


class Checks:
    def __init__(self, history):
        self.last = history.iloc[-1]
        self.prev = history.iloc[-2]
        self.sma50 = history["close"].rolling(50).mean().iloc[-1]
        self.rsi = self.compute_rsi(history["close"])

    def compute_rsi(self, close):
        delta = close.diff()
        gains = delta.clip(lower=0).mean()
        losses = -delta.clip(upper=0).mean()
        return 100 - 100 / (1 + gains / losses)

    # <scanner is_above_average method>
    def is_above_average(self):
        return self.last.close > self.sma50
    # </scanner>

    # <scanner has_reversed method>
    def has_reversed(self):
        if self.prev.close < self.prev.open and self.last.close > self.last.open:
            return True
        return False
    # </scanner>

    # <scanner is_washed_out method>
    def is_washed_out(self):
        return self.rsi < 25
    # </scanner>

    def describe(self):
        return f"{self.last.close:.2f} {self.rsi:.0f}"
