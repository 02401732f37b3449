P = {"atr_mult": 0.9, "gap_min": 0.04}
   # ^^^^^^^^^^ ISO201 shared-parameter
settings = P


def scan_gap_up(df, params=P):
    return df[(df["gap"] > params["gap_min"]) & (df["range"] > params["atr_mult"] * df["atr"])]


def scan_fade(df):
    cfg = settings
    return df[df["fade"] < -cfg["atr_mult"] * df["atr"]]
