def add_bands(df):
    df["squeeze"] = (df["bb_upper"] < df["kc_upper"]) & (df["bb_lower"] > df["kc_lower"])
  # ^^^^^^^^^^^^^ ISO101 uncertain-boundary: `squeeze` is a scanner with
    return df
