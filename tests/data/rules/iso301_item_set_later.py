P = {"gap_min": 0.04}
P["atr_mult"] = 0.9
# ^^^^^^^^^^^ ISO301 unused-parameter


def scan_gap(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > 500_000)]


def scan_fade(df):
    return df[(df["fade"] < -0.02) & (df["volume"] > 700_000)]
