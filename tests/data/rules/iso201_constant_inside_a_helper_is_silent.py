# A helper with a number of its own is a dependency of both scanners; the number belongs to the helper.
def atr(df):
    length = 14
    return (df["high"] - df["low"]).rolling(length).mean()


def scan_gap_up(df):
    return df[df["gap"] > 0.9 * atr(df)]


def scan_fade(df):
    return df[df["fade"] < -1.2 * atr(df)]
