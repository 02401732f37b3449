"""Scans as records in a list. 📇"""

from dataclasses import dataclass
from typing import Callable

import pandas as pd


@dataclass
class Scan:
    name: str
    when: Callable[[pd.DataFrame], pd.Series]


SCANS = [
    # <scanner gap up table>
    Scan("gap up", lambda d: (d["open"] > d["prev_close"] * 1.03) & (d["volume"] > 1e6)),
    # </scanner>
    # <scanner fade table>
    Scan("fade", lambda d: (d["open"] > d["prev_close"]) & (d["close"] < d["prev_close"])),
    # </scanner>
]

PAIRS = [
    # <scanner squeeze table>
    ("squeeze", lambda d: (d["bb_upper"] < d["kc_upper"]) & (d["bb_lower"] > d["kc_lower"])),
    # </scanner>
    # <scanner thrust table>
    ("thrust", lambda d: (d["close"] > d["high_20"]) & (d["volume"] > 2 * d["avg_volume"])),
    # </scanner>
]
