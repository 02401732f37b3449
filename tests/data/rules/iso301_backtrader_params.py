import backtrader as bt


class Cross(bt.Strategy):
    params = (
        ("fast", 10),
        ("slow", 30),
        ("trail_pct", 0.05),
       # ^^^^^^^^^^^ ISO301 unused-parameter: changing `Cross.params.trail_pct` has no effect
    )

    def __init__(self):
        self.fast = bt.ind.SMA(period=self.p.fast)
        self.slow = bt.ind.SMA(period=self.params.slow)

    def next(self):
        if self.fast[0] > self.slow[0]:
            self.buy()
