"""Parameters without a name of their own: thresholds in comparisons (`inline`), arguments (`call_arg`).

A threshold is named after what it is compared with and which side it bounds: `df['rsi'] < 30` gives
`rsi_max`, `20 < x` gives `x_min`, `x == 3` gives `x`; a factor in a comparison gives the same with `_factor`.
An argument is named after what it is called on and its keyword or the method: `df['close'].rolling(20)` gives
`close_rolling`, `ta.RSI(close, timeperiod=14)` gives `rsi_timeperiod`, `df['rsi'].between(30, 70)` gives
`rsi_min` and `rsi_max`. Only a scanner's own statements count, and the place is the literal's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TypeVar

from isoscan.facts.records import Call, Comparison, Value
from isoscan.model.parts import Part
from isoscan.parameters.draft import Draft, Workshop
from isoscan.parameters.namespaces import identifier
from isoscan.parameters.parameter import Origin
from isoscan.parameters.reading import ScannerReadings
from isoscan.parameters.tunables import is_number, parameter_value
from isoscan.parameters.words import STATE, words_of

Record = TypeVar("Record", Comparison, Call)

_SIDES = {">": "_min", ">=": "_min", "<": "_max", "<=": "_max", "==": ""}
_LOOP_NAMES = frozenset("ijkn")
_DECIDING = frozenset({"if", "while", "assert"})

_METHODS = frozenset(
    {
        "rolling",
        "ewm",
        "shift",
        "diff",
        "pct_change",
        "quantile",
        "nlargest",
        "nsmallest",
        "expanding",
        "head",
        "tail",
    }
)
# Methods that bound what they are called on: what their arguments say, by position and by keyword.
_BOUNDS = {
    "between": {"0": "min", "1": "max", "left": "min", "right": "max"},
    "clip": {"0": "floor", "1": "cap", "lower": "floor", "upper": "cap"},
}
_KEYWORDS = frozenset(
    {
        "window", "span", "period", "periods", "timeperiod", "time_period", "length", "lookback", "com",
        "halflife", "alpha", "std", "num_std", "nbdevup", "nbdevdn", "fast", "slow", "signal", "fastperiod",
        "slowperiod", "signalperiod", "fast_period", "slow_period", "window_slow", "window_fast",
        "window_sign", "window_dev", "multiplier", "factor", "threshold", "n", "n_fast", "n_slow", "q",
        "prominence", "distance", "order", "bars", "days",
    }
)  # fmt: skip
_INDICATOR_ROOTS = frozenset(
    {"ta", "talib", "pta", "tulipy", "ti", "qtpylib", "btind", "indicators", "vectorbt", "vbt"}
)


def inline_thresholds(workshop: Workshop, scanner: ScannerReadings) -> list[Draft]:
    """The numbers that a scanner's own code compares with."""
    drafts = []
    for part, statements in _own(workshop, scanner):
        lines = part.lines
        lengths = part.notes.recall("lengths", None, partial(_lengths, part))
        for comparison in _in_statements(part, "comparisons", part.facts.comparisons, statements):
            literal = comparison.literal or comparison.factor
            if literal is None or not _is_compared_with_numbers(comparison, literal, lengths):
                continue
            name = identifier(comparison.subject) + _SIDES[comparison.operator]
            if comparison.literal is None:
                name += "_factor"
                is_wanted = _is_tuned_factor(comparison, literal)
            else:
                is_wanted = _is_threshold(part, comparison, literal, scanner)
            if is_wanted:
                drafts.append(_draft(workshop, part, lines, name, comparison.subject, literal, "inline"))
    return drafts


def _own(workshop: Workshop, scanner: ScannerReadings) -> Iterator[tuple[Part, set[int]]]:
    by_part: dict[int, set[int]] = {}
    for ref in scanner.slice.own:
        by_part.setdefault(ref.part, set()).add(ref.statement)
    for index in sorted(by_part):
        yield workshop.module.parts[index], by_part[index]


def _in_statements(
    part: Part, topic: str, records: tuple[Record, ...], statements: set[int]
) -> Iterable[Record]:
    """The records of some statements, in source order."""
    if len(statements) == len(part.facts.statements):
        return records
    grouped = part.notes.recall((topic, "by statement"), None, partial(_by_statement, records))
    numbers = sorted([number for statement in statements for number in grouped.get(statement, ())])
    return [records[number] for number in numbers]


def _by_statement(records: tuple[Record, ...]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number, record in enumerate(records):
        found.setdefault(record.statement, []).append(number)
    return found


def _lengths(part: Part) -> frozenset[tuple[int, int]]:
    """Where a length is taken: `len(df) < 60` guards against short data, it is no threshold."""
    return frozenset([call.span[:2] for call in part.facts.calls if call.callee == "len"])


def _is_compared_with_numbers(
    comparison: Comparison, literal: Value, lengths: frozenset[tuple[int, int]]
) -> bool:
    """Whether a comparison bounds something that is no length, counter or index."""
    if comparison.operator not in _SIDES or not is_number(literal.value):
        return False
    subject = comparison.subject
    if not subject or subject in _LOOP_NAMES or comparison.span[:2] in lengths:
        return False
    return subject not in ("shape", "size", "empty", "index") and (
        len(words_of(subject)) != 1 or subject not in STATE
    )


def _is_tuned_factor(comparison: Comparison, factor: Value) -> bool:
    """Whether a factor says how much more or less: not a sign, not a change of units."""
    if comparison.operator == "==" or not isinstance(factor.value, int | float):
        return False
    return abs(factor.value) not in (0, 1) and factor.value not in _UNITS


# Percent, basis points, thousands and millions, seconds.
_UNITS = frozenset({60, 100, 1_000, 3_600, 10_000, 86_400, 1_000_000, 1_000_000_000})


def _is_threshold(part: Part, comparison: Comparison, literal: Value, scanner: ScannerReadings) -> bool:
    if literal.value != 0:
        return True
    kind = part.facts.statements[comparison.statement].kind
    return comparison.operator != "==" and (scanner.boundary.kind == "mask" or kind not in _DECIDING)


def call_arguments(workshop: Workshop, scanner: ScannerReadings) -> list[Draft]:
    """The windows and periods that a scanner's own code passes to calls."""
    return [
        _draft(workshop, part, part.lines, name, call.callee, value, "call_arg")
        for part, statements in _own(workshop, scanner)
        for call in _in_statements(part, "calls", part.facts.calls, statements)
        if call.arguments
        for name, value in _arguments(call)
    ]


def _arguments(call: Call) -> Iterator[tuple[str, Value]]:
    if not any(argument.value.constant for argument in call.arguments):
        return
    method = call.name in _METHODS and call.callee != call.name
    indicator = call.root in _INDICATOR_ROOTS and call.callee != call.name
    stem = call.name.lower() if indicator else identifier(call.subject or call.name)
    if call.name in _BOUNDS and call.callee != call.name:
        yield from _bounds(call, stem)
        return
    position = 0
    several = sum(not argument.keyword and is_number(argument.value.value) for argument in call.arguments) > 1
    for argument in call.arguments:
        value = argument.value
        if not value.constant or not is_number(value.value):
            continue
        if argument.keyword:
            if argument.keyword in _KEYWORDS:
                yield f"{stem}_{argument.keyword}", value
        elif method and position == 0:
            position += 1
            yield f"{stem}_{call.name}", value
        elif indicator:
            position += 1
            yield f"{stem}_{position}" if several else f"{stem}_period", value


def _bounds(call: Call, stem: str) -> Iterator[tuple[str, Value]]:
    """The numbers that `.between(30, 70)` and `.clip(upper=3)` are given; zero only keeps a sign."""
    names = _BOUNDS[call.name]
    for position, argument in enumerate(call.arguments):
        value = argument.value
        known = names.get(argument.keyword or str(position))
        if known is not None and value.constant and is_number(value.value) and value.value != 0:
            yield f"{stem}_{known}", value


def _draft(
    workshop: Workshop, part: Part, lines: list[str], name: str, source: str, literal: Value, origin: Origin
) -> Draft:
    line, column, end_line, end_column = literal.span
    span = part.span(literal.span)
    text = lines[line][column:end_column] if line == end_line else workshop.text_of(span)
    return Draft(name, parameter_value(literal), text, origin, source, span, span)
