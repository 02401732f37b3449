import backtrader as bt


class Base(bt.Strategy):
    atr_mult = 1.5
  # ^^^^^^^^ ISO201 shared-parameter: changing `Base.atr_mult` for

    def log(self, text):
        print(text)


class GapUp(Base):
    def next(self):
        if self.data.open[0] > self.data.close[-1] + self.atr_mult * self.atr[0]:
            self.buy()


class GapFade(Base):
    def next(self):
        if self.data.open[0] < self.data.close[-1] - self.atr_mult * self.atr[0]:
            self.sell()
