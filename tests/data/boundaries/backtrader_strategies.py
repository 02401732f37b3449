import backtrader as bt


class Hold(bt.Strategy):
    """Buys once and looks at nothing."""

    def next(self):
        if not self.position:
            self.buy(size=self.broker.getcash() / self.data.open[0])


# <scanner RsiBand class>
class RsiBand(bt.Strategy):
    params = (("period", 14), ("low", 30), ("high", 70))

    def __init__(self):
        self.rsi = bt.indicators.RSI(self.data.close, period=self.p.period)

    def next(self):
        if not self.position and self.rsi[0] < self.p.low:
            self.buy()
        elif self.position and self.rsi[0] > self.p.high:
            self.close()
# </scanner>
