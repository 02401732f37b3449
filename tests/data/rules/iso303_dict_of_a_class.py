class Gap:
    params = {
        "gap_min": 0.05,
      # ^^^^^^^^^ ISO303 duplicate-parameter-key
        "volume_min": 100_000,
        "gap_min": 0.08,
    }

    def scan(self, df):
        return df[(df["gap"] > self.params["gap_min"]) & (df["volume"] > self.params["volume_min"])]
