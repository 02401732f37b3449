"""What can be a parameter at all: literals that somebody would tune.

Never: labels, column names, `None` sentinels, units, state that the code itself counts up, switches for
plotting. Numbers pass unless their name says otherwise; texts only where the code compares them.
"""

from __future__ import annotations

from isoscan.facts.records import Constant, Value
from isoscan.parameters.parameter import ParameterValue
from isoscan.parameters.words import DISPLAY, LABELLED, LABELS, STATE, TUNABLE, UNTUNED, says, words_of

_LONGEST_SERIES = 20
_DAYS_OF_A_YEAR = frozenset({("trading", "days"), ("days", "in", "year"), ("trading", "days", "in", "year")})


def is_number(value: Constant) -> bool:
    """Whether a literal is a real number (booleans are not)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_numeric(value: Constant) -> bool:
    """Whether a literal is a number or a short series of numbers."""
    if isinstance(value, tuple):
        return 0 < len(value) <= _LONGEST_SERIES and all(is_number(item) for item in value)
    return is_number(value)


def names_a_tunable(name: str, value: Constant) -> bool:
    """Whether a constant of this name and value is one that somebody would tune."""
    words = words_of(name)
    if not words or name.startswith("__") or says(name, UNTUNED) or words in _DAYS_OF_A_YEAR:
        return False
    if isinstance(value, bool):
        return not says(name, DISPLAY) and words[0] not in ("is", "in")
    if not is_numeric(value):
        return False
    if isinstance(value, int) and -3 <= value <= 10 and _is_label(words):
        return False
    return says(name, TUNABLE) or not (words[-1] in STATE or words[0] in STATE)


def _is_label(words: tuple[str, ...]) -> bool:
    """Whether a name only says what a small number stands for: `LONG = 1`, `SIG_EXIT = -1`."""
    return words[-1] in LABELS and (len(words) == 1 or (len(words) == 2 and words[0] in LABELLED))


def is_switchable_text(value: Constant) -> bool:
    """Whether a text is short enough to name a mode."""
    return isinstance(value, str) and 0 < len(value) <= 40


def parameter_value(value: Value | None) -> ParameterValue:
    """A literal as a parameter's value: what JSON can hold, else None (its source text says it)."""
    return _held(value.value) if value is not None and value.constant else None


def _held(value: Constant) -> ParameterValue:
    if isinstance(value, tuple):
        return tuple(_held(item) for item in value)
    return value if value is None or isinstance(value, bool | int | float | str) else None
