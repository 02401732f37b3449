from backtesting import Strategy


class SmaCross(Strategy):
    fast_period = 10
    slow_period = 20
    signal_period = 9
  # ^^^^^^^^^^^^^ ISO301 unused-parameter: changing `SmaCross.signal_period` has no effect: `SmaCross` does not read it

    def init(self):
        self.fast = self.I(sma, self.data.Close, self.fast_period)
        self.slow = self.I(sma, self.data.Close, self.slow_period)

    def next(self):
        if crossover(self.fast, self.slow):
            self.buy()
