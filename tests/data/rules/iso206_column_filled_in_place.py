def scan_gap(df):
    df["volume"].fillna(0, inplace=True)
  # ^^^^^^^^^^^^ ISO206 mutated-input-frame
    return df[(df["gap"] > 0.04) & (df["volume"] > 100_000)]


def scan_fade(df):
    return df[(df["fade"] > 0.04) & (df["volume"].isna())]


def both(df):
    return [scan_gap(df), scan_fade(df)]
