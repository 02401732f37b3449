import backtrader as bt


class GapUp(bt.Strategy):
    min_gap = 0.04

    def next(self):
        if self.data.open[0] > self.data.close[-1] * (1 + self.min_gap):
            self.buy()


class GapFade(bt.Strategy):
    def next(self):
        limit = 1 + GapUp.min_gap
                  # ^^^^^^^^^^^^^ ISO203 foreign-parameter: `GapFade` depends on `GapUp.min_gap` of scanner `GapUp` (line 5)
        if self.data.open[0] > self.data.close[-1] * limit:
            self.sell()
