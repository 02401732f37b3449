# A copy keeps later writes apart, yet its values come from the same place.
P = {"atr_mult": 0.9, "gap_min": 0.04}
   # ^^^^^^^^^^ ISO201 shared-parameter


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["range"] > P["atr_mult"] * df["atr"])]


def scan_fade(df):
    p = P.copy()
    return df[df["fade"] < -p["atr_mult"] * df["atr"]]
