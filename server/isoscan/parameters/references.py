"""The references of a part with what they come down to, whoever reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from isoscan.facts.names import frozen
from isoscan.model.module import ScopeRef, StatementRef
from isoscan.model.outlines import is_in_function
from isoscan.model.parts import Part
from isoscan.parameters.bindings import Binding, Place
from isoscan.parameters.chains import MODULE, Chain, Start
from isoscan.parameters.resolve import Resolver
from isoscan.parameters.resolved import Items, Resolved
from isoscan.source.spans import Span


class Reading(NamedTuple):
    """One reference in a scanner's slice; `via` names the helper it stands in.

    `at` is the module-level statement that reads at import time, None where a call reads.
    """

    chain: Chain
    ref: StatementRef
    via: str
    at: StatementRef | None
    resolved: Resolved

    @property
    def span(self) -> Span:
        """Where the reference stands, in core lines. (Few are asked for theirs, so it is not kept.)"""
        return self.chain.span.shifted(self.ref.part)


def names_directly(reading: Reading, binding: Binding) -> bool:
    """Whether a reference spells the thing itself, not an alias of it."""
    return bool(reading.chain.path) or reading.chain.name == binding.place.name


_Name = tuple[ScopeRef, str]


class _Grounds(NamedTuple):
    """What the readings of a statement rest on, beside its references: answers for its names.

    `known` says of its names whether anything gives them a value, `items` what all of their items come to;
    all its `scopes` run when called.
    """

    known: dict[_Name, bool]
    items: dict[_Name, Items]
    scopes: frozenset[int]


class Answered(NamedTuple):
    """The references of a statement, the readings made of them, and what these rest on (None: on more)."""

    chains: dict[Start, Chain]
    readings: tuple[Reading, ...]
    grounds: _Grounds | None


def answer(resolver: Resolver, part: Part, before: Sequence[Answered] = ()) -> list[Answered]:
    """The readings of each statement of a part; what `before` has is taken over where it still holds."""
    answers = _Answers(resolver, part)
    found: list[Answered] = []
    for number, chains in enumerate(resolver.chains_in(part.index)):
        earlier = before[number] if number < len(before) else None
        if earlier is not None and earlier.chains is chains and answers.still_hold(earlier.grounds):
            found.append(earlier)
        else:
            found.append(answers.readings(StatementRef(part.index, number), chains))
    return found


class _Answers:
    """What the references of a part come down to, each looked for once."""

    def __init__(self, resolver: Resolver, part: Part) -> None:
        self._resolver = resolver
        self._part = part
        self._called: dict[int, bool] = {}
        self._known: dict[_Name, bool] = {}
        self._items: dict[_Name, Items | None] = {}
        self._resolved: dict[tuple[Place, StatementRef | None], Resolved] = {}

    def still_hold(self, grounds: _Grounds | None) -> bool:
        """Whether the answers for a statement's names are what its readings were made from."""
        return (
            grounds is not None
            and all(self._is_called(scope) for scope in grounds.scopes)
            and all(self._is_known(name) == known for name, known in grounds.known.items())
            and all(self._items_of(name) == items for name, items in grounds.items.items())
        )

    def readings(self, ref: StatementRef, chains: dict[Start, Chain]) -> Answered:
        """The references of a statement that something in the file may give their values."""
        found: list[Reading] = []
        known: dict[_Name, bool] = {}
        used: dict[_Name, Items] = {}
        scopes: set[int] = set()
        is_plain = True
        for chain in chains.values():
            scope, text, path, access, _, _, _, _, use_scope = chain
            if access != "read" and access != "update":
                continue
            name = (scope, text)
            if name not in known:
                known[name] = self._is_known(name)
            if not known[name]:
                continue
            scopes.add(use_scope)
            at = None if self._is_called(use_scope) else ref
            items = None
            if path and at is None:
                items = used.get(name) or self._items_of(name)
            if items is not None and path not in items.exceptions:
                # By far the most: columns of a frame, which all come to the same.
                used[name] = items
                resolved = items.resolved
            else:
                is_plain = False
                resolved = self._resolve(Place(scope, text, path), at)
            found.append(Reading(chain, ref, "", at, resolved))
        grounds = _Grounds(known, used, frozen(scopes)) if is_plain else None
        return Answered(chains, tuple(found), grounds)

    def _is_called(self, scope: int) -> bool:
        called = self._called.get(scope)
        if called is None:
            called = self._called[scope] = is_in_function(self._part, scope)
        return called

    def _is_known(self, name: _Name) -> bool:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._resolver.knows(*name)
        return known

    def _items_of(self, name: _Name) -> Items | None:
        if name[0] == MODULE:
            return None
        if name not in self._items:
            self._items[name] = self._resolver.items_of(*name)
        return self._items[name]

    def _resolve(self, place: Place, at: StatementRef | None) -> Resolved:
        resolved = self._resolved.get((place, at))
        if resolved is None:
            resolved = self._resolved[place, at] = self._resolver.resolve(place, at)
        return resolved
