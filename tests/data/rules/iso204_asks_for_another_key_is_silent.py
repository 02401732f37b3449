STATE = {"level": 0.04}


def scan_gap(df):
    STATE["level"] = 0.02
    return df[(df["gap"] > STATE["level"]) & (df["volume"] > 100_000)]


def scan_fade(df):
    floor = 300_000 if "late" not in STATE else 900_000
    return df[(df["fade"] > 0.04) & (df["volume"] > floor)]
