P = {"gap_min": 0.04, "volume_min": 500_000}


def scan_quiet(df):
    floor = P.pop("volume_min", 100_000)
          # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state
    return df[(df["gap"] > 0.02) & (df["volume"] > floor)]


def scan_gap(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P.get("volume_min", 1))]
