# `{**P, "atr_mult": 1.2}` gives the second scanner a multiple of its own.
P = {"atr_mult": 0.9, "gap_min": 0.04}
FADE = {**P, "atr_mult": 1.2}


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["range"] > P["atr_mult"] * df["atr"])]


def scan_fade(df):
    p = {**FADE}
    return df[df["fade"] < -p["atr_mult"] * df["atr"]]
