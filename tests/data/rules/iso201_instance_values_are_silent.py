# Each Desk can be made with values of its own.
class Desk:
    def __init__(self, days=3):
        self.days = days
        self.price_min = 5.0
        self.limits = {"volume_min": 500_000}

    def scan_gap_up(self, df):
        liquid = (df["close"] > self.price_min) & (df["volume"] > self.limits["volume_min"])
        return df[liquid & (df["gap"] > 0.04) & (df["age"] < self.days)]

    def scan_fade(self, df):
        liquid = (df["close"] > self.price_min) & (df["volume"] > self.limits["volume_min"])
        return df[liquid & (df["fade"] > 0.02) & (df["age"] < self.days)]
