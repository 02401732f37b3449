ATR_MULT = 0.75
# ^^^^^^ ISO202 redefined-parameter: `scan_gap_up` and `scan_fade` run with 2.0 from line 15, not 0.75


def scan_gap_up(df):
    return df[df["gap"] > ATR_MULT * df["atr"]]


ATR_MULT = 1.25


def scan_fade(df):
    return df[df["fade"] < -ATR_MULT * df["atr"]]

ATR_MULT = 2.0


def scan_inside(df):
    return df[df["range"] < ATR_MULT * df["atr"]]
