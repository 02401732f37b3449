# 🕯 the one in the middle is being typed
def scan_all(df):
    # <scanner gap_and_go mask>
    df["gap_and_go"] = (df["open"] > 1.04 * df["prev_close"]) & (df["close"] > df["open"]) & (df["volume"] > 1e6)
    # </scanner>

    # <scanner inside_day mask>
    df["inside_day"] = ((df["high"] < df["prev_high"]) &
                        (df["low"] > ) &
                        (df["volume"] < df["avg_volume"])).astype(int)
    # </scanner>

    # <scanner wide_range mask>
    df["wide_range"] = (df["range"] > 2 * df["atr"]) & (df["close"] > df["open"]) & (df["volume"] > 3e6)
    # </scanner>

    return df
