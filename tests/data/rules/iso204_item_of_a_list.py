LEVELS = [0.02, 0.04]


def scan_quiet(df):
    LEVELS[0] = 0.01
  # ^^^^^^^^^ ISO204 mutated-shared-state
    return df[(df["gap"] > LEVELS[0]) & (df["volume"] > 100_000)]


def scan_gap(df):
    return df[(df["gap"] > LEVELS[0]) & (df["volume"] > 500_000)]
