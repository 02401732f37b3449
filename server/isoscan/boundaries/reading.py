"""What one statement reads: names, market columns, whole frames, and what it only counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.market import Knowledge
from isoscan.boundaries.vocabulary import (
    LEVELS,
    column_weight,
    is_neutral,
    is_settings,
    market_weight,
    word_set,
    words,
)
from isoscan.facts.records import AttributeUse, Call, NameUse
from isoscan.facts.shapes import COLUMN_CALLS
from isoscan.source.patterns import lazily
from isoscan.source.spans import Position, Span

# Calls whose result does not carry market data on.
NEUTRAL_CALLS = word_set(
    "len range print isinstance issubclass hasattr getattr type str repr format isna isnull notna "
    "notnull isnan isfinite enumerate id debug info warning error exception log input dropna strftime "
    "isoformat"
)

# Calls that fetch market data, in the libraries traders use.
SOURCE_CALLS = word_set(
    "fetch_ohlcv get_klines klines get_historical_klines history get_data_yahoo DataReader get_bars get_aggs "
    "historical_data get_historical_data get_price get_k_data daily pro_bar query_history_k_data_plus "
    "get_history pipeline_output fetch_ohlc load_ohlcv stock_zh_a_hist candles get_candles attribute_history"
)

_MARKET_MODULES = lazily(r"\byf\b|yfinance|yahoo|binance|vbt|pdr|YFData|quandl", re.I)

# Calls whose first word says that they show, keep or ask: they give no data.
SPEAKING = frozenset(
    {(word,) for word in word_set("plot print save log send show draw is has check add set")}
)

# Libraries of indicators, under the names they are imported by.
INDICATOR_MODULES = frozenset({"ta", "talib", "tl", "pta", "ti", "tulipy", "btind", "pandas_ta", "qtpylib"})

# What a class that holds a bar holds beside its high and low.
BAR_SIDES = frozenset({"open", "close", "price"})

# Numbers that mark rows, whatever their sign: sides and strengths of a signal.
MARKS = frozenset({0, 1, 2, 100})

# Calls that make a count of what they are given: comparing it says nothing about the market.
COUNTING_CALLS = frozenset({"len", "count", "nunique"})


class Stretches:
    """Spans of calls, nested or apart, for asking whether one of them covers a place."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: list[Span]) -> None:
        """Keep the outermost spans, in order."""
        self._starts: list[Position] = []
        self._ends: list[Position] = []
        for span in sorted(spans):
            if not self._ends or span.start >= self._ends[-1]:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def cover(self, span: Span) -> bool:
        """Whether a span lies in one of these."""
        if not self._starts:
            return False
        place = bisect_right(self._starts, span[:2]) - 1
        return place >= 0 and span[2:] <= self._ends[place]


_NOWHERE = Stretches([])


@dataclass(slots=True, repr=False, eq=False)
class Reading:
    """What one statement reads.

    `names` are read as they are (`df` in `df.copy()`, not in `df['c']`) and carry market data on;
    `columns` the market columns with their weights, wherever they stand; `counted` where counts begin;
    `market` says that a column's data goes on into what the statement binds, `source` that it is fetched.
    """

    names: set[str] = field(default_factory=set)
    columns: dict[str, int] = field(default_factory=dict)
    counted: list[Position] = field(default_factory=list)
    market: bool = False
    source: bool = False
    frame: bool = False


def reading_of(body: Body, index: int, frames: set[str], written: set[str], known: Knowledge) -> Reading:
    """The reading of one statement.

    `frames` are the names and dotted names that hold frames, `written` the columns that the body writes.
    """
    calls = body.calls.get(index, ())
    reading, neutral = Reading(), _NOWHERE
    if calls:
        neutral = Stretches([call.span for call in calls if call.name in NEUTRAL_CALLS])
        reading.counted = sorted([call.span.start for call in calls if call.name in COUNTING_CALLS])
    dressed = _read_items(body, index, frames, known, neutral, reading)
    if index in body.attributes:
        _read_attributes(body, index, frames, written, known, neutral, reading)
    for call in calls:
        reading.source |= is_source(call)
        if known.trading and not neutral.cover(call.span):
            _read_call(call, known, reading)
        if call.name in COLUMN_CALLS and call.arguments:
            _read_column_call(call, reading)
    for name, access, _, span, *_ in body.names.get(index, ()):
        if access == "read" and span[:2] not in dressed and not neutral.cover(span):
            reading.names.add(name)
    return reading


def _read_items(
    body: Body, index: int, frames: set[str], known: Knowledge, neutral: Stretches, reading: Reading
) -> set[tuple[int, int]]:
    """Read constant subscripts; gives the places of names that are read by key only."""
    dressed: set[tuple[int, int]] = set()
    for item in body.items.get(index, ()):
        key, base = item.key, item.base
        if item.access != "read" or not isinstance(key, str):
            continue
        dressed.add(item.span[:2])
        if is_settings(base):
            continue
        weight = column_weight(key)
        if weight < 2 and key in known.columns:
            weight = 2 if known.trading else 1
        if (weight == 0 and base not in frames) or (weight < 2 and is_neutral(key)):
            continue
        reading.columns[key] = weight
        if not neutral.cover(item.span):
            reading.market = True
            reading.frame |= base in frames
    return dressed


def _read_attributes(
    body: Body,
    index: int,
    frames: set[str],
    written: set[str],
    known: Knowledge,
    neutral: Stretches,
    reading: Reading,
) -> None:
    held = known.attributes.get(body.holder, ())
    called = {(call.span.line, call.span.column, call.callee) for call in body.calls.get(index, ())}
    for attribute in body.attributes.get(index, ()):
        if attribute.access != "read":
            continue
        if attribute.name in ("low", "high") and attribute.base == "self" and BAR_SIDES.isdisjoint(held):
            continue  # the ends of some range
        dotted = f"{attribute.base}.{attribute.name}"
        if (attribute.span.line, attribute.span.column, dotted) in called:
            continue
        outside = not neutral.cover(attribute.span)
        reading.frame |= outside and dotted in frames
        weight = _attribute_weight(attribute, frames, known)
        own = attribute.base in ("self", "cls") and attribute.name in held
        if weight or own or (attribute.name in written and attribute.base in frames):
            reading.columns[attribute.name] = weight
            reading.market |= outside


def _read_column_call(call: Call, reading: Reading) -> None:
    """Read `pl.col("close")`; beside it, one named by a variable is called `col` in comparisons."""
    key = call.arguments[0].value.value
    if isinstance(key, str) and not is_neutral(key):
        weight = column_weight(key)
        reading.columns[key] = weight
        reading.columns[call.name] = max(weight, reading.columns.get(call.name, 0))
        reading.market = True


def _read_call(call: Call, known: Knowledge, reading: Reading) -> None:
    """Read a call that gives market data: an indicator, a getter, a def of this module that does."""
    plain = call.callee.removeprefix("self.").removeprefix("cls.")
    if plain in known.deciding or words(call.name)[:1] in SPEAKING:
        return
    if plain in known.sources or _is_market_call(call.name, call.callee, call.root):
        reading.columns.setdefault(call.name, market_weight(call.name))
        reading.source = True


# While a text is edited the same calls are asked about with each keystroke.
@lru_cache(maxsize=4096)
def _is_market_call(name: str, callee: str, root: str) -> bool:
    """Whether a call computes an indicator, or is named after what it gives."""
    if callee == "self.I" or (root in INDICATOR_MODULES and callee == f"{root}.{name}"):
        return True
    if ".indicators." in callee or ".ind." in callee:
        return True
    spelled = [word for word in words(name) if not word.isdigit()]
    named = market_weight(name) == 2 or (len(spelled) > 1 and any(word in LEVELS for word in spelled))
    return named and not is_neutral(name)


def is_source(call: Call) -> bool:
    """Whether a call fetches market data."""
    if call.name.startswith("CDL"):
        return True
    if call.name == "download":
        return bool(_MARKET_MODULES.search(call.callee))
    return call.name in SOURCE_CALLS


def _attribute_weight(attribute: AttributeUse, frames: set[str], known: Knowledge) -> int:
    """The weight of an attribute as a market column: likely words only on what holds market data."""
    if is_neutral(attribute.name) or is_settings(attribute.base):
        return 0
    weight = market_weight(attribute.name)
    if weight == 1:
        last = attribute.base.rsplit(".", 1)[-1]
        if known.trading and attribute.base in ("self", "cls"):
            return 1 if any(word in LEVELS for word in words(attribute.name)) else 0
        if known.trading and any(word in LEVELS or word in ("pe", "pb") for word in words(attribute.name)):
            return 1
        if attribute.base in frames or "data" in last.lower():
            return column_weight(attribute.name)
        return 0
    return weight


def grades(calls: Iterable[Call]) -> bool:
    """Whether a `np.select` or `np.where` gives numbers to calculate with, not marks (`[2.8, 2.4, 2.1]`)."""
    numbers = [
        number
        for call in calls
        if call.name in ("select", "where")
        for argument in call.arguments[1:]
        for number in (
            argument.value.value if isinstance(argument.value.value, tuple) else (argument.value.value,)
        )
        if isinstance(number, (int, float)) and not isinstance(number, bool)
    ]
    return any(abs(number) not in MARKS for number in numbers)


def reads_of(uses: Iterable[NameUse]) -> set[str]:
    """The names a statement reads."""
    return {use.name for use in uses if use.access == "read"}
