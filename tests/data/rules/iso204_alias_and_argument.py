KNOBS = {"gap_min": 0.04, "range_max": 0.01}
LIMITS = {"volume_min": 500_000}


def loosen(knobs):
    knobs["gap_min"] = knobs["gap_min"] / 2
  # ^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state: changes `KNOBS['gap_min']` through `loosen`, and `scan_gap_up` reads


def scan_quiet_gap(df):
    loosen(KNOBS)
    return df[(df["range"] < KNOBS["range_max"]) & (df["close"] > df["open"])]


def scan_volume(df):
    limits = LIMITS
    limits["volume_min"] = 900_000
  # ^^^^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state: `scan_volume` changes `LIMITS['volume_min']`
    return df[df["close"] > df["high"].shift(1)]


def scan_gap_up(df):
    return df[(df["gap"] > KNOBS["gap_min"]) & (df["volume"] > LIMITS["volume_min"])]
