def add_bands(df):
    df["upper"] = df["close"].rolling(20).mean() * 1.02
    return df


def scan_breakout(df):
    df = add_bands(df.copy())
    df["hit"] = (df["close"] > df["upper"]) & (df["volume"] > 500_000)
    return df


def scan_trend(df):
    df["trend"] = (df["close"] > df["open"]) & (df["volume"] > 300_000)
    return df


def main(df):
    df = scan_breakout(df)
    df = scan_trend(df)
    print(df[df["hit"] & df["trend"]])
