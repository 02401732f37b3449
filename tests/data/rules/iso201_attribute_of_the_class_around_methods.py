class Desk:
    """🧮 Holds independent scans."""

    price_min = 5.0
  # ^^^^^^^^^ ISO201 shared-parameter: changing `Desk.price_min` for

    def scan_gap_up(self, df):
        hits = df[(df["close"] > self.price_min) & (df["gap"] > 0.04)]
        return hits["ticker"].tolist()

    def scan_fade(self, df):
        hits = df[(df["close"] > self.price_min) & (df["fade"] > 0.02)]
        return hits["ticker"].tolist()

    def scan_inside_day(self, df):
        hits = df[(df["high"] < df["high1"]) & (df["low"] > df["low1"])]
        return hits["ticker"].tolist()
