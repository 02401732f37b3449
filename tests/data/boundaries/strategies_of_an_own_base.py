from strategies.base import BaseStrategy
from indicators import ema, atr


# <scanner EmaPullback class>
class EmaPullback(BaseStrategy):
    name = "ema pullback"

    def __init__(self, fast=9, slow=21):
        self.fast = fast
        self.slow = slow
        self.prices = []

    def on_bar(self, bar):
        self.prices.append(bar.close)
        if len(self.prices) < self.slow:
            return None
        fast = ema(self.prices, self.fast)
        slow = ema(self.prices, self.slow)
        if fast > slow and bar.low <= fast:
            return self.signal("long", bar)
        return None

    def signal(self, side, bar):
        return {"side": side, "price": bar.close}
# </scanner>


# <scanner RangeBreak class>
class RangeBreak(BaseStrategy):
    def analyze(self, df):
        recent = df.tail(20)
        high = recent["high"].max()
        price = df["close"].iloc[-1]
        score = 0
        if price > high * 0.99:
            score += 2
        if df["volume"].iloc[-1] > recent["volume"].mean():
            score += 1
        if score >= 3:
            return "BUY"
        return "HOLD"
# </scanner>
