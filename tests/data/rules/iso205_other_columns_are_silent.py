def scan_all(df):
    df["gap_up"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
    df["fade"] = (df["close"] < df["open"]) & (df["volume"] > 900_000)
    df["quiet"] = (df["high"] < df["open"] * 1.01) & (df["volume"] < 100_000)
    return df
