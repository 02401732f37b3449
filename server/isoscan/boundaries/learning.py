"""What the defs of a module tell about one another, learnt from how each was followed by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.outputs import COLLECTING, REMARK_WORDS
from isoscan.boundaries.place import Place
from isoscan.boundaries.vocabulary import is_neutral, is_settings, market_weight, words
from isoscan.facts.names import frozen
from isoscan.facts.records import Call, Traits

# Outputs of a def that answers a question.
ANSWERS = frozenset({"boolean", "signal"})
# A def with more statements does more than to keep what it is given.
LONGEST_KEEPER = 5


Learnt = Literal["any", "source", "deciding", "worker", "keeper", "column", "attribute", "given"]
"""What is learnt of a name: `any` stands for the four after it; the last two are of classes and defs."""


class Signature(NamedTuple):
    """What callers need to know of a def: how it is called, its parameters, and which of them it compares."""

    qualified: str
    name: str
    holder: str
    parameters: tuple[str, ...]
    compared: frozenset[str]


def signatures_of(places: Iterable[Place]) -> dict[str, tuple[Signature, ...]]:
    """The signatures of some defs, by the names calls spell."""
    found: dict[str, list[Signature]] = {}
    for place in places:
        body = place.body
        signature = Signature(
            body.qualified, body.name, body.holder, body.parameters, frozen(_compared_names(place))
        )
        found.setdefault(body.qualified, []).append(signature)
    return {name: tuple(signatures) for name, signatures in found.items()}


Signatures = Callable[[str], tuple[Signature, ...]]


def learnt_from(places: Iterable[Place], signatures: Signatures) -> dict[tuple[Learnt, str], tuple[str, ...]]:
    """What some defs tell about themselves and about those they call."""
    learnt: dict[tuple[Learnt, str], dict[str, None]] = {}

    def note(kind: Learnt, name: str, what: str = "") -> None:
        learnt.setdefault((kind, name), {}).setdefault(what)
        if kind in ("source", "deciding", "worker", "keeper"):
            learnt.setdefault(("any", name), {}).setdefault("")

    for place in places:
        plain = place.body.qualified.rsplit(".", 1)[-1]
        if _answers(place):
            note("deciding", plain)
        elif _gives_market_data(place):
            note("source", plain)
        if _keeps(place):
            note("keeper", plain)
        for column in sorted(_computed(place)):
            note("column", column)
        if place.body.holder:
            for name in sorted(_kept(place)):
                note("attribute", place.body.holder, name)
        _note_arguments(place, signatures, note)
    return {key: tuple(names) for key, names in learnt.items()}


def _answers(place: Place) -> bool:
    """Whether a def says yes or no, buy or sell: not when the data it happened, or how much."""
    if not place.flow.compared or not ANSWERS & set(place.outputs.counts):
        return False
    return any(
        value is not None
        and (
            (value.constant and value.value is not None)
            or value.traits & Traits.BOOLEAN
            or value.kind == "tuple"
            or value.root in place.flow.booleans & place.flow.decided
        )
        for value in (returned.value for returned in place.body.returns)
    )


def _gives_market_data(place: Place) -> bool:
    return any(
        returned.statement in place.flow.carrying
        and returned.value is not None
        and not returned.value.constant
        and not returned.value.traits & Traits.BOOLEAN
        for returned in place.body.returns
    )


def _keeps(place: Place) -> bool:
    """Whether a def only puts what it is given into a collection not its own (`HITS[kind].append(x)`)."""
    body = place.body
    given, own = set(body.parameters), {assignment.target for assignment in body.assignments}
    return len(body.own) <= LONGEST_KEEPER and any(
        call.name in COLLECTING
        and call.root not in given | own
        and not any(word in REMARK_WORDS for word in words(call.callee))
        and any(use.name in given and use.access == "read" for use in body.names.get(index, ()))
        for index, calls in body.calls.items()
        for call in calls
    )


def _computed(place: Place) -> set[str]:
    """The columns of frames that are given what is computed from market data."""
    flow = place.flow
    return {
        item.key
        for index in flow.carrying
        for item in place.body.items.get(index, ())
        if item.access == "write"
        and isinstance(item.key, str)
        and item.base in flow.frames
        and not is_neutral(item.key)
    }


def _kept(place: Place) -> set[str]:
    """The attributes of `self` that the method gives market data."""
    return {
        attribute.name
        for index in place.flow.carrying
        for attribute in place.body.attributes.get(index, ())
        if attribute.access == "write" and attribute.base == "self" and _holds_data(attribute.name)
    }


def _holds_data(name: str) -> bool:
    return not is_settings(name) and (market_weight(name) == 2 or not is_neutral(name))


def _note_arguments(place: Place, signatures: Signatures, note: Callable[[Learnt, str, str], None]) -> None:
    market = place.flow.values | place.flow.frames
    for index in sorted(place.flow.carrying):
        for call in place.body.calls.get(index, ()):
            called = _called(call, place.body, signatures)
            if called is None:
                continue
            names = called.parameters
            if called.holder and names[:1] in (("self",), ("cls",)):
                names = names[1:]
            for position, argument in enumerate(call.arguments):
                name = argument.keyword or (names[position] if position < len(names) else "")
                if argument.value.kind == "string" and name in called.compared:
                    note("worker", called.name, place.body.qualified)
                if name and argument.value.root in market and not is_neutral(name):
                    note("given", called.qualified, name)


def _compared_names(place: Place) -> set[str]:
    """The parameters that are read where the def compares."""
    read = {use.name for index in place.flow.weights for use in place.body.names.get(index, ())}
    return read & set(place.body.parameters)


def _called(call: Call, body: Body, signatures: Signatures) -> Signature | None:
    spelled = f"{body.holder}.{call.name}" if call.callee.startswith(("self.", "cls.")) else call.callee
    found = signatures(spelled)
    return found[-1] if found else None
