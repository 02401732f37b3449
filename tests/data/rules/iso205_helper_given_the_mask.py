def mark(df, mask):
    df["signal"] = mask


# isoscan: scanner scan_gap
def scan_gap(df):
    mark(df, (df["gap"] > 0.04) & (df["volume"] > 500_000))
    return df


# isoscan: scanner scan_fade
def scan_fade(df):
    mark(df, (df["fade"] < -0.02) & (df["volume"] > 900_000))
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ISO205 column-collision
    return df


def run(df):
    df = scan_gap(df)
    df = scan_fade(df)
    return df
