CUT = 0.5


def scan_adapt(df):
    global CUT
    CUT = float(df["gap"].median())
  # ^^^ ISO204 mutated-shared-state
    return df[(df["gap"] > 0.3) & (df["volume"] > 200_000)]


def scan_user(df):
    cut = CUT
    cut *= 2
    return df[(df["fade"] > cut) & (df["volume"] > 200_000)]
