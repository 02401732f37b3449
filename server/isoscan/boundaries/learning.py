"""What the defs of a module tell about one another, learnt from how each was followed by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.market import Knowledge
from isoscan.boundaries.vocabulary import is_neutral, is_settings, market_weight
from isoscan.facts.records import Call, Traits

if TYPE_CHECKING:
    from isoscan.boundaries.survey import Place

# Outputs of a def that answers a question.
ANSWERS = frozenset({"boolean", "signal"})


def learn(known: Knowledge, functions: Sequence[Place]) -> tuple[Knowledge, set[int]] | None:
    """What is known after a round, and the ids of the bodies it concerns; None if nothing is new."""
    learnt = Knowledge(known.trading, set(known.sources), set(known.deciding))
    for place in functions:
        name = place.body.qualified
        plain = name.rsplit(".", 1)[-1]
        if _answers(place):
            learnt.deciding.add(plain)
        elif _gives_market_data(place):
            learnt.sources.add(plain)
        if place.body.holder:
            learnt.attributes.setdefault(place.body.holder, set()).update(_kept(place))
    by_name = {place.body.qualified: place for place in functions}
    workers: dict[str, set[str]] = {}
    for place in functions:
        _note_arguments(place, by_name, learnt, workers)
    learnt.workers = {name for name, callers in workers.items() if len(callers) > 1}
    if learnt == known:
        return None
    return learnt, {id(place.body) for place in functions if _concerns(place.body, known, learnt)}


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


def _note_arguments(
    place: Place, by_name: dict[str, Place], learnt: Knowledge, workers: dict[str, set[str]]
) -> None:
    market = place.flow.values | place.flow.frames
    for index in place.flow.carrying:
        for call in place.body.calls.get(index, ()):
            called = _called(call, place.body, by_name)
            if called is None:
                continue
            names = called.body.parameters
            if called.body.holder and names[:1] in (("self",), ("cls",)):
                names = names[1:]
            for position, argument in enumerate(call.arguments):
                name = argument.keyword or (names[position] if position < len(names) else "")
                if argument.value.kind == "string" and name in _compared_names(called):
                    workers.setdefault(called.body.name, set()).add(place.body.qualified)
                if name and argument.value.root in market and not is_neutral(name):
                    learnt.given.setdefault(called.body.qualified, set()).add(name)


def _compared_names(place: Place) -> set[str]:
    """The parameters that are read where the def compares."""
    read = {use.name for index in place.flow.weights for use in place.body.names.get(index, ())}
    return read & set(place.body.parameters)


def _called(call: Call, body: Body, by_name: dict[str, Place]) -> Place | None:
    if call.callee.startswith(("self.", "cls.")):
        return by_name.get(f"{body.holder}.{call.name}")
    return by_name.get(call.callee)


def _concerns(body: Body, known: Knowledge, learnt: Knowledge) -> bool:
    if learnt.given.get(body.qualified) != known.given.get(body.qualified):
        return True
    if learnt.attributes.get(body.holder) != known.attributes.get(body.holder):
        return True
    new = (learnt.sources | learnt.deciding | learnt.workers) - known.sources - known.deciding - known.workers
    return any(call.name in new for calls in body.calls.values() for call in calls) or any(
        use.name in new for uses in body.names.values() for use in uses
    )
