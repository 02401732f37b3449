import backtrader as bt


class _Screener(bt.Analyzer):
    def as_rows(self):
        return list(self.rets.items())


# <scanner TrendScreener class>
class TrendScreener(_Screener):
    params = dict(period=55)

    def start(self):
        self.average = bt.indicators.SMA(self.data, period=self.p.period)
        self.crossed = bt.indicators.CrossOver(self.data, self.average)

    def stop(self):
        self.rets.average = self.average[0]
        if self.crossed == 1:
            self.rets.signal = 1
        elif self.crossed == -1:
            self.rets.signal = -1
        else:
            self.rets.signal = 0
# </scanner>


class Turnover(bt.Analyzer):
    def start(self):
        self.bought = 0.0

    def stop(self):
        self.rets.bought = self.bought
