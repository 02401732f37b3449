class Knobs:
    gap_min = 0.04
    volume_min = 500_000
  # ^^^^^^^^^^ ISO202 redefined-parameter


def scan_gap(df):
    return df[(df["gap"] > Knobs.gap_min) & (df["volume"] > Knobs.volume_min)]


Knobs.volume_min = 900_000


def scan_fade(df):
    return df[(df["fade"] < -0.02) & (df["volume"] > Knobs.volume_min)]
