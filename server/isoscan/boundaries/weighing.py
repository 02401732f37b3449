"""How much a statement's comparisons weigh: which of them are of market data, and how surely."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.market import Knowledge
from isoscan.boundaries.naming import pattern_in
from isoscan.boundaries.reading import Reading
from isoscan.boundaries.vocabulary import (
    EXCHANGE_COLUMNS,
    column_weight,
    is_neutral,
    is_positive,
    market_weight,
    word_set,
    words,
)
from isoscan.facts.records import Call, Comparison
from isoscan.facts.shapes import COLUMN_CALLS
from isoscan.source.patterns import lazily

if TYPE_CHECKING:
    from isoscan.boundaries.flow import Flow

ORDER_OPERATORS = frozenset({"<", "<=", ">", ">="})

# Calls that compare two series or values, in the libraries traders use.
COMPARING_CALLS = word_set(
    "isclose crossover crossunder crossed_above crossed_below crossed cross_above cross_below "
    "crosses_above crosses_below cross gt lt ge le gte lte between equals greater less greater_equal "
    "less_equal coint cross_over cross_under CrossOver CrossUp CrossDown"
)

# Methods of a factor of a pipeline that give a filter.
PICKING_CALLS = word_set("top bottom percentile_between")

_QUERY_OPERATOR = lazily(r"[<>]=?|==")
_QUERY_COLUMN = lazily(r"\b[^\W\d]\w*")

# How a def is called that answers a question about a pattern.
ASKING_WORDS = word_set("is has check detect confirm")


def weigh(body: Body, flow: Flow, index: int, reading: Reading, known: Knowledge) -> None:
    """Note in `flow` what one statement compares, and which columns it reads."""
    weight = tests = 0
    calls = body.calls.get(index, ())
    for comparison in body.comparisons.get(index, ()):
        found = _comparison_weight(flow, reading, comparison, known)
        if found:
            weight += found
            tests += 1
            flow.literal += (
                comparison.literal is not None
                or comparison.other_key is not None
                or comparison.other in body.parameters
                or _is_constant_name(comparison.other)
            )
    of_market = bool(calls) and (
        reading.market
        or not (reading.names.isdisjoint(flow.values) and reading.names.isdisjoint(flow.frames))
    )
    for call in calls:
        told = known.trading and market_weight(call.name) == 2  # `indicator.rsi_crossed_above(70)`
        if ((of_market or told) and compares(call.name)) or (of_market and _picks(call, flow)):
            weight += 2
            tests += 1
    asked = sum([_asks(call, known, index in flow.carrying) for call in calls])
    kind = body.facts.statements[index].kind
    if kind == "expression" and any(_plain(call) in known.keepers for call in calls):
        flow.keeping.add(index)
    if asked:
        flow.asks[index] = asked
        weight += 2 * asked
        tests += asked
    for call in calls:
        if call.name in ("query", "eval") and call.arguments:
            conditions = _conditions_asked(call, body, flow, reading)
            weight += 2 * conditions
            tests += conditions
            flow.literal += conditions
            flow.columns.update(_columns_told(call.arguments[0].value.pattern))
    if not weight and kind == "return" and known.trading > 1:
        tests = weight = _joined(body, flow, index, reading)
    if not weight and reading.columns and kind == "if":
        weight = min(2, sum(market_weight(column) for column in reading.columns if not is_positive(column)))
        tests = 1 if weight else 0
    for column, found in reading.columns.items():
        if found and column not in COLUMN_CALLS:
            flow.columns[column] = found
    if weight:
        flow.weights[index] = weight
        flow.tests[index] = tests
        flow.compared += tests


def _joined(body: Body, flow: Flow, index: int, reading: Reading) -> int:
    """How many outcomes that others found are joined to be returned (`downtrend & engulfs(open, close)`)."""
    value = next((one.value for one in body.returns if one.statement == index), None)
    if value is None or value.kind != "boolean" or value.comparisons or not value.connectives:
        return 0
    market = reading.names & flow.values
    return min(value.connectives, len(market)) if len(market) > 1 else 0


def _picks(call: Call, flow: Flow) -> bool:
    """Whether a call picks symbols by a factor (`rsi.top(3)`), or rows by a column (`df["why"].eq("")`)."""
    if call.name in ("eq", "ne"):
        return call.root in flow.frames and "[]" in call.callee
    return (
        call.name in PICKING_CALLS and call.root in flow.values and call.callee == f"{call.root}.{call.name}"
    )


def _is_constant_name(name: str) -> bool:
    """Whether a name is spelled as constants are (`GAP_MIN`): not one letter, not dotted."""
    return len(name) > 1 and name.isupper() and name.replace("_", "").isalnum()


def _plain(call: Call) -> str:
    """What is called, without the object a method belongs to where that is its own."""
    return call.callee.removeprefix("self.").removeprefix("cls.")


def _asks(call: Call, known: Knowledge, carrying: bool) -> bool:
    """Whether a call puts a question about the market to another def."""
    plain = _plain(call)
    if plain in known.deciding or plain in known.workers:
        return True
    if not (known.trading and carrying):
        return False
    spelled = words(call.name)
    return len(spelled) > 1 and spelled[0] in ASKING_WORDS and bool(pattern_in(spelled[1:]))


def _conditions_asked(call: Call, body: Body, flow: Flow, reading: Reading) -> int:
    """How many comparisons a query makes: of its text, of the text a name holds, or one that it is given."""
    given = call.arguments[0].value
    if given.pattern:
        return conditions_in(given.pattern) if market_weight(given.pattern) else 0
    if given.kind != "name":
        return conditions_in(given.value) if reading.columns else 0
    texts = [
        assignment.value.pattern or assignment.value.value
        for assignment in body.assignments
        if assignment.target == given.root and assignment.value is not None
    ]
    if texts:
        return sum(conditions_in(text) for text in texts if isinstance(text, str) and market_weight(text))
    return 1 if flow.trading and given.root in body.parameters and call.root in flow.frames else 0


def _columns_told(text: str) -> dict[str, int]:
    """The market columns that a query of some pattern names, with their weights."""
    told = _QUERY_COLUMN.findall(text)
    return {name: weight for name in told if (weight := column_weight(name)) and not is_neutral(name)}


def conditions_in(text: object) -> int:
    """How many comparisons a query string makes (`"pe < 15 and roe > 0.15"`)."""
    return len(_QUERY_OPERATOR.findall(text)) if isinstance(text, str) else 0


def _comparison_weight(flow: Flow, reading: Reading, comparison: Comparison, known: Knowledge) -> int:
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
        elif known.trading and side in flow.frames:
            best = max(best, 1)
        elif known.trading and side in EXCHANGE_COLUMNS and not reading.names.isdisjoint(flow.frames):
            best = 2  # of a row that is picked by its place (`bars[-1].close`)
    return best


def _equality_weight(flow: Flow, reading: Reading, comparison: Comparison) -> int:
    """Equality decides where a flag or a class is told from others (`signal == 1`)."""
    literal = comparison.literal
    if comparison.operator == "==" and literal is None and flow.trading:
        known = reading.columns.keys() | flow.values
        return 1 if comparison.subject in known and comparison.other in known else 0
    if comparison.operator not in ("==", "!=") or literal is None:
        return 0
    if isinstance(literal.value, str):
        return 1 if market_weight(comparison.subject) and comparison.subject in reading.columns else 0
    if not isinstance(literal.value, (int, float)):
        return 0
    if comparison.subject in reading.columns:
        return 1
    if flow.trading and market_weight(comparison.subject) and not reading.names.isdisjoint(flow.frames):
        return 1
    told = literal.value or comparison.operator == "!="
    return 1 if comparison.subject in flow.values and told else 0


@lru_cache(maxsize=8192)
def _says_no_market(subject: str) -> bool:
    return bool(subject) and column_weight(subject) < 2 and market_weight(subject) < 2 and is_neutral(subject)


def compares(name: str) -> bool:
    """Whether a call of that name compares two series or values."""
    return name in COMPARING_CALLS or name.endswith(("crossed_above", "crossed_below", "_above", "_below"))
