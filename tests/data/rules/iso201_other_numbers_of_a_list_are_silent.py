LEVELS = [0.2, 0.4, 0.6]


def scan_high(df):
    return df[(df["gap"] > LEVELS[-1]) & (df["volume"] > 200_000)]


def scan_low(df):
    return df[(df["fade"] > LEVELS[0]) & (df["volume"] > 300_000)]
