from backtesting import Strategy

P = {"gap_min": 0.04, "volume_min": 500_000}


class Watched(Strategy):
    fast_period = 10
    slow_period = 20

    def next(self):
        for name in ("slow",):
            if self.data.Close[-1] > self.fast_period * getattr(self, f"{name}_period"):
                self.buy()


def scan_gap_up(df):
    for name, value in P.items():
        print(name, value)
    return df[(df["gap"] > P["gap_min"]) & (df["high"] > df["high1"])]
