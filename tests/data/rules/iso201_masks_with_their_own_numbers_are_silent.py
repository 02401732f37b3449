def add_setups(df):
    df["range"] = df["high"] - df["low"]
    df["gap_up"] = ((df["gap_atr"] >= 0.5) & (df["close_range"] >= 0.6) & (df["range"] > 1)).astype(int)
    df["fade"] = ((df["gap_atr"] <= -0.5) & (df["close_range"] <= 0.6) & (df["range"] > 1)).astype(int)
    return df
