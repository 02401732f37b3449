def scan_all(df):
    # <scanner gap_and_go mask>
    df["gap_and_go"] = (df["open"] > 1.04 * df["prev_close"]) & (df["close"] > df["open"]) & (df["volume"] > 1e6)
    # </scanner>

    if df["volume"] > :

    # <scanner wide_range mask>
    df["wide_range"] = (df["range"] > 2 * df["atr"]) & (df["close"] > df["open"]) & (df["volume"] > 3e6)
    # </scanner>

    return df


# <scanner scan_fade function>
def scan_fade(df):
    return df[(df["open"] > 1.2 * df["prev_close"]) & (df["close"] < df["open"])]
# </scanner>
