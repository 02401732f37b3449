class Scanner:
    def __init__(self, df):
        self.df = df

    def scan_gap(self):
        self.df["flag"] = (self.df["gap"] > 0.05) & (self.df["volume"] > 100_000)
        return self.df[self.df["flag"]]

    def scan_fade(self):
        self.df["flag"] = (self.df["fade"] > 0.05) & (self.df["rsi"] > 70)
      # ^^^^^^^^^^^^^^^ ISO205 column-collision
        return self.df[self.df["flag"]]

    def scan_inside(self):
        return self.df[(self.df["high"] < self.df["h1"]) & (self.df["low"] > self.df["l1"])]
