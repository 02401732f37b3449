P = {
    "gap_min": 0.04,
    "volume_min": 500_000,
  # ^^^^^^^^^^^^ ISO201 shared-parameter
}
FADE = P | {"gap_min": -0.02}


def scan_gap(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]


def scan_fade(df):
    return df[(df["gap"] < FADE["gap_min"]) & (df["volume"] > FADE["volume_min"])]
