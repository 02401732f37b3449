class Knobs:
    gap_min = 0.04
    volume_min = 500_000
  # ^^^^^^^^^^ ISO201 shared-parameter


def scan_gap(df):
    return df[(df["gap"] > Knobs.gap_min) & (df["volume"] > Knobs.volume_min)]


def scan_fade(df):
    return df[(df["fade"] < -0.02) & (df["volume"] > getattr(Knobs, "volume_min"))]
