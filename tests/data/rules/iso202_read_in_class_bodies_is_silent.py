import backtrader as bt

PERIOD = 14


class Gap(bt.Strategy):
    params = (("period", PERIOD),)

    def next(self):
        if self.data.close[0] > self.data.close[-self.p.period]:
            self.buy()


PERIOD = 20


class Fade(bt.Strategy):
    params = (("period", PERIOD),)

    def next(self):
        if self.data.close[0] < self.data.close[-self.p.period]:
            self.sell()
