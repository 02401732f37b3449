class Gapper:
    gap_min = 0.04

    def scan(self, df):
        return df[(df["gap"] > self.gap_min) & (df["volume"] > 100_000)]


class Fader:
    def scan(self, df):
        return df[(df["gap"] < -Gapper().gap_min) & (df["volume"] > 100_000)]
                              # ^^^^^^^^^^^^^^^^ ISO203 foreign-parameter
