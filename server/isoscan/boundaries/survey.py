"""The module as the detectors see it: every def, class and stretch of top-level code with its flow.

Functions are followed on their own, part by part, and twice more with what they tell about one another;
top-level code is followed through the whole file, since a script's chunks hand data on. Everything read
from a survey is tracked: what one part tells the others is asked for by name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from isoscan.boundaries.bodies import Body, bodies_of
from isoscan.boundaries.decisions import Outputs
from isoscan.boundaries.flow import Flow, follow
from isoscan.boundaries.knowledge import Places, Round
from isoscan.boundaries.market import Knowledge, Nothing, market_words, trading_level
from isoscan.boundaries.outputs import outputs_of
from isoscan.boundaries.place import Place
from isoscan.boundaries.script import Script
from isoscan.boundaries.vocabulary import column_weight
from isoscan.facts.records import Banner
from isoscan.model.module import Module, ScopeRef
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family, Settled

# How often the bodies concerned are followed again with what was learnt from the others.
ROUNDS = 2


class Survey:
    """All bodies of a module.

    `known` is what the module says as a whole, after all rounds.
    """

    def __init__(self, module: Module) -> None:
        self.module = module
        store = module.store
        self._told: Index[int, str, None] = self._index(lambda part: market_words(module.parts[part].facts))
        self._trading: Settled[int] = Settled(store, lambda: trading_level(self._told))
        self._imported: Index[int, str, str] = self._index(self._imports)
        self._bodies: Family[int, tuple[Body, ...]] = Family(store, self._find_bodies)
        self.classes: Family[int, Places] = Family(store, self._find_classes)
        nothing: Knowledge = Nothing(self._trading.read)
        self._followed: list[Family[int, Places]] = [Family(store, partial(self._follow_first, nothing))]
        known: Knowledge = nothing
        for _ in range(ROUNDS):
            known = self._further_round(known)
        self.known = known
        self.functions: Family[int, Places] = self._followed[-1]
        self._functions_by_name: Index[int, str, tuple[int, int]] = self._index(
            lambda part: _ordinals(self.functions(part))
        )
        self._classes_by_name: Index[int, str, tuple[int, int]] = self._index(
            lambda part: _ordinals(self.classes(part))
        )
        self._bases: Index[int, str, None] = self._index(self._find_bases)
        self._starts: Index[int, str, int] = self._index(self._find_starts)
        self._banners: Index[int, None, Banner] = self._index(self._find_banners)
        self.script = Script(module, self._bodies, known)

    def _index(self, contribute: Callable[[int], Any]) -> Index[int, Any, Any]:
        index: Index[int, Any, Any] = Index(self.module.store, contribute)
        self.module.parts.follow(index)
        return index

    def _further_round(self, before: Knowledge) -> Knowledge:
        followed = self._followed[-1]
        learnt = Round(self.module, self._trading.read, followed)
        again = partial(self._follow_again, followed, before, learnt)
        self._followed.append(Family(self.module.store, again))
        return learnt

    # Bodies

    def _find_bodies(self, part: int) -> tuple[Body, ...]:
        facts = self.module.parts[part].facts
        return bodies_of(facts) if facts.statements else ()

    def _find_classes(self, part: int) -> Places:
        return tuple(
            Place(self.module.parts[part], body, unit, Flow(), Outputs())
            for body in self._bodies(part)
            if body.kind == "class"
            and (unit := self.module.units_of(part).get(ScopeRef(part, body.scope))) is not None
        )

    def _follow_first(self, known: Knowledge, part: int) -> Places:
        units = self.module.units_of(part)
        return tuple(
            _followed(Place(self.module.parts[part], body, unit, Flow(), Outputs()), known)
            for body in self._bodies(part)
            if body.kind not in ("module", "class")
            and (unit := units.get(ScopeRef(part, body.scope))) is not None
        )

    def _follow_again(
        self, before: Callable[[int], Places], known: Knowledge, learnt: Round, part: int
    ) -> Places:
        places = before(part)
        if not learnt.trading:
            return places
        again = tuple(
            _followed(Place(place.part, place.body, place.unit, Flow(), Outputs()), learnt)
            if _concerns(place.body, known, learnt)
            else place
            for place in places
        )
        return places if all(new is old for new, old in zip(again, places, strict=True)) else again

    # What is asked for by name

    def imported(self, name: str) -> str:
        """What a name that the module imports is, dotted; "" if it is not imported."""
        found = self._imported.of(name)
        return found[-1] if found else ""

    def named(self, name: str) -> Place | None:
        """The def or class in force under a qualified name: the last def, else the last class."""
        for places, index in (
            (self.functions, self._functions_by_name), (self.classes, self._classes_by_name),
        ):  # fmt: skip
            found = index.of(name)
            if found:
                part, ordinal = found[-1]
                return places(part)[ordinal]
        return None

    def is_in_force(self, place: Place) -> bool:
        """Whether a def is the last of its name."""
        found = self._functions_by_name.of(place.name)
        if not found:
            return False
        part, ordinal = found[-1]
        return part == place.part.index and self.functions(part)[ordinal] is place

    def has_function(self, name: str) -> bool:
        """Whether there is a def of a qualified name."""
        return self._functions_by_name.has(name)

    def has(self, name: str) -> bool:
        """Whether there is a def or class of a qualified name."""
        return self._functions_by_name.has(name) or self._classes_by_name.has(name)

    def is_base(self, name: str) -> bool:
        """Whether a class of the module names it among its bases."""
        return self._bases.has(name)

    def methods_of(self, holder: Place) -> list[Place]:
        """The methods of a class, in its own part."""
        return [
            place
            for place in self.functions(holder.part.index)
            if place.unit is not None and place.unit.parent == holder.name
        ]

    def unit_starts(self, container: str) -> list[int]:
        """The first code lines of the defs and classes in a container, in order."""
        return sorted(self._starts.of(container))

    def banners(self) -> tuple[Banner, ...]:
        """All banners of the file, in core lines and in order."""
        return self._banners.of(None)

    # Contributions

    def _imports(self, part: int) -> dict[str, tuple[str, ...]]:
        return {
            imported.name: (".".join(filter(None, (imported.module, imported.attribute))),)
            for imported in self.module.parts[part].facts.imports
        }

    def _find_bases(self, part: int) -> dict[str, tuple[None]]:
        return {
            base: (None,)
            for place in self.classes(part)
            for base in place.statement(place.body.statement).bases
        }

    def _find_starts(self, part: int) -> dict[str, tuple[int, ...]]:
        starts: dict[str, list[int]] = {}
        for unit in self.module.units_of(part).values():
            starts.setdefault(unit.parent, []).append(unit.span.line)
        return {parent: tuple(lines) for parent, lines in starts.items()}

    def _find_banners(self, part: int) -> dict[None, tuple[Banner, ...]]:
        banners = [
            banner._replace(start_line=banner.start_line + part, end_line=banner.end_line + part)
            for banner in self.module.parts[part].facts.banners
        ]
        return {None: tuple(banners)} if banners else {}


def _ordinals(places: Places) -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for ordinal, place in enumerate(places):
        found.setdefault(place.name, []).append((place.part.index, ordinal))
    return {name: tuple(places) for name, places in found.items()}


def _followed(place: Place, known: Knowledge) -> Place:
    follow(place.body, place.flow, known)
    place.outputs = outputs_of(place.body, place.flow)
    return place


def _columns_read(body: Body) -> set[str]:
    return {
        item.key
        for items in body.items.values()
        for item in items
        if item.access == "read" and isinstance(item.key, str)
    }


def _concerns(body: Body, known: Knowledge, learnt: Round) -> bool:
    """Whether something was learnt in a round that following a body may read."""
    if set(learnt.given.get(body.qualified)) != set(known.given.get(body.qualified, ())):
        return True
    if set(learnt.attributes.get(body.holder)) != set(known.attributes.get(body.holder, ())):
        return True
    if any(
        column_weight(key) < 2 and key in learnt.columns and key not in known.columns
        for key in sorted(_columns_read(body))
    ):
        return True
    names = {use.name for uses in body.names.values() for use in uses}
    names.update([call.name for calls in body.calls.values() for call in calls])
    return any(
        (name in learnt.sources and name not in known.sources)
        or (name in learnt.deciding and name not in known.deciding)
        or (name in learnt.workers and name not in known.workers)
        or (name in learnt.keepers and name not in known.keepers)
        for name in sorted(names)
        if learnt.mentions(name)
    )
