P = {
    "gap": {"min": 0.04, "volume": 500_000},
    "fade": {"min": 0.02, "volume": 300_000},
}
PAIRS = [("min", 1), ("min", 2)]


def scan_gap_up(df):
    return df[(df["gap"] > P["gap"]["min"]) & (df["volume"] > P["gap"]["volume"])]


def scan_fade(df):
    return df[(df["fade"] > P["fade"]["min"]) & (df["volume"] > P["fade"]["volume"])]
