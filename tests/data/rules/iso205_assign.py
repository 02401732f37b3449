def scan_gap(df):
    return df.assign(signal=(df["gap"] > 0.04) & (df["volume"] > 500_000))


def scan_fade(df):
    return df.assign(signal=(df["fade"] < -0.02) & (df["volume"] > 900_000))
         # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ISO205 column-collision


def run(df):
    df = scan_gap(df)
    df = scan_fade(df)
    return df
