ATR_MULT = 0.75
ATR_MULT = 1.25


def scan_gap_up(df):
    return df[df["gap"] > ATR_MULT * df["atr"]]


def scan_fade(df):
    return df[df["fade"] > 0.02]
