from dataclasses import dataclass
from types import SimpleNamespace


@dataclass
class Params:
    price_min: float = 5.0
  # ^^^^^^^^^ ISO201 shared-parameter: changing `Params.price_min`
    gap_min: float = 0.04


GAP = Params(gap_min=0.06)
FADE = Params()
DESK = SimpleNamespace(volume_min=500_000)
                     # ^^^^^^^^^^ ISO201 shared-parameter: changing `DESK.volume_min`


def scan_gap_up(df):
    return df[(df["close"] > GAP.price_min) & (df["gap"] > GAP.gap_min) & (df["volume"] > DESK.volume_min)]


def scan_fade(df):
    return df[(df["close"] > FADE.price_min) & (df["fade"] > 0.02) & (df["volume"] > DESK.volume_min)]
