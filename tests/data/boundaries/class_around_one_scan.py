# <scanner GapScanner class>
class GapScanner:
    def __init__(self, gap=0.03, volume=2.0):
        self.gap = gap
        self.volume = volume

    def _with_gap(self, df):
        df["gap"] = df["open"] / df["close"].shift(1) - 1
        df["rvol"] = df["volume"] / df["volume"].rolling(20).mean()
        return df

    def scan(self, df):
        df = self._with_gap(df.copy())
        return df[(df["gap"] > self.gap) & (df["rvol"] > self.volume)]
# </scanner>
