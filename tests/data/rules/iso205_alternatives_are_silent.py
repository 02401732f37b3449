def scan_gap_up(df):
    df["signal"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
    return df


def scan_fade(df):
    df["signal"] = (df["close"] < df["open"]) & (df["volume"] > 900_000)
    return df


def run(df, kind):
    if kind == "gap":
        df = scan_gap_up(df)
    else:
        df = scan_fade(df)
    return df


def run_early(df, kind):
    if kind == "gap":
        return scan_gap_up(df)
    return scan_fade(df)


def run_each(paths, read):
    for path in paths:
        df = read(path)
        df = scan_gap_up(df)
        print(df["signal"].sum())
        df = read(path)
        df = scan_fade(df)
        print(df["signal"].sum())
