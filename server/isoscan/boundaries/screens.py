"""Conditions written as data: text rules (`"close > sma( close,20 )"`) and filters for web screeners.

Web screeners are told what to look for in words (`"Over 20%"`, `"Price above SMA20"`) or in a small
language of their own; either way a threshold on market data stands in a string.
"""

from __future__ import annotations

import re

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.vocabulary import CERTAIN, LIKELY, is_neutral, is_positive, market_weight, words
from isoscan.source.patterns import lazily

_SYMBOL = lazily(r"(?<![-=])[<>]=?|==")
_WORDED = lazily(r"\b(?:above|below|crosse[sd]|crossing|greater|less|over|under|exceeds)\b", re.I)
_EXACT = lazily(r"[\d(]")
_PROSE = lazily(r"[a-z][.;:!?,] [A-Z]|\n\n")
_THRESHOLD = lazily(r"\b(?:over|under|above|below)\b|[<>]=?\s*\$?\d|\d\s*%", re.I)

_SELECT = lazily(r"\bselect\b[\s\S]{1,2000}?\bfrom\b", re.I)
_SQL_COMPARED = lazily(r"([A-Za-z_][\w.]*)\s*(?:[<>]=?)\s*([\w.]+|\{\})")

# Longer strings than this are documents.
LONGEST = 4000


def is_condition_text(text: str) -> bool:
    """Whether a string spells a condition on market data."""
    if not 5 <= len(text) <= LONGEST or _PROSE.search(text):
        return False
    if not (_SYMBOL.search(text) or (_WORDED.search(text) and _EXACT.search(text))):
        return False
    spelled = [word for word in words(text) if not word.isdigit()]
    market = [word for word in spelled if word in CERTAIN or word in LIKELY]
    sure = any(word in CERTAIN for word in market)
    return (len(set(market)) >= 2 or sure) and 4 * len(market) >= len(spelled)


def declared_filters(body: Body) -> int:
    """How many entries say in words what a screener shall let through (`"EPS growth": "Over 20%"`).

    None, if no key or value of them all speaks of the market.
    """
    told: list[tuple[str, str]] = [
        (entry.path[-1], entry.value.value)
        for entry in body.entries
        if entry.path and isinstance(entry.path[-1], str) and isinstance(entry.value.value, str)
    ]
    told += [
        (assignment.key, assignment.value.value)
        for assignment in body.assignments
        if isinstance(assignment.key, str)
        and assignment.value is not None
        and isinstance(assignment.value.value, str)
    ]
    thresholds = [(key, text) for key, text in told if len(text) < 60 and _THRESHOLD.search(text)]
    speaks = any(market_weight(key) or market_weight(text) for key, text in thresholds)
    return len(thresholds) if speaks else 0


def sql_conditions(body: Body) -> int:
    """How many comparisons of market data the body's SQL makes (a `SELECT` in a call or an assignment)."""
    given = [argument.value for calls in body.calls.values() for call in calls for argument in call.arguments]
    given += [assignment.value for assignment in body.assignments if assignment.value is not None]
    texts = [value.pattern or value.value for value in given]
    return sum(_conditions_in_sql(text) for text in texts if isinstance(text, str))


def _conditions_in_sql(text: str) -> int:
    if len(text) > LONGEST or not _SELECT.search(text):
        return 0
    return sum(
        any(market_weight(side) and not is_neutral(side) for side in compared.groups())
        and not (compared[2] == "0" and is_positive(compared[1]))
        for compared in _SQL_COMPARED.finditer(text)
    )


def condition_texts(body: Body) -> int:
    """How many assigned strings or entries of a body spell conditions on market data."""
    return len(_texts_told(body))


def conditions_told(body: Body) -> int:
    """How many conditions on market data the assigned strings and entries of a body spell together."""
    return sum(max(1, len(_SYMBOL.findall(text)) + len(_WORDED.findall(text))) for text in _texts_told(body))


def _texts_told(body: Body) -> list[str]:
    texts = [entry.value.value for entry in body.entries]
    texts += [assignment.value.value for assignment in body.assignments if assignment.value is not None]
    return [text for text in texts if isinstance(text, str) and is_condition_text(text)]
