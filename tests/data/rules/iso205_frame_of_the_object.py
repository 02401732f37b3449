class Desk:
    def __init__(self, df):
        self.df = df

    def scan_gap(self):
        self.df["signal"] = (self.df["gap"] > 0.04) & (self.df["volume"] > 500_000)

    def scan_fade(self):
        self.df["signal"] = (self.df["fade"] < -0.02) & (self.df["volume"] > 900_000)
      # ^^^^^^^^^^^^^^^^^ ISO205 column-collision

    def run(self):
        self.scan_gap()
        self.scan_fade()
        return self.df
