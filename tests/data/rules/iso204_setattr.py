class Knobs:
    volume_min = 500_000


def scan_quiet(df):
    setattr(Knobs, "volume_min", 100_000)
          # ^^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state
    return df[(df["gap"] > 0.02) & (df["volume"] > Knobs.volume_min)]


def scan_gap(df):
    return df[(df["gap"] > 0.04) & (df["volume"] > Knobs.volume_min)]
