class Screener:
    def __init__(self, df):
        self.df = df
        self.average = None
        self.level = 0

    def mean(self):
        if self.average is None:
            self.average = self.df["close"].mean()
        return self.average

    def find_breakout(self):
        self.level = self.df["high"].tail(20).max()
        last = self.df.iloc[-1]
        return last["close"] > self.level and last["close"] > self.mean() and last["volume"] > 500_000

    def find_retest(self):
        self.level = self.df["high"].tail(50).max()
        last = self.df.iloc[-1]
        return last["low"] < self.level < last["close"] and last["volume"] > 300_000

    def find_quiet(self):
        last = self.df.iloc[-1]
        return last["close"] > self.mean() and last["high"] < last["close"] * 1.01 and last["volume"] < 100_000
