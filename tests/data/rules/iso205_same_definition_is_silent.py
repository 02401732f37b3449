def scan_gap_up(df):
    df["atr"] = (df["high"] - df["low"]).rolling(14).mean()
    df["gap_up"] = (df["gap"] > 0.5 * df["atr"]) & (df["volume"] > 500_000)
    return df


def scan_fade(frame):
    frame["atr"] = (frame["high"] - frame["low"]).rolling(14).mean()
    frame["fade"] = (frame["close"] < frame["open"]) & (frame["range"] > 2 * frame["atr"])
    return frame


def run(df):
    df = scan_gap_up(df)
    df = scan_fade(df)
    return df
