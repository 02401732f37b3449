import backtrader as bt

from .own_base import DeskStrategy


# <scanner CalmBreakout class>
class CalmBreakout(DeskStrategy):
    params = (("window", 40),)

    def setup_indicators(self):
        self.highest = bt.indicators.Highest(self.data.high, period=self.params.window)
        self.lowest = bt.indicators.Lowest(self.data.low, period=self.params.window)

    def next(self):
        if not self.position and self.data.close[0] > self.highest[-1]:
            self.execute_buy()
        elif self.position and self.data.close[0] < self.lowest[-1]:
            self.execute_sell()
# </scanner>


# <scanner WideSpread class>
class WideSpread(DeskStrategy):
    def decide(self):
        spread = self.data0.close[0] - self.ratio * self.data1.close[0]
        if spread > self.upper_band:
            self.short_spread()
        elif spread < self.lower_band:
            self.long_spread()
# </scanner>
