from dataclasses import dataclass


@dataclass
class Config:
    gap_min: float = 0.04
    atr_mult: float = 0.9
  # ^^^^^^^^ ISO301 unused-parameter


CFG = Config()


def scan_gap(df):
    return df[(df["gap"] > CFG.gap_min) & (df["volume"] > 500_000)]


def scan_fade(df):
    return df[(df["fade"] < -0.02) & (df["volume"] > 700_000)]
