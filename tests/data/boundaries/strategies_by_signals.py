import backtrader as bt


# <scanner SmaCross class>
class SmaCross(bt.SignalStrategy):
    params = dict(fast=10, slow=30)

    def __init__(self):
        fast, slow = bt.ind.SMA(period=self.p.fast), bt.ind.SMA(period=self.p.slow)
        self.signal_add(bt.SIGNAL_LONG, bt.ind.CrossOver(fast, slow))
# </scanner>


# <scanner Dip class>
class Dip(bt.Strategy):
    def next(self):
        if not self.position:
            if self.data.close[0] < self.data.close[-1] < self.data.close[-2]:
                self.buy()
        elif len(self) >= self.bar_executed + 5:
            self.sell()
# </scanner>


class PrintClose(bt.Strategy):
    def next(self):
        print(self.data.close[0])
