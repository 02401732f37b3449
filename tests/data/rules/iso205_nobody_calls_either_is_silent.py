def scan_rsi(df, lag=14):
    df["signals"] = (df["rsi"].shift(lag) < 30) & (df["volume"] > 500_000)
    return df[df["signals"]]


def scan_reversal(df, lag=14):
    df["signals"] = (df["close"] < df["low"].shift(lag)) & (df["rsi"] > 50)
    return df[df["signals"]]
