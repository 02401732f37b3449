ATR_LENGTH = 14
# ^^^^^^^^ ISO201 shared-parameter


def atr(df):
    return (df["high"] - df["low"]).rolling(ATR_LENGTH).mean()


def scan_gap_up(df):
    df["atr"] = atr(df)
    return df[(df["gap"] > 0.9) & (df["range"] > 2 * df["atr"])]


def scan_fade(df):
    df["atr"] = atr(df)
    return df[(df["fade"] < -1.2) & (df["range"] > 3 * df["atr"])]
