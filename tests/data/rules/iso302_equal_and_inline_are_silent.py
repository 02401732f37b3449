def scan_gap_up(df, span=20):
    wide = df["close"].rolling(span).mean()
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000) & (df["close"] > wide)]


def scan_fade(df, span=20):
    wide = df["close"].rolling(span).mean()
    return df[(df["gap"] > 0.02) & (df["volume"] > 900_000) & (df["close"] < wide)]
