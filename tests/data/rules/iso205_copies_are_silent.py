def scan_gap_up(df):
    df = df.copy()
    df["signal"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
    return df[df["signal"]]


def scan_fade(df):
    df = df[df["close"] < df["open"]]
    df["signal"] = df["volume"] > 900_000
    return df


def scan_quiet(df):
    df["signal"] = (df["range"] < 0.01) & (df["volume"] < 100_000)
    return df[df["signal"]]


def scan_loud(df):
    df["signal"] = (df["range"] > 0.05) & (df["volume"] > 2_000_000)
    return df[df["signal"]]


def run(df):
    gap_up = scan_gap_up(df)
    fade = scan_fade(df)
    return gap_up, fade, scan_quiet(df.copy()), scan_loud(df.copy())
