"""Conditions written as data: text rules (`"close > sma( close,20 )"`) and filters for web screeners.

Web screeners are told what to look for in words (`"Over 20%"`, `"Price above SMA20"`) or in a small
language of their own; either way a threshold on market data stands in a string.
"""

from __future__ import annotations

import re

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.vocabulary import CERTAIN, LIKELY, market_weight, words
from isoscan.facts.records import DictEntry

_OPERATOR = re.compile(
    r"[<>]=?|==|\b(?:above|below|crosse[sd]|crossing|greater|less|over|under|exceeds)\b", re.I
)
_THRESHOLD = re.compile(r"^\W*(?:over|under|above|below|[<>]=?)\b|%|\b(?:above|below)\b|[<>]=?\s*\$?\d", re.I)


def is_condition_text(text: str) -> bool:
    """Whether a string spells a condition on market data."""
    if len(text) < 5 or not _OPERATOR.search(text):
        return False
    found = set(words(text[:2000]))
    return len(found & CERTAIN) + len(found & LIKELY) >= 2 or bool(found & CERTAIN and len(found) <= 12)


def declared_filters(entries: list[DictEntry]) -> int:
    """How many entries say in words what a screener shall let through (`"EPS growth": "Over 20%"`)."""
    return sum(_declares(entry) for entry in entries)


def _declares(entry: DictEntry) -> bool:
    value = entry.value.value
    if not isinstance(value, str) or not entry.path or not isinstance(entry.path[-1], str):
        return False
    return bool(_THRESHOLD.search(value)) and (market_weight(entry.path[-1]) > 0 or market_weight(value) > 0)


def condition_texts(body: Body) -> int:
    """How many assigned strings or entries of a body spell conditions on market data."""
    number = sum(
        isinstance(entry.value.value, str) and is_condition_text(entry.value.value) for entry in body.entries
    )
    for assignment in body.assignments:
        value = assignment.value
        if value is not None and isinstance(value.value, str) and is_condition_text(value.value):
            number += 1
    return number
