P = {"atr_mult": 0.9}
   # ^^^^^^^^^^ ISO202 redefined-parameter: `scan_gap_up` runs with 1.4 from line 9, not 0.9


def scan_gap_up(df):
    return df[df["gap"] > P["atr_mult"] * df["atr"]]


P["atr_mult"] = 1.4


def scan_fade(df):
    return df[df["fade"] < -P["atr_mult"] * df["atr"]]
