"""What one statement reads: names, market columns, whole frames, and what it only counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.vocabulary import (
    column_weight,
    is_neutral,
    is_settings,
    market_weight,
    word_set,
)
from isoscan.facts.records import AttributeUse, Call, NameUse
from isoscan.source.spans import Span

# Calls whose result does not carry market data on.
NEUTRAL_CALLS = word_set(
    "len range print isinstance issubclass hasattr getattr type str repr format isna isnull notna "
    "notnull isnan isfinite enumerate id debug info warning error exception log input dropna strftime "
    "isoformat"
)

# Calls that make a count of what they are given: comparing it says nothing about the market.
COUNTING_CALLS = frozenset({"len", "count", "nunique"})


@dataclass(slots=True)
class Reading:
    """What one statement reads.

    `names` are read as they are (`df` in `df.copy()`, not in `df['c']`) and carry market data on;
    `columns` the market columns with their weights, wherever they stand; `counted` the spans of counts;
    `market` says that a column's data goes on into what the statement binds.
    """

    names: set[str] = field(default_factory=set)
    columns: dict[str, int] = field(default_factory=dict)
    counted: list[Span] = field(default_factory=list)
    market: bool = False
    frame: bool = False


def reading_of(body: Body, index: int, frames: set[str], known: set[str]) -> Reading:
    """The reading of one statement.

    `frames` are the names and dotted names that hold frames, `known` the columns that the body writes.
    """
    calls = body.calls.get(index, ())
    neutral = [call.span for call in calls if call.name in NEUTRAL_CALLS]
    reading = Reading(counted=[call.span for call in calls if call.name in COUNTING_CALLS])
    dressed = _read_items(body, index, frames, neutral, reading)
    _read_attributes(body, index, frames, known, neutral, reading)
    for call in calls:
        if call.name == "col" and call.arguments:
            _read_column_call(call, reading)
    for use in body.names.get(index, ()):
        if use.access != "read" or (use.span.line, use.span.column) in dressed:
            continue
        if not (neutral and inside(use.span, neutral)):
            reading.names.add(use.name)
    return reading


def _read_items(
    body: Body, index: int, frames: set[str], neutral: list[Span], reading: Reading
) -> set[tuple[int, int]]:
    """Read constant subscripts; gives the places of names that are read by key only."""
    dressed: set[tuple[int, int]] = set()
    for item in body.items.get(index, ()):
        if item.access != "read" or not isinstance(item.key, str):
            continue
        if is_settings(item.base):
            dressed.add((item.span.line, item.span.column))
            continue
        dressed.add((item.span.line, item.span.column))
        weight = column_weight(item.key)
        if (weight == 0 and item.base not in frames) or (weight < 2 and is_neutral(item.key)):
            continue
        reading.columns[item.key] = weight
        if not (neutral and inside(item.span, neutral)):
            reading.market = True
            reading.frame |= item.base in frames
    return dressed


def _read_attributes(
    body: Body,
    index: int,
    frames: set[str],
    known: set[str],
    neutral: list[Span],
    reading: Reading,
) -> None:
    called = {(call.span.line, call.span.column, call.callee) for call in body.calls.get(index, ())}
    for attribute in body.attributes.get(index, ()):
        if attribute.access != "read":
            continue
        dotted = f"{attribute.base}.{attribute.name}"
        if (attribute.span.line, attribute.span.column, dotted) in called:
            continue
        outside = not (neutral and inside(attribute.span, neutral))
        reading.frame |= outside and dotted in frames
        weight = _attribute_weight(attribute, frames)
        if weight or (attribute.name in known and attribute.base in frames):
            reading.columns[attribute.name] = weight
            reading.market |= outside


def _read_column_call(call: Call, reading: Reading) -> None:
    """Read `pl.col("close")`: a comparison's subject is then called `col`."""
    key = call.arguments[0].value.value
    if isinstance(key, str) and not is_neutral(key):
        weight = column_weight(key)
        reading.columns[key] = weight
        reading.columns["col"] = max(weight, reading.columns.get("col", 0))
        reading.market = True


def _attribute_weight(attribute: AttributeUse, frames: set[str]) -> int:
    """The weight of an attribute as a market column: likely words only on what holds market data."""
    if is_neutral(attribute.name) or is_settings(attribute.base):
        return 0
    weight = market_weight(attribute.name)
    if weight == 1:
        last = attribute.base.rsplit(".", 1)[-1]
        if attribute.base in frames or "data" in last.lower():
            return column_weight(attribute.name)
        return 0
    return weight


def inside(span: Span, spans: list[Span]) -> bool:
    """Whether a span lies in one of others."""
    return any(outer[:2] <= span[:2] and span[2:] <= outer[2:] for outer in spans)


def reads_of(uses: Iterable[NameUse]) -> set[str]:
    """The names a statement reads."""
    return {use.name for use in uses if use.access == "read"}
