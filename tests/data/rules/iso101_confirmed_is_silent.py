def add_bands(df):
    # isoscan: scanner squeeze
    df["squeeze"] = (df["bb_upper"] < df["kc_upper"]) & (df["bb_lower"] > df["kc_lower"])
    return df
