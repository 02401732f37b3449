def scan_gap_up(df):
    df = df.copy()
    df["gap"] = df["open"] / df["close"].shift(1) - 1
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]


def scan_fade(df):
    recent = df.tail(200)
    recent["range"] = recent["high"] - recent["low"]
    return recent[(recent["close"] < recent["open"]) & (recent["range"] > 2)]


def run(df):
    return scan_gap_up(df), scan_fade(df)
