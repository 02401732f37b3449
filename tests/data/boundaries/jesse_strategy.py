import jesse.indicators as ta
from jesse.strategies import Strategy


# <scanner TrendPull class>
class TrendPull(Strategy):
    @property
    def ema(self):
        return ta.ema(self.candles, 50)

    def should_long(self):
        return self.price > self.ema and ta.rsi(self.candles) < 40

    def should_short(self):
        return False

    def go_long(self):
        self.buy = 1, self.price
# </scanner>
