"""What code puts its hits into: the anchors by which scanners one after another are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from isoscan.boundaries.decisions import Decisions, decisions_of
from isoscan.boundaries.flow import KEEPING, SAME_ROWS, is_filter_call, is_plain_name
from isoscan.boundaries.naming import LEVEL_WORDS
from isoscan.boundaries.outputs import COLLECTING, REMARK_WORDS
from isoscan.boundaries.place import Place
from isoscan.boundaries.roles import ACCOUNTING_WORDS
from isoscan.boundaries.vocabulary import speaks_of_level, word_set, words
from isoscan.boundaries.weighing import ORDER_OPERATORS
from isoscan.facts.records import Assignment, Traits, Value

# Calls that give out a frame as it is.
GIVING = frozenset(
    {"print", "to_csv", "to_excel", "to_json", "to_parquet", "to_string", "display", "write_csv", "to_sql"}
)
# What trades came to, or parts of the data: nobody trades those.
OUTCOMES = word_set(
    "trade trades return returns winner winners outlier outliers train test outcome outcomes closed exits "
    "positions orders fills stops targets"
)
# Where the price turned: others decide on that.
PRICE_LEVELS = word_set(
    "support supports resistance resistances levels zones swings pivots extrema fractals peaks troughs"
)
NO_HITS = OUTCOMES | ACCOUNTING_WORDS | REMARK_WORDS | PRICE_LEVELS | LEVEL_WORDS

OutputHow = Literal["collects", "picks", "keeps", "shows"]


class Output(NamedTuple):
    """What a statement puts out of what meets its conditions: `name` is where to, `how` in which way."""

    name: str
    how: OutputHow
    statement: int


def outputs_in(place: Place, shows: bool) -> tuple[Output, ...]:
    """What the statements of a place put out under names of their own, where market data decide it.

    With `shows` rows count that are printed or written to a file as they are picked.
    """
    flow = place.flow
    if not flow.compared or not (shows or _may_differ(place)):
        return ()
    decisions = decisions_of(place.body, flow)
    found: list[Output] = []
    assigned: dict[int, list[Assignment]] = {}
    for assignment in place.body.assignments:
        assigned.setdefault(assignment.statement, []).append(assignment)
    for index in place.body.own:
        found += _collected(place, index, decisions)
        found += _assigned(place, index, assigned.get(index, ()), decisions)
        if shows and index in flow.weights:
            found += _shown(place, index)
    return tuple(found)


def _may_differ(place: Place) -> bool:
    """Whether a def can put out two things at all: most cannot."""
    flow = place.flow
    if len(flow.collectors | flow.filtered) > 1:
        return True
    return any(a.is_item and a.target in flow.collectors for a in place.body.assignments)


def _collected(place: Place, index: int, decisions: Decisions) -> Iterator[Output]:
    for call in place.body.calls.get(index, ()):
        if (
            call.name in COLLECTING
            and call.callee == f"{call.root}.{call.name}"
            and call.root in place.flow.collectors
            and names_hits(call.root)
            and not any(_is_measured(argument.value) for argument in call.arguments)
            and decisions.under(index)
        ):
            yield Output(call.root, "collects", index)


def _assigned(
    place: Place, index: int, assigned: Iterable[Assignment], decisions: Decisions
) -> Iterator[Output]:
    flow = place.flow
    for assignment in assigned:
        value = assignment.value
        if value is None or assignment.unpacked or assignment.operator:
            continue
        picked = index in flow.weights and _picks(value) and _sets_bounds(place, index)
        if assignment.is_item and isinstance(assignment.key, str) and assignment.target in flow.collectors:
            if picked and names_hits(assignment.key):
                yield Output(assignment.key, "keeps", index)
        elif is_plain_name(assignment):
            if picked and value.root != assignment.target and names_hits(assignment.target):
                yield Output(assignment.target, "picks", index)
        elif (
            assignment.target in flow.collectors
            and not assignment.is_item
            and names_hits(assignment.target)
            and decisions.under(index)
        ):
            yield Output(assignment.target, "collects", index)


def names_hits(name: str) -> bool:
    """Whether a name may hold hits: not one of levels, of remarks, or of what trades brought."""
    spelled = words(name)
    return not (all(speaks_of_level(word) for word in spelled) or any(word in NO_HITS for word in spelled))


def _is_measured(value: Value) -> bool:
    """Whether what is collected is a measure, not what the data belong to."""
    if value.kind == "arithmetic" or isinstance(value.value, (int, float)):
        return True
    return value.kind == "name" and speaks_of_level(value.root)


def _sets_bounds(place: Place, index: int) -> bool:
    """Whether a statement does more than find where something is equal to its own extreme."""
    comparisons = place.body.comparisons.get(index, ())
    return not comparisons or any(
        comparison.operator in ORDER_OPERATORS or comparison.literal is not None for comparison in comparisons
    )


def _picks(value: Value) -> bool:
    """Whether a value is what a condition lets through."""
    if value.traits & (Traits.BOOLEAN | Traits.FLAG) or value.callee.startswith(("np.", "numpy.")):
        return False
    if value.traits & Traits.FILTERED or is_filter_call(value):
        return True
    if value.kind == "comprehension":
        return value.comparisons > 0 or value.connectives > 0
    last = value.callee.rsplit(".", 1)[-1]
    rows = not value.callee or last in KEEPING or last in SAME_ROWS
    return value.kind in ("call", "subscript", "attribute") and value.comparisons > 0 and rows


def _shown(place: Place, index: int) -> Iterator[Output]:
    if place.statement(index).kind != "expression":
        return
    for call in place.body.calls.get(index, ()):
        if call.name in GIVING and (call.name != "print" or any(_picks(a.value) for a in call.arguments)):
            texts = [argument.value.value for argument in call.arguments]
            name = next((text for text in texts if isinstance(text, str)), call.name)
            yield Output(name.rpartition("/")[2].partition(".")[0], "shows", index)
            return
