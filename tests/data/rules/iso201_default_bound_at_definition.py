# A default is read when the def runs, and by both.
ATR_MULT = 0.9
# ^^^^^^ ISO201 shared-parameter


def scan_gap_up(df, mult=ATR_MULT):
    return df[df["gap"] > mult * df["atr"]]


def scan_fade(df, mult=ATR_MULT):
    return df[df["fade"] < -mult * df["atr"]]
