def scan_gap(df):
    df["signal"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
    return df


def scan_fade(df):
    df["signal"] = (df["fade"] < -0.02) & (df["volume"] > 900_000)
    return df


def run(df):
    out = {}
    for scan in (scan_gap, scan_fade):
        out[scan.__name__] = scan(df.copy())
    return out
