"""Changes of module state: what the functions of one part change when they are called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isoscan.facts.records import Assignment, Call
from isoscan.model.module import ScopeRef, StatementRef
from isoscan.model.parts import Part
from isoscan.model.slices import is_in_function
from isoscan.parameters.bindings import CONSTRUCTORS, Place
from isoscan.parameters.chains import MODULE, Chain
from isoscan.rules.grounds import Grounds
from isoscan.rules.state_places import (
    MUTATORS,
    is_container,
    is_object_scope,
    is_state,
    only_instance_of,
    place_at_module_level,
    without_method,
)
from isoscan.source.spans import Span

# What Python itself runs to make an object, which nobody else has yet.
_MAKING = frozenset({"__init__", "__new__", "__post_init__"})


class StateChange(NamedTuple):
    """One change of module state: the statement, the place, where it is written.

    `whole` says that the place gets a new value (an assignment), not a change of the one it has.
    """

    ref: StatementRef
    place: Place
    span: Span
    whole: bool


def changes_in(grounds: Grounds, part: Part) -> Iterator[StateChange]:
    """What statements in a part's functions change of module state."""
    for index in sorted(_likely(part)):
        statement = part.facts.statements[index]
        if statement.kind in ("function", "class", "import") or not is_in_function(part, statement.scope):
            continue
        ref = StatementRef(part.index, index)
        for place, span, whole in _changes(grounds, part, ref):
            if place.scope != ScopeRef(part.index, statement.scope) and not _is_made(grounds, ref, place):
                yield StateChange(ref, place, span, whole)


def _is_made(grounds: Grounds, ref: StatementRef, place: Place) -> bool:
    """Whether a change belongs to the making of an object: a new one, or the only one of a class."""
    unit = grounds.module.enclosing_unit(ref.part, grounds.module.statement(ref).scope)
    if unit is None or unit.parent_kind != "class":
        return False
    if place.scope != MODULE:
        return unit.name in _MAKING
    return unit.name in CONSTRUCTORS and place.name == only_instance_of(grounds, unit.parent)


def _likely(part: Part) -> set[int]:
    """The statements of a chunk that may change what outlives a call: a quick look."""
    found = {
        use.statement
        for use in part.facts.names
        if use.home != use.scope and use.access != "read" and use.scope
    }
    found.update(item.statement for item in part.facts.items if item.access != "read" and item.scope)
    found.update(use.statement for use in part.facts.attributes if use.access != "read" and use.scope)
    found.update(call.statement for call in part.facts.calls if call.name in MUTATORS and call.scope)
    found.update(assignment.statement for assignment in part.facts.assignments if _is_computed(assignment))
    return found


def _changes(grounds: Grounds, part: Part, ref: StatementRef) -> Iterator[tuple[Place, Span, bool]]:
    resolver = grounds.workshop.resolver
    chains = resolver.chains(ref)
    for chain in chains.values():
        # A local name that is bound anew changes nothing but itself.
        if chain.access == "read" or not (chain.path or is_object_scope(grounds, chain.scope)):
            continue
        place = place_at_module_level(grounds, chain, ref)
        if place is not None and is_state(grounds, place):
            whole = chain.access == "write" and not chain.dynamic
            yield place, part.span(chain.span), whole
    for assignment in part.by_statement.assignments[ref.statement]:
        chain_set = chains.get(assignment.target_span[:2])
        if (
            chain_set is None
            or not _is_computed(assignment)
            or chain_set.span[2:] >= assignment.target_span[2:]
        ):
            continue
        place = place_at_module_level(grounds, chain_set, ref)
        if place is not None and is_container(grounds, place):
            yield place, part.span(assignment.target_span), False
    for call in part.by_statement.calls[ref.statement]:
        if call.name not in MUTATORS or _only_fills(part, call):
            continue
        chain_called = chains.get(call.span.start)
        if chain_called is not None and _is_popped(chain_called, call):
            chain_called = chain_called._replace(path=chain_called.path[:-1])
        if chain_called is None or not is_method_of(chain_called, call):
            continue
        place = place_at_module_level(grounds, chain_called, ref)
        if place is not None and is_container(grounds, without_method(place)):
            place = without_method(place)
            for changed in _changed_by(part, place, call):
                yield changed, part.span(call.span), False


def _is_computed(assignment: Assignment) -> bool:
    """Whether an assignment sets an item by a key that is no constant: `SEEN[ticker] = 1`."""
    span = assignment.target_span
    is_longer = span.end_line > span.line or span.end_column - span.column > len(assignment.target)
    return not assignment.is_item and not assignment.unpacked and is_longer and assignment.scope > 0


def is_method_of(chain: Chain, call: Call) -> bool:
    """Whether a call's method is called on exactly what a reference names."""
    keys = sum(1 for key in chain.path if key != call.name)
    links = call.callee.count("[]") + call.callee.count(".") - 1
    return call.callee.split(".")[0].split("[")[0] == chain.name and (links == keys or chain.dynamic)


def _only_fills(part: Part, call: Call) -> bool:
    """Whether a call sets what was missing, and nothing changes what it gives.

    In `seen.setdefault(x, []).append(y)` something does.
    """
    if call.name != "setdefault" or not call.arguments or call.arguments[0].value.constant:
        return False
    return not any(
        other.callee.startswith(f"{call.callee}().") and other.span[:2] == call.span[:2]
        for other in part.by_statement.calls[call.statement]
    )


def _is_popped(chain: Chain, call: Call) -> bool:
    """Whether a reference names the item that a call takes out: `P.pop("limit")`."""
    if call.name != "pop" or not chain.path or not call.arguments:
        return False
    return call.arguments[0].value.constant and call.arguments[0].value.value == chain.path[-1]


def _changed_by(part: Part, place: Place, call: Call) -> list[Place]:
    """The items that `P.update({"x": 1})` names, else the container."""
    if call.name in ("pop", "setdefault") and call.arguments and call.arguments[0].value.constant:
        key = call.arguments[0].value.value
        return [place._replace(path=(*place.path, key))] if isinstance(key, str) else [place]
    if call.name != "update":
        return [place]
    named = [
        place._replace(path=(*place.path, entry.path[-1]))
        for entry in part.facts.entries
        if entry.statement == call.statement
        and call.span.start <= entry.span.start
        and entry.span.end <= call.span.end
        and place.path[len(place.path) - len(entry.path) + 1 :] == entry.path[:-1]
    ]
    shown = all(argument.keyword or argument.value.kind == "dict" for argument in call.arguments)
    return named if named and shown else [place]
