"""What a data feed lets through: filters of bars pick no stocks. 🧹"""

import backtrader as bt


class SkipWeekend:
    def __init__(self, data):
        self.data = data

    def __call__(self, data):
        return data.datetime.date().weekday() > 4


class Renko:
    def __init__(self, data, size=1.0):
        self.size = size
        self._brick = None

    def __call__(self, data):
        if self._brick is None:
            self._brick = data.close[0]
        if data.high[0] < self._brick + self.size and data.low[0] > self._brick - self.size:
            data.backwards()
            return True
        self._brick = data.close[0]
        return False


class FlatBars:
    def __call__(self, data):
        if data.high[0] == data.low[0]:
            data.backwards()
            return True
        return False


# <scanner Cross class>
class Cross(bt.Strategy):
    params = dict(fast=10, slow=30)

    def __init__(self):
        self.cross = bt.ind.CrossOver(bt.ind.SMA(period=self.p.fast), bt.ind.SMA(period=self.p.slow))

    def next(self):
        if self.cross > 0:
            self.buy()
        elif self.cross < 0:
            self.close()
# </scanner>


class Bricks:
    def next(self, data):
        price = data.close[0]
        if price > data.high[-1] and price > data.open[0]:
            data.open[0] = data.close[-1]
            data.high[0] = price
            data.low[0] = data.close[-1]
            return True
        return False


class Session:
    def fill(self, data, start):
        if data.close[0] > data.open[0] and data.high[0] > data.close[-1]:
            data._save2stack(erase=True)
            return True
        return False


# <scanner OutsideBar class>
class OutsideBar:
    def __call__(self, data):
        return data.high[0] > data.high[-1] and data.low[0] < data.low[-1]
# </scanner>
