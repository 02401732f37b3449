def scan_gap(df):
    df.columns = [c.lower() for c in df.columns]
  # ^^^^^^^^^^ ISO206 mutated-input-frame
    return df[(df["gap"] > 0.04) & (df["volume"] > 100_000)]


def scan_fade(df):
    return df[(df["Fade"] > 0.04) & (df["Volume"] > 100_000)]


def both(df):
    return scan_gap(df), scan_fade(df)
