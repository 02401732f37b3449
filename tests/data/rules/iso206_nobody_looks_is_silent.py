def scan_gap_up(df):
    df["gap"] = df["open"] / df["close"].shift(1) - 1
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]


def note_score(record):
    record["score"] = record["gap"] * 2
    return record["score"] > 3


def main(paths, read):
    for path in paths:
        df = read(path)
        size = len(df)
        hits = scan_gap_up(df)
        print(size, len(df), hits["close"].tolist(), df["close"].iloc[-1])
