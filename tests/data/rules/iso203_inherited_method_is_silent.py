import backtrader as bt


class GapUp(bt.Strategy):
    min_gap = 0.04

    def is_gap(self):
        return self.data.open[0] > self.data.close[-1] * (1 + self.min_gap)

    def next(self):
        if self.is_gap():
            self.buy()


class GapFade(GapUp):
    def next(self):
        if self.is_gap() and self.data.close[0] < self.data.open[0]:
            self.sell()
