P = {"floor": 300_000, "gap": 0.04}
   # ^^^^^^^ ISO201 shared-parameter


def scan_gap(df):
    floor, gap = P["floor"], P["gap"]
    return df[(df["gap"] > gap) & (df["volume"] > floor)]


def scan_fade(df):
    return df[(df["fade"] > 0.04) & (df["volume"] > P["floor"])]
