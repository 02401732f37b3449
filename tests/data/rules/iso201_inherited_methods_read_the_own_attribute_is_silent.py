from backtesting import Strategy


class Base(Strategy):
    period = 14
    stop = 0.02

    def init(self):
        self.rsi = self.I(rsi, self.data.Close, self.period)


class Dip(Base):
    period = 5
    stop = 0.03

    def next(self):
        if self.rsi[-1] < 20:
            self.buy(sl=self.data.Close[-1] * (1 - self.stop))


class Rip(Base):
    period = 9
    stop = 0.01

    def next(self):
        if self.rsi[-1] > 80:
            self.sell(sl=self.data.Close[-1] * (1 + self.stop))


def rsi(values, n):
    return values
