P = {
    "gap_min": 0.04,
    "volume_min": 500_000,
  # ^^^^^^^^^^^^ ISO202 redefined-parameter
}


def scan_gap(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]


P["volume_min"] = 900_000


def scan_fade(df):
    return df[(df["fade"] < -0.02) & (df["volume"] > P["volume_min"])]
