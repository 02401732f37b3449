def scan_gap(df, safe=False):
    if safe:
        df = df.copy()
    df["gap"] = df["open"] / df["close"].shift(1) - 1
  # ^^^^^^^^^ ISO206 mutated-input-frame
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]


def scan_fade(df):
    return df[(df["close"] < df["open"]) & (df["volume"] > 900_000)]


def run(df):
    return scan_gap(df), scan_fade(df)
