"""Writes Python files of any length that hold many scanners, to measure with.

They are made of what real ones are made of: one dict of knobs, helpers, functions that scan, boolean
columns of one frame, banners between them. The same length gives the same text, and it is valid Python.
"""

from __future__ import annotations

from itertools import count, cycle

_HEAD = '''"""A desk's scanners, all in one file."""

from __future__ import annotations

import pandas as pd

API_URL = "https://data.example.com/bars"
P = {"gap_min": 0.04, "atr_mult": 1.2, "rvol_min": 2.0, "price_min": 3.0}
LOOKBACK = 20


def with_indicators(df: pd.DataFrame) -> pd.DataFrame:
    df = df.copy()
    df["atr"] = (df["high"] - df["low"]).rolling(14).mean()
    df["rvol"] = df["volume"] / df["volume"].rolling(LOOKBACK).mean()
    df["gap"] = df["open"] / df["close"].shift(1) - 1
    df["sma"] = df["close"].rolling(50).mean()
    return df
'''

_SCAN = '''

# ═══════════════ setup {number}: {word} ═══════════════
{upper}_STRETCH = {value}


def scan_{word}_{number}(df: pd.DataFrame) -> pd.DataFrame:
    """Days on which the {word} setup shows."""
    df = with_indicators(df)
    stretched = (df["close"] - df["sma"]) / df["atr"] > {upper}_STRETCH
    busy = df["rvol"] >= P["rvol_min"]
    hits = []
    for index, row in df[stretched & busy].iterrows():
        if row["gap"] >= P["gap_min"] and row["close"] > P["price_min"]:
            hits.append({{"date": index, "setup": "{word}", "score": row["rvol"] * {value}}})
        elif row["gap"] < -{value} / 100 and row["low"] < row["sma"]:
            hits.append({{"date": index, "setup": "{word} down", "score": row["rvol"]}})
    return pd.DataFrame(hits)
'''

_MASKS = """

def flag_{word}_{number}(df: pd.DataFrame) -> pd.DataFrame:
    df = with_indicators(df)
    over = df["open"] > df["high"].shift(1)
    df["{word}_open_{number}"] = over & (df["gap"] >= {value} / 20) & (df["rvol"] > 1.5)
    df["{word}_late_{number}"] = (
        (df["close"] > df["open"])
        & (df["close"] >= df["high"] - 0.2 * df["atr"])
        & (df["volume"] >= 1_000_000)
        & (df["rvol"] >= P["rvol_min"])
    )
    high = df["high"] > df["sma"] * 1.1
    df["{word}_fade_{number}"] = (df["close"] < df["open"]) & high & (df["gap"] > 0.02)
    return df
"""

_WORDS = ("gap", "fade", "squeeze", "reclaim", "drive", "climax", "pocket", "ledge")
_VALUES = (1.5, 2.25, 0.8, 3.0, 1.1)


def desk(lines: int) -> str:
    """A text of at least `lines` lines, and fewer than 25 more."""
    parts = [_HEAD]
    length = _HEAD.count("\n")
    for number, word, value, block in zip(
        count(1), cycle(_WORDS), cycle(_VALUES), cycle((_SCAN, _MASKS)), strict=False
    ):
        if length >= lines:
            break
        parts.append(block.format(number=number, word=word, upper=f"{word.upper()}_{number}", value=value))
        length += parts[-1].count("\n")
    return "".join(parts)
