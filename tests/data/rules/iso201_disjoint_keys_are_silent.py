# One dict, read by two scanners with keys of their own: nothing is shared.
P = {
    "gap_min": 0.04,
    "gap_volume": 500_000,
    "fade_min": 0.02,
}


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["gap_volume"])]


def scan_fade(df):
    return df[df["fade"] > P["fade_min"]]
