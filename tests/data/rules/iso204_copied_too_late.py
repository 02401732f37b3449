P = {"gap_min": 0.04, "volume_min": 500_000}


def scan_quiet(df):
    p = P
    p["volume_min"] = 100_000
  # ^^^^^^^^^^^^^^^ ISO204 mutated-shared-state
    p = p.copy()
    return df[(df["gap"] > 0.02) & (df["volume"] > p["volume_min"])]


def scan_gap(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]
