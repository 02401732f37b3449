ATR_MULT = 0.9
# ^^^^^^ ISO202 redefined-parameter: changing it here has no effect


def scan_gap_up(df):
    return df[df["gap"] > ATR_MULT * df["atr"]]


ATR_MULT = 0.9


def scan_fade(df):
    return df[df["fade"] < -ATR_MULT * df["atr"]]
