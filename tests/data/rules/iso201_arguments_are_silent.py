# What is passed in is the caller's to choose.
def add_setups(df, range_min=0.6, volume_min=500_000):
    df["gap_up"] = ((df["gap_atr"] >= 0.5) & (df["close_range"] >= range_min) & (df["volume"] > volume_min)).astype(int)
    df["fade"] = ((df["gap_atr"] <= -0.5) & (df["close_range"] <= range_min) & (df["volume"] > volume_min)).astype(int)
    return df
