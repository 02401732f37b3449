class Desk:
    MIN_DOLLAR_VOLUME = 20_000_000
  # ^^^^^^^^^^^^^^^^^ ISO201 shared-parameter

    def __init__(self, client):
        self.client = client

    def scan_parabolic(self, df):
        return df[(df["ext"] > 0.8) & (df["dollar_volume"] > self.MIN_DOLLAR_VOLUME)]

    def scan_panic(self, df):
        return df[(df["ext"] < -0.5) & (df["dollar_volume"] > type(self).MIN_DOLLAR_VOLUME)]

    def scan_inside_day(self, df):
        return df[(df["high"] < df["high1"]) & (df["low"] > df["low1"])]
