import backtrader as bt


class Fast(bt.Strategy):
    params = (("period", 10), ("stake", 100))

    def __init__(self):
        self.sma = bt.ind.SMA(period=self.p.period)

    def next(self):
        if self.data.close > self.sma:
            self.buy(size=self.p.stake)


class Slow(Fast):
    params = (("period", 50),)

    def next(self):
        if self.data.close < self.sma:
            self.sell(size=self.p.stake)
                         # ^^^^^^^^^^^^ ISO203 foreign-parameter
