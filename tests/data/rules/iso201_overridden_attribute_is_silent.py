import backtrader as bt


class Base(bt.Strategy):
    atr_mult = 1.5

    def stop_distance(self):
        return self.data.close[0] * 0.02


class GapUp(Base):
    atr_mult = 2.0

    def next(self):
        if self.data.open[0] > self.data.close[-1] + self.atr_mult * self.atr[0]:
            self.buy()


class GapFade(Base):
    def next(self):
        if self.data.open[0] < self.data.close[-1] - self.atr_mult * self.atr[0]:
            self.sell()
