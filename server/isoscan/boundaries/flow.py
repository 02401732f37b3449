"""Where market data goes inside one body: which names hold frames, prices, conditions, hits.

A flow is followed statement by statement: what a statement binds is market data when it reads market
data. That is coarser than expressions and cheap, and it is enough to tell comparisons of prices from
comparisons of anything else. Lengths, dates, symbols and settings do not carry the market on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.reading import Reading, reading_of, reads_of
from isoscan.boundaries.vocabulary import (
    EXCHANGE_COLUMNS,
    column_weight,
    is_neutral,
    is_positive,
    is_settings,
    market_weight,
    word_set,
)
from isoscan.facts.records import Assignment, Comparison, Traits, Value

ORDER_OPERATORS = frozenset({"<", "<=", ">", ">="})

# Calls that compare two series or values, in the libraries traders use.
COMPARING_CALLS = word_set(
    "isclose crossover crossunder crossed_above crossed_below crossed cross_above cross_below "
    "crosses_above crosses_below cross gt lt ge le gte lte between equals greater less greater_equal "
    "less_equal coint cross_over cross_under CrossOver CrossUp CrossDown"
)

FRAME_METHODS = word_set(
    "rolling shift ewm iterrows itertuples groupby resample pct_change diff cumsum dropna fillna "
    "set_index reset_index sort_values sort_index tail query assign to_dict describe expanding "
    "astype idxmax idxmin nlargest nsmallest merge apply"
)
_QUERY_OPERATOR = re.compile(r"[<>]=?|==")

FRAME_ATTRIBUTES = frozenset({"iloc", "loc", "columns", "values", "at", "iat"})


@dataclass(slots=True)
class Flow:
    """What the statements of one body do with market data.

    `weights` gives, per statement, how much its comparisons of market data weigh (two for each on a
    sure market column, one for each on a likely one) and `tests` how many they are; `literal` counts
    those against a number or a setting. `columns` are the market columns read, with their weight.
    """

    frames: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    decided: set[str] = field(default_factory=set)
    booleans: set[str] = field(default_factory=set)
    filtered: set[str] = field(default_factory=set)
    collectors: set[str] = field(default_factory=set)
    weights: dict[int, int] = field(default_factory=dict)
    tests: dict[int, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    compared: int = 0
    literal: int = 0

    @property
    def weight(self) -> int:
        """The weight of all comparisons of market data in the body."""
        return sum(self.weights.values())

    def continued(self) -> Flow:
        """A flow for the code that follows: it shares what names hold and counts anew."""
        return Flow(self.frames, self.values, self.decided, self.booleans, self.filtered, self.collectors)


def follow(body: Body, flow: Flow) -> Flow:
    """Follow one body. `flow` is empty, or goes on from the code before (a script's earlier chunks)."""
    _seed(body, flow)
    known = {
        item.key
        for uses in body.items.values()
        for item in uses
        if item.access != "read" and isinstance(item.key, str) and item.base in flow.frames
    }
    readings = {index: reading_of(body, index, flow.frames, known) for index in body.own}
    assigned: dict[int, list[Assignment]] = {}
    for assignment in body.assignments:
        assigned.setdefault(assignment.statement, []).append(assignment)
    before = -1
    for _ in range(3):
        for index in body.own:
            _step(body, flow, index, readings[index], assigned.get(index, ()))
        size = len(flow.frames) + len(flow.values)
        if size == before:
            break
        before = size
    for index in body.own:
        _weigh(body, flow, index, readings[index])
    for index in body.own:
        _spread(body, flow, index, assigned.get(index, ()))
    return flow


def _seed(body: Body, flow: Flow) -> None:
    """What is known before any statement: parameters, and names that are used like frames."""
    scope = body.facts.scopes[body.scope]
    exchange = len({parameter.name.lower() for parameter in scope.parameters} & EXCHANGE_COLUMNS) >= 2
    for parameter in scope.parameters:
        name = parameter.name
        if "DataFrame" in parameter.annotation:
            flow.frames.add(name)
        elif (
            "Series" in parameter.annotation
            or market_weight(name) == 2
            or (exchange and name.lower() in EXCHANGE_COLUMNS)
        ):
            flow.values.add(name)
    likely: dict[str, set[str]] = {}
    for uses in body.items.values():
        for item in uses:
            if not isinstance(item.key, str) or is_settings(item.base):
                continue
            weight = 1 if item.pattern else column_weight(item.key)
            if weight == 2:
                flow.frames.add(item.base)
            elif weight == 1:
                likely.setdefault(item.base, set()).add(item.key)
    flow.frames.update(base for base, keys in likely.items() if len(keys) > 1)
    for calls in body.calls.values():
        for call in calls:
            if call.name in FRAME_METHODS and call.callee == f"{call.root}.{call.name}":
                flow.frames.add(call.root)
    spoken: dict[str, set[str]] = {}
    for attributes in body.attributes.values():
        for attribute in attributes:
            if attribute.name in FRAME_ATTRIBUTES:
                flow.frames.add(attribute.base)
            elif attribute.name.lower() in EXCHANGE_COLUMNS and attribute.base not in ("self", "cls"):
                spoken.setdefault(attribute.base, set()).add(attribute.name)
    flow.frames.update(base for base, names in spoken.items() if len(names) > 1)
    flow.frames.discard("")


def _step(body: Body, flow: Flow, index: int, reading: Reading, assigned: Iterable[Assignment]) -> None:
    market = reading.market or reading.source or not reading.names.isdisjoint(flow.values)
    frame = reading.frame or not reading.names.isdisjoint(flow.frames)
    for assignment in assigned:
        value = assignment.value
        if value is None or not is_plain_name(assignment):
            continue
        if value.traits & Traits.EMPTY_CONTAINER:
            flow.collectors.add(assignment.target)
        if value.traits & Traits.FILTERED and (market or frame):
            flow.frames.add(assignment.target)
        if value.traits & Traits.BOOLEAN or (value.constant and isinstance(value.value, bool)):
            flow.booleans.add(assignment.target)
    if not market and not frame:
        return
    for use in body.names.get(index, ()):
        if use.access != "bind" or use.binding in ("function", "class", "import", "delete", "parameter"):
            continue
        if not is_neutral(use.name) and (market or use.name not in flow.frames):
            flow.values.add(use.name)


def _weigh(body: Body, flow: Flow, index: int, reading: Reading) -> None:
    weight = tests = 0
    parameters = body.parameters
    for comparison in body.comparisons.get(index, ()):
        found = _comparison_weight(flow, reading, comparison)
        if found:
            weight += found
            tests += 1
            flow.literal += (
                comparison.literal is not None
                or comparison.other_key is not None
                or comparison.other in parameters
            )
    if reading.market or not (
        reading.names.isdisjoint(flow.values) and reading.names.isdisjoint(flow.frames)
    ):
        for call in body.calls.get(index, ()):
            if compares(call.name):
                weight += 2
                tests += 1
    for call in body.calls.get(index, ()):
        if call.name in ("query", "eval") and call.arguments:
            conditions = _conditions_in(call.arguments[0].value.value) if reading.columns else 0
            weight += 2 * conditions
            tests += conditions
            flow.literal += conditions
    if not weight and reading.columns and body.facts.statements[index].kind == "if":
        weight = min(2, sum(market_weight(column) for column in reading.columns if not is_positive(column)))
        tests = 1 if weight else 0
    flow.columns.update(
        (column, found) for column, found in reading.columns.items() if found and column != "col"
    )
    if weight:
        flow.weights[index] = weight
        flow.tests[index] = tests
        flow.compared += tests


def _conditions_in(text: object) -> int:
    """How many comparisons a query string makes (`"pe < 15 and roe > 0.15"`)."""
    return len(_QUERY_OPERATOR.findall(text)) if isinstance(text, str) else 0


def _comparison_weight(flow: Flow, reading: Reading, comparison: Comparison) -> int:
    subject, other, literal = comparison.subject, comparison.other, comparison.literal
    if reading.counted:
        place = bisect_left(reading.counted, comparison.span.start)
        if place < len(reading.counted) and reading.counted[place] < comparison.span.end:
            return 0
    if _says_no_market(subject) or _says_no_market(other):
        return 0
    if literal is not None and literal.value == 0 and is_positive(subject):
        return 0
    if comparison.operator not in ORDER_OPERATORS:
        return _equality_weight(flow, reading, comparison)
    best = 0
    for side in (subject, other):
        if side in reading.columns:
            best = max(best, reading.columns[side] or 1)
        elif side in flow.values:
            best = max(best, market_weight(side) or 1)
    return best


def _equality_weight(flow: Flow, reading: Reading, comparison: Comparison) -> int:
    """Equality decides where a flag or a class is told from others (`signal == 1`)."""
    literal = comparison.literal
    if comparison.operator not in ("==", "!=") or literal is None:
        return 0
    if isinstance(literal.value, str):
        return 1 if market_weight(comparison.subject) and comparison.subject in reading.columns else 0
    if not isinstance(literal.value, (int, float)):
        return 0
    if comparison.subject in reading.columns:
        return 1
    return 1 if comparison.subject in flow.values and literal.value else 0


def _says_no_market(subject: str) -> bool:
    return bool(subject) and market_weight(subject) < 2 and is_neutral(subject)


def _spread(body: Body, flow: Flow, index: int, assigned: Iterable[Assignment]) -> None:
    """Names that hold the outcome of market comparisons, and frames cut down by one."""
    decides = index in flow.weights or not flow.decided.isdisjoint(reads_of(body.names.get(index, ())))
    if not decides:
        if any(around in flow.weights for around in body.ancestors(index)):
            for assignment in assigned:
                flag = not assignment.operator and _is_constant_flag(assignment.value)
                if flag and is_plain_name(assignment):
                    flow.decided.add(assignment.target)
        return
    for assignment in assigned:
        value = assignment.value
        if value is None or not is_plain_name(assignment):
            continue
        if value.traits & Traits.FILTERED or is_filter_call(value):
            flow.filtered.add(assignment.target)
        asked = value.kind == "call" and compares(value.callee.rsplit(".", 1)[-1])
        if value.traits & (Traits.BOOLEAN | Traits.FLAG) or value.comparisons or asked:
            flow.decided.add(assignment.target)


def _is_constant_flag(value: Value | None) -> bool:
    return value is not None and value.constant and isinstance(value.value, (bool, int, float, str))


def compares(name: str) -> bool:
    """Whether a call of that name compares two series or values."""
    return name in COMPARING_CALLS or name.endswith(("crossed_above", "crossed_below"))


def is_filter_call(value: Value) -> bool:
    """Whether a value is what `frame.filter(...)`, `.query(...)` or `.where(...)` lets through."""
    return value.kind == "call" and value.callee.rsplit(".", 1)[-1] in ("filter", "query", "where")


def is_plain_name(assignment: Assignment) -> bool:
    """Whether the target is a name itself, not an attribute or an item (of any key) of it."""
    if assignment.is_item or "." in assignment.target or "[" in assignment.target:
        return False
    span = assignment.target_span
    return span.end_column - span.column == len(assignment.target)
