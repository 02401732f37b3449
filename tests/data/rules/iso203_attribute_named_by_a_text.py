class GapScanner:
    volume_min = 500_000

    def scan(self, df):
        return df[(df["gap"] > 0.04) & (df["volume"] > self.volume_min)]


class FadeScanner:
    def scan(self, df):
        return df[(df["fade"] < -0.02) & (df["volume"] > getattr(GapScanner, "volume_min"))]
                                                               # ^^^^^^^^^^^^^^^^^^^^^^^ ISO203 foreign-parameter
