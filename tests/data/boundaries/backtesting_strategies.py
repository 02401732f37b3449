from backtesting import Strategy
from backtesting.lib import crossover


class Base(Strategy):
    def init(self):
        pass

    def next(self):
        pass


# <scanner Cross class>
class Cross(Base):
    fast = 10
    slow = 20

    def init(self):
        self.fast_line = self.I(average, self.data.Close, self.fast)
        self.slow_line = self.I(average, self.data.Close, self.slow)

    def next(self):
        if crossover(self.fast_line, self.slow_line):
            self.buy()
        elif crossover(self.slow_line, self.fast_line):
            self.position.close()
# </scanner>


# <scanner Oversold class>
class Oversold(Base):
    limit = 30

    def init(self):
        self.rsi = self.I(strength, self.data.Close)

    def next(self):
        if self.rsi[-1] < self.limit:
            self.buy()
# </scanner>


def average(values, n):
    return values.rolling(n).mean()


def strength(values):
    return values
