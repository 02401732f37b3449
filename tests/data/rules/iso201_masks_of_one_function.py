VOLUME_MIN = 10_000_000
# ^^^^^^^^ ISO201 shared-parameter: changing `VOLUME_MIN` for `gap_up` also changes `fade`


def add_setups(df):
    range_min = 0.6
  # ^^^^^^^^^ ISO201 shared-parameter: changing `range_min` for `gap_up` also changes `fade`
    df["gap_up"] = ((df["gap_atr"] >= 0.5) & (df["close_range"] >= range_min) & (df["volume"] >= VOLUME_MIN)).astype(int)
    df["fade"] = ((df["gap_atr"] <= -0.5) & (df["close_range"] <= range_min) & (df["volume"] >= VOLUME_MIN)).astype(int)
    df["inside"] = ((df["high"] < df["high1"]) & (df["low"] > df["low1"]) & (df["close_range"] >= 0.4)).astype(int)
    return df
