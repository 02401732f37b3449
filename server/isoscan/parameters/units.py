"""The unit of a parameter, where its name or the comment behind its value tells."""

from __future__ import annotations

from collections.abc import Sequence

from isoscan.parameters.words import words_of

_UNITS = {
    "%": ("pct", "percent", "percentage", "perc"),
    "bps": ("bps",),
    "USD": ("usd", "dollar", "dollars"),
    "EUR": ("eur", "euro", "euros"),
    "days": ("day", "days"),
    "bars": ("bars", "candles"),
    "weeks": ("weeks",),
    "months": ("months",),
    "years": ("years",),
    "hours": ("hour", "hours", "hrs"),
    "minutes": ("minute", "minutes", "mins"),
    "seconds": ("second", "seconds", "secs"),
    "shares": ("shares",),
    "ATR": ("atrs",),
}
_BY_WORD = {word: unit for unit, known in _UNITS.items() for word in known}


def unit_of(name: str, description: str) -> str:
    """The unit that a parameter's name ends with, that its description names first, or the name at all.

    "" for none.
    """
    words = words_of(name)
    return _first(words[-1:]) or _of_description(description) or _first(words)


def _of_description(text: str) -> str:
    if "%" in text:
        return "%"
    if "$" in text:
        return "USD"
    return _first(words_of(text))


def _first(words: Sequence[str]) -> str:
    return next((_BY_WORD[word] for word in words if word in _BY_WORD), "")
