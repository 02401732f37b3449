"""How messages are worded: lists of scanners, values, lines as users count them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from isoscan.parameters.reading import Reading
from isoscan.rules.diagnostic import Related, line_mark
from isoscan.source.spans import Span

_MOST_NAMES = 3


def named(names: Sequence[str], joined: str = "and") -> str:
    """Names in backticks as a list: "`a`", "`a` and `b`", "`a`, `b`, `c` and 4 more"."""
    shown = [f"`{name}`" for name in names[:_MOST_NAMES]]
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} {joined} {rest} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {joined} {shown[-1]}"


def line_of(span: Span) -> str:
    """The line on which a span starts, as a mark in a message."""
    return line_mark(span.line)


def plural(names: Sequence[str], one: str, many: str) -> str:
    """The form of a verb that fits the names."""
    return one if len(names) == 1 else many


def read_by(namespace: str, readings: Iterable[Reading]) -> list[Related]:
    """The places at which a scanner reads something, as related information; a helper is named."""
    places: dict[Span, str] = {}
    for reading in readings:
        through = f" through `{reading.via}`" if reading.via else ""
        places.setdefault(reading.span, f"read by scanner `{namespace}`{through}")
    return [Related(span, message) for span, message in sorted(places.items())]
