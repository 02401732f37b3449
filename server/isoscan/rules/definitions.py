"""Tunables that live outside of the scanner that reads them, each with all scanners that read it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NamedTuple

from isoscan.model.module import ScopeRef
from isoscan.parameters.bindings import Binding, Place
from isoscan.parameters.chains import MODULE
from isoscan.parameters.draft import Draft
from isoscan.parameters.local_constants import functions_around
from isoscan.parameters.reading import Reading, ScannerReadings
from isoscan.rules.diagnostic import Related
from isoscan.rules.grounds import Grounds
from isoscan.rules.wording import read_by
from isoscan.source.spans import Span
from isoscan.tracking.store import Family

DefinitionKey = tuple[Place, Span]
_Found = dict[Binding, tuple[Reading, ...]]


class Use(NamedTuple):
    """Where one scanner reads a tunable: the readings, and the same as related information."""

    namespace: str
    readings: tuple[Reading, ...]
    places: tuple[Related, ...]


class TunableUse(NamedTuple):
    """A tunable's definition with the scanners that read it, in file order."""

    binding: Binding
    subject: str
    uses: tuple[Use, ...]

    @property
    def scanners(self) -> tuple[str, ...]:
        """The namespaces of the scanners that read it, in file order."""
        return tuple([use.namespace for use in self.uses])


class Tunables:
    """The tunables that scanners read from the module, from classes, or from the function around a mask."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        # By the part of a definition: the definitions. By a definition: who reads it. By names: truths.
        self._index = grounds.gather.index("tunables", self._used_in)
        store = grounds.module.store
        self._defined: Family[int, tuple[Binding, ...]] = Family(store, self._defined_in)
        self._in: Family[int, tuple[TunableUse, ...]] = Family(
            store, lambda part: tuple(map(self._use, self._defined(part)))
        )

    def in_part(self, part: int) -> tuple[TunableUse, ...]:
        """The tunables that are defined in a part, in file order."""
        return self._in(part) if self._index.has(("part", part)) else ()

    def scanners_of(self, binding: Binding) -> frozenset[str]:
        """The scanners that read a tunable's definition."""
        uses: tuple[Use, ...] = self._index.of(("uses", (binding.place, binding.span)))
        return frozenset([use.namespace for use in uses])

    def is_tuned(self, name: str) -> bool:
        """Whether a module-level name is a tunable that a scanner reads, or holds one."""
        return self._index.has(("name", name))

    @property
    def are_at_module_level(self) -> bool:
        """Whether scanners read any tunable at module level."""
        return self._index.has(("module", ""))

    def _defined_in(self, part: int) -> tuple[Binding, ...]:
        bindings: dict[DefinitionKey, Binding] = {}
        for binding in self._index.of(("part", part)):
            bindings.setdefault((binding.place, binding.span), binding)
        return tuple(sorted(bindings.values(), key=lambda binding: binding.span))

    def _use(self, binding: Binding) -> TunableUse:
        uses: tuple[Use, ...] = self._index.of(("uses", (binding.place, binding.span)))
        return TunableUse(binding, self._grounds.workshop.subject_of(binding.place), uses)

    def _used_in(self, part: int) -> dict[tuple[str, Hashable], tuple[Any, ...]]:
        found: dict[tuple[str, Hashable], tuple[Any, ...]] = {}
        for scanner in self._grounds.readings_in(part):
            namespace = scanner.boundary.namespace
            for binding, readings in _tunables(self._grounds, scanner).items():
                use = Use(namespace, readings, tuple(read_by(namespace, readings)))
                uses = ("uses", (binding.place, binding.span))
                found[uses] = (*found.get(uses, ()), use)
                home = ("part", binding.ref.part)
                known = found.get(home, ())
                found[home] = known if binding in known else (*known, binding)
                if binding.place.scope == MODULE:
                    found["name", binding.place.name] = found["module", ""] = (True,)
        return found


def _tunables(grounds: Grounds, scanner: ScannerReadings) -> _Found:
    found: _Found = {}
    workshop = grounds.workshop
    for draft in grounds.description.drafts_of(scanner.boundary.namespace):
        binding = draft.binding
        if binding is None or draft.assumed or workshop.is_shared(binding):
            continue
        readings = _outside(grounds, scanner, draft, binding)
        if readings:
            found[binding] = readings
    return found


def _outside(
    grounds: Grounds, scanner: ScannerReadings, draft: Draft, binding: Binding
) -> tuple[Reading, ...]:
    """The scanner's readings of a definition, if it stands where other scanners could read it too.

    Of a function that holds masks only what a mask itself names counts, not what its columns were made with.
    """
    scope = binding.place.scope
    if scope == MODULE or binding.how == "option":
        return draft.readings
    if grounds.workshop.is_class_scope(scope):
        # What a method gives its instance is that instance's: each can be made with values of its own.
        in_body = grounds.module.statement(binding.ref).scope == scope.scope
        return draft.readings if in_body else ()
    # An argument is its caller's to choose, as an instance's values are.
    if binding.how == "argument":
        return ()
    if scanner.unit is None and _is_around(scanner, scope):
        return tuple(reading for reading in draft.readings if reading.ref in scanner.slice.own)
    unit = scanner.unit
    if unit is not None and unit.parent_kind == "function" and scope != unit.body:
        return (
            draft.readings if scope in {each.body for each in functions_around(grounds.module, unit)} else ()
        )
    return ()


def _is_around(scanner: ScannerReadings, scope: ScopeRef) -> bool:
    return scanner.container is not None and scanner.container.body == scope
