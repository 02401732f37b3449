# ─── 🚀 gap scanner ───
ATR_MULT = 0.75
# ^^^^^^ ISO202 redefined-parameter: `scan_gap_up` runs with 1.25 from line 11, not 0.75


def scan_gap_up(df):
    return df[df["gap"] > ATR_MULT * df["atr"]]


# ─── 🪂 fade scanner, pasted below ───
ATR_MULT = 1.25


def scan_fade(df):
    return df[df["fade"] < -ATR_MULT * df["atr"]]
