P = {
    "gap_min": 0.04,
  # ^^^^^^^^^ ISO303 duplicate-parameter-key: `P['gap_min']` is 0.06 from line 5, not 0.04
    "volume_min": 500_000,
    "gap_min": 0.06,
}


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]
