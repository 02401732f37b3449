class Desk:
    regime = 0

    def scan_gap(self, df):
        type(self).regime = 1 if df["gap"].mean() > 0 else -1
      # ^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state
        return df[(df["gap"] > 0.04) & (df["volume"] > 100_000)]

    def scan_fade(self, df):
        if self.regime < 0:
            return df.iloc[:0]
        return df[(df["fade"] > 0.04) & (df["volume"] > 100_000)]

    def scan_inside(self, df):
        return df[(df["high"] < df["h1"]) & (df["low"] > df["l1"])]
