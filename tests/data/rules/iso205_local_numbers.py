def scan_wide(df):
    span = 20
    df["ma"] = df["close"].rolling(span).mean()
    df["wide"] = (df["close"] > df["ma"]) & (df["volume"] > 500_000)
    return df


def scan_tight(df):
    span = 50
    df["ma"] = df["close"].rolling(span).mean()
  # ^^^^^^^^ ISO205 column-collision: `scan_tight` overwrites column `ma` of `scan_wide`
    df["tight"] = (df["close"] > df["ma"]) & (df["volume"] < 100_000)
    return df


def run(df):
    df = scan_wide(df)
    return scan_tight(df)
