"""The scanners of a module while it is edited: their readings, parameters and shared globals, each on its own."""

from __future__ import annotations

from isoscan.boundaries.finder import BoundaryFinder
from isoscan.config import Config
from isoscan.model.module import Module, StatementRef
from isoscan.parameters.bindings import Binding
from isoscan.parameters.draft import Draft, Workshop
from isoscan.parameters.parameter import Scanner, SharedGlobal
from isoscan.parameters.reading import Reading, ScannerReadings, _readings_at
from isoscan.parameters.scanners import Description as Everything
from isoscan.parameters.scanners import describe_scanners
from isoscan.source.spans import Span
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family, Query


class Description:
    """All that is known of a module's scanners; everything read from it is tracked.

    Scanners are named by their namespaces. Asking for one that is not there raises KeyError.
    """

    def __init__(self, module: Module, finder: BoundaryFinder, config: Config) -> None:
        self.module = module
        self.finder = finder
        self.config = config
        store = module.store
        self._everything: Query[Everything] = Query(
            store, lambda: describe_scanners(module, finder.all, config)
        )
        self._readings: Family[str, ScannerReadings] = Family(store, self._find_readings)
        self._drafts: Family[str, tuple[Draft, ...]] = Family(store, self._find_drafts)
        self._scanners: Family[str, Scanner] = Family(store, self._find_scanner)
        self._bindings_by_part: Query[dict[int, tuple[Binding, ...]]] = Query(store, self._group_bindings)
        self._references: Family[int, tuple[Reading, ...]] = Family(store, self._find_references)
        self._users: Index[int, str, str] = Index(store, self._helpers_in)
        module.parts.follow(self._users)
        self._readers: Index[int, Span, str] = Index(store, self._definitions_read_in)
        module.parts.follow(self._readers)

    @property
    def workshop(self) -> Workshop:
        """What extraction layers and rules ask about definitions, values and texts."""
        return self._everything.read().workshop

    @property
    def namespaces(self) -> tuple[str, ...]:
        """The namespaces of all scanners in file order."""
        return tuple(boundary.namespace for boundary in self.finder.all)

    def in_part(self, part: int) -> tuple[ScannerReadings, ...]:
        """What the scanners that start in a part read, in file order."""
        return tuple(self._readings(boundary.namespace) for boundary in self.finder.of_part(part))

    def readings_of(self, namespace: str) -> ScannerReadings:
        """What a scanner reads."""
        return self._readings(namespace)

    def drafts_of(self, namespace: str) -> tuple[Draft, ...]:
        """A scanner's parameters with the definitions they come from, unnamed yet."""
        return self._drafts(namespace)

    def scanner(self, namespace: str) -> Scanner:
        """A scanner with its parameters and dependencies; its isolation is not known here."""
        return self._scanners(namespace)

    def bindings_in(self, part: int) -> tuple[Binding, ...]:
        """The bindings that a part's statements make, whatever they bind, by statement and place.

        The rules on definitions ask this for every part.
        """
        return self._bindings_by_part.read().get(part, ())

    def references_in(self, part: int) -> tuple[Reading, ...]:
        """Every reference in a part that something in the file may give its value, scanners' or not.

        They are those of `reading._readings_at` for all statements of the part, with `via` left open. The
        rules ask this for every part.
        """
        return self._references(part)

    def users_of(self, helper: str) -> tuple[str, ...]:
        """The scanners whose slice reaches a def or class, by its qualified name, in file order."""
        return self._users.of(helper)

    def readers_of(self, value_span: Span) -> tuple[str, ...]:
        """The scanners that have a parameter from the definition whose value stands there, in file order."""
        return self._readers.of(value_span)

    @property
    def shared_globals(self) -> tuple[SharedGlobal, ...]:
        """The shared globals in file order."""
        return self._everything.read().shared_globals

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong in an extraction layer: a sentence, then a traceback."""
        return self._everything.read().problems

    def _group_bindings(self) -> dict[int, tuple[Binding, ...]]:
        groups: dict[int, list[Binding]] = {}
        for known in self.workshop.resolver.bindings.by_name.values():
            for binding in known:
                groups.setdefault(binding.ref.part, []).append(binding)
        return {
            part: tuple(sorted(found, key=lambda binding: (binding.ref, binding.span)))
            for part, found in groups.items()
        }

    def _find_references(self, part: int) -> tuple[Reading, ...]:
        resolver = self.workshop.resolver
        statements = range(len(self.module.parts[part].facts.statements))
        return tuple(
            reading
            for index in statements
            for _, reading in _readings_at(resolver, StatementRef(part, index))
        )

    def _place(self, namespace: str) -> int:
        found = self._everything.read().readings
        place = next((at for at, each in enumerate(found) if each.boundary.namespace == namespace), None)
        if place is None:
            raise KeyError(namespace)
        return place

    def _find_readings(self, namespace: str) -> ScannerReadings:
        return self._everything.read().readings[self._place(namespace)]

    def _find_drafts(self, namespace: str) -> tuple[Draft, ...]:
        return self._everything.read().drafts[self._place(namespace)]

    def _find_scanner(self, namespace: str) -> Scanner:
        return self._everything.read().scanners[self._place(namespace)]

    def _helpers_in(self, part: int) -> dict[str, tuple[str, ...]]:
        users: dict[str, list[str]] = {}
        for scanner in self.in_part(part):
            for helper in scanner.slice.helpers:
                users.setdefault(helper, []).append(scanner.boundary.namespace)
        return {helper: tuple(names) for helper, names in users.items()}

    def _definitions_read_in(self, part: int) -> dict[Span, tuple[str, ...]]:
        readers: dict[Span, dict[str, None]] = {}
        for boundary in self.finder.of_part(part):
            for draft in self.drafts_of(boundary.namespace):
                if draft.binding is not None and not draft.assumed:
                    readers.setdefault(draft.value_span, {}).setdefault(boundary.namespace)
        return {span: tuple(names) for span, names in readers.items()}
