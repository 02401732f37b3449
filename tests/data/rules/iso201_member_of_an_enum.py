from enum import Enum


class Limit(Enum):
    GAP = 0.04
  # ^^^ ISO201 shared-parameter
    RSI = 70


def scan_gap_up(df):
    return df[(df["gap"] > Limit.GAP.value) & (df["volume"] > 500_000)]


def scan_gap_fill(df):
    return df[(df["gap"] > Limit.GAP.value) & (df["close"] < df["open"])]
