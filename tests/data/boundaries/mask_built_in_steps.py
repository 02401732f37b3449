def mark(df):
    # <scanner gap_up mask>
    # opens far above yesterday
    df["gap_up"] = df["open"] > 1.03 * df["prev_close"]
    df["gap_up"] &= df["volume"] > 2 * df["avg_volume"]
    df["gap_up"] &= df["close"] > 5
    # </scanner>

    # <scanner narrow_range mask>
    df["narrow_range"] = 0
    df.loc[(df["range"] < 0.5 * df["atr"]) & (df["close"] > df["ema20"]), "narrow_range"] = 1
    # </scanner>

    return df
