def scan_gap(df):
    df.rename(columns={"adj": "adj_gap"}, inplace=True)
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ISO206 mutated-input-frame
    return df[(df["gap"] > 0.05) & (df["volume"] > 100_000)]


def scan_fade(df):
    df.rename(columns={"adj": "adj_fade"}, inplace=True)
    return df[(df["fade"] > 0.05) & (df["volume"] > 100_000)]


def both(df):
    return scan_gap(df), scan_fade(df)
