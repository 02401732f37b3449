P = {"gap": {"volume_min": 500_000}}


def scan_quiet(df):
    p = P.copy()
    p["gap"]["volume_min"] = 100_000
  # ^^^^^^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state
    return df[(df["gap"] > 0.02) & (df["volume"] > p["gap"]["volume_min"])]


def scan_gap(df):
    return df[(df["gap"] > 0.04) & (df["volume"] > P["gap"]["volume_min"])]
