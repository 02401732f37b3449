P = {"floor": 100_000}


def knobs():
    return P


def scan_gap(df):
    mine = knobs()
    mine["floor"] = 400_000
  # ^^^^^^^^^^^^^ ISO204 mutated-shared-state
    return df[(df["gap"] > 0.04) & (df["volume"] > mine["floor"])]


def scan_fade(df):
    return df[(df["fade"] > 0.04) & (df["volume"] > P["floor"])]
