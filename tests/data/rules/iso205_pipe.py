def scan_gap(df):
    df = df.copy()
    df["signal"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
    return df


def scan_fade(df):
    df = df.copy()
    df["signal"] = (df["fade"] < -0.02) & (df["volume"] > 900_000)
  # ^^^^^^^^^^^^ ISO205 column-collision
    return df


def run(df):
    return df.pipe(scan_gap).pipe(scan_fade)
