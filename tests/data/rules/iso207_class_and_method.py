class Bars:
    # ^^^^ ISO207 redefined-helper
    def gap(self, df):
        return df["open"] / df["close1"] - 1


class Desk:
    def typical(self, df):
      # ^^^^^^^ ISO207 redefined-helper: `typical` from line 16, not this one
        return (df["high"] + df["low"]) / 2

    def scan_gap_up(self, df):
        gap = Bars().gap(df)
        return df[(gap > 0.04) & (df["close"] > self.typical(df)) & (df["volume"] > 500_000)]

    def typical(self, df):
        return (df["high"] + df["low"] + df["close"]) / 3

    def scan_fade(self, df):
        return df[(df["fade"] > 0.02) & (df["close"] < self.typical(df)) & (df["volume"] > 500_000)]


class Bars:
    def gap(self, df):
        return (df["open"] - df["close1"]) / df["atr"]
