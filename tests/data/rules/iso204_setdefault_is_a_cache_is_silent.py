frames = {}


def frame(symbol):
    return frames.setdefault(symbol, load(symbol))


def scan_gap(symbol):
    df = frame(symbol)
    return df[(df["gap"] > 0.04) & (df["volume"] > 100_000)]


def scan_fade(symbol):
    df = frame(symbol)
    return df[(df["fade"] > 0.04) & (df["volume"] > 100_000)]
