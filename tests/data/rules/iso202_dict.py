P = {"atr_mult": 0.9, "gap_min": 0.04}
#< ISO202 redefined-parameter: `scan_gap_up` runs with `P` from line 9, not this one: `gap_min` is missing there


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["range"] > P["atr_mult"] * df["atr"])]


P = {"atr_mult": 1.4}


def scan_fade(df):
    return df[df["fade"] < -P["atr_mult"] * df["atr"]]
