class Desk:
    def __init__(self, df):
        self.df = df

    def scan_gap(self):
        df = self.df.copy()
        df["signal"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
        return df

    def scan_fade(self):
        df = self.df.copy()
        df["signal"] = (df["fade"] < -0.02) & (df["volume"] > 900_000)
        return df

    def run(self):
        return self.scan_gap(), self.scan_fade()
