# isoscan: ignore-file
ATR_MULT = 0.9  # isoscan: ignore[ISO303]


def scan_gap_up(df):
    return df[df["gap"] > ATR_MULT * df["atr"]]


def scan_fade(df):
    return df[df["fade"] < -ATR_MULT * df["atr"]]
