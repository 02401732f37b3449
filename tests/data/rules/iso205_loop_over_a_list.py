SCANS = []


def scan_gap(df):
    df["signal"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
    return df


def scan_fade(df):
    df["signal"] = (df["fade"] < -0.02) & (df["volume"] > 900_000)
  # ^^^^^^^^^^^^ ISO205 column-collision
    return df


SCANS = [scan_gap, scan_fade]


def run(df):
    for scan in SCANS:
        df = scan(df)
    return df
