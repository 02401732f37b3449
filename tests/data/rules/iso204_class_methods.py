class Desk:
    floor = 500_000

    @classmethod
    def scan_quiet(cls, df):
        cls.floor = 100_000
      # ^^^^^^^^^ ISO204 mutated-shared-state
        return df[(df["gap"] > 0.02) & (df["volume"] > cls.floor)]

    @classmethod
    def scan_gap(cls, df):
        return df[(df["gap"] > 0.04) & (df["volume"] > cls.floor)]
