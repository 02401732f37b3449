class Screener:
    levels = []
    floor = 0.01

    def __init__(self, df):
        self.df = df

    def find_breakout(self):
        self.levels = [high for high in self.df["high"].tail(20) if high > self.df["close"].mean()]
      # ^^^^^^^^^^^ ISO204 mutated-shared-state: `find_breakout` changes `Screener.levels`, and `find_retest` reads it
        last = self.df.iloc[-1]
        return last["close"] > max(self.levels) and last["volume"] > 500_000

    def find_retest(self):
        last = self.df.iloc[-1]
        return any(last["low"] < level < last["close"] for level in self.levels) and last["volume"] > 300_000

    def find_quiet(self):
        last = self.df.iloc[-1]
        return last["high"] - last["low"] < 0.01 * last["close"] and last["volume"] < 100_000
