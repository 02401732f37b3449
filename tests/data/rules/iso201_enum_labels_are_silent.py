from enum import Enum


class Strength(Enum):
    WEAK = 1
    STRONG = 2


def scan_gap_up(df):
    hits = df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]
    hits["strength"] = Strength.STRONG
    return hits


def scan_fade(df):
    hits = df[(df["fade"] > 0.02) & (df["volume"] > 500_000)]
    hits["strength"] = Strength.STRONG
    return hits
