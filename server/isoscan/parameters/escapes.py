"""Which dicts a scanner hands on as a whole, so that any of their items may matter."""

from __future__ import annotations

from isoscan.facts.records import Call
from isoscan.model.index import FactsIndex
from isoscan.model.module import StatementRef
from isoscan.parameters.bindings import Place
from isoscan.parameters.draft import Workshop
from isoscan.parameters.passing import COPIES
from isoscan.parameters.reading import Reading, ScannerReadings

# Calls that only show what they are given.
_SHOWING = frozenset(
    {"print", "pprint", "debug", "info", "warning", "error", "log", "len", "dumps", "dump", "isinstance"}
)
# Arguments that are requests or mappings, not settings of a scanner.
_REQUEST_ARGUMENTS = frozenset(
    {"params", "headers", "json", "data", "cookies", "columns", "mapper", "dtype", "proxies", "index", "map"}
)
_ITERATING = frozenset({"items", "values"})
_CHANGING = frozenset(
    {"rename", "agg", "aggregate", "map", "replace", "append", "astype", "read_csv", "DataFrame"}
)


def escaping_containers(workshop: Workshop, scanner: ScannerReadings) -> dict[Place, list[Reading]]:
    """The containers that a scanner passes to a call, returns from a helper, or goes through."""
    found: dict[Place, list[Reading]] = {}
    for reading in scanner.readings:
        places = reading.resolved.containers
        if reading.chain.path[-1:] and reading.chain.path[-1] in _ITERATING:
            shorter = Place(reading.chain.scope, reading.chain.name, reading.chain.path[:-1])
            places = workshop.resolver.resolve(shorter, reading.at).containers
        elif not places or not _escapes(workshop, reading):
            continue
        for place in places:
            found.setdefault(place, []).append(reading)
    return found


def _escapes(workshop: Workshop, reading: Reading) -> bool:
    part = workshop.module.parts[reading.ref.part]
    span = reading.chain.span
    if reading.via and any(
        given.value is not None and given.value.span == span and given.statement == reading.ref.statement
        for given in part.facts.returns
    ):
        # Where it gets a name it is seen what is read from it.
        return not workshop.contents.names_all_results_of(reading.via)
    return not reading.via and _is_passed(workshop, reading.ref, reading)


def _is_named(by_statement: FactsIndex, call: Call) -> bool:
    """Whether what a call gives is all that a name is given."""
    return any(
        assignment.value is not None and assignment.value.span == call.span and not assignment.is_item
        for assignment in by_statement.assignments[call.statement]
    )


def _is_passed(workshop: Workshop, ref: StatementRef, reading: Reading) -> bool:
    by_statement = workshop.module.parts[ref.part].by_statement
    for call in by_statement.calls[ref.statement]:
        if call.name in _SHOWING or call.name in _CHANGING or _is_kept_copy(workshop, by_statement, call):
            continue
        for argument in call.arguments:
            if argument.value.span == reading.chain.span and argument.keyword not in _REQUEST_ARGUMENTS:
                return True
    return False


def _is_kept_copy(workshop: Workshop, by_statement: FactsIndex, call: Call) -> bool:
    """Whether a call only makes a copy that gets a name: what becomes of that is seen.

    `p = dict(P)`, or `loosen(dict(P))` where `loosen` reads or sets items of its argument.
    """
    if call.callee not in COPIES:
        return False
    if _is_named(by_statement, call):
        return True
    return any(
        argument.value.span == call.span
        and not argument.star
        and _is_looked_into(workshop, outer.callee, argument.keyword, position)
        for outer in by_statement.calls[call.statement]
        for position, argument in enumerate(outer.arguments)
    )


def _is_looked_into(workshop: Workshop, callee: str, keyword: str, position: int) -> bool:
    """Whether a function of the file reads or sets items of the argument in this position."""
    unit = workshop.module.unit_named(callee) if workshop.module.has_unit(callee) else None
    if unit is None or unit.kind != "function":
        return False
    part = workshop.module.parts[unit.body.part]
    parameters = part.facts.scopes[unit.body.scope].parameters
    name = keyword or (parameters[position].name if position < len(parameters) else "")
    return any(item.base == name and item.home == unit.body.scope for item in part.facts.items)
