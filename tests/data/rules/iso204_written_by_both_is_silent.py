picked = {}


def scan_gap(df):
    hits = df[(df["gap"] > 0.04) & (df["volume"] > 100_000)]
    for ticker in hits["ticker"]:
        picked[ticker] = "gap"
    return hits


def scan_fade(df):
    hits = df[(df["fade"] > 0.04) & (df["volume"] > 100_000)]
    for ticker in hits["ticker"]:
        picked[ticker] = "fade"
    return hits
