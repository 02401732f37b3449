import backtrader as bt


class Fees(bt.CommInfoBase):
    params = (("commission", 0.001), ("margin", 500.0), ("spread_min", 0.02))

    def _getcommission(self, size, price, pseudoexec):
        return abs(size) * price * self.p.spread_min


class Trend(bt.Strategy):
    params = (("period", 20),)

    def __init__(self):
        self.mean = bt.ind.SMA(period=self.p.period)

    def next(self):
        if self.data.close[0] > self.mean[0] and self.data.volume[0] > 100_000:
            self.buy()
            Fees(commission=0.002)._getcommission(1, self.data.close[0], False)
