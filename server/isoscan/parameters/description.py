"""The scanners of a module while it is edited: readings, parameters and shared globals, each on its own."""

from __future__ import annotations

from itertools import chain
from traceback import format_exc
from typing import NamedTuple, cast

from isoscan.boundaries.finder import BoundaryFinder
from isoscan.config import Config
from isoscan.model.module import Module
from isoscan.model.slices import Slice
from isoscan.parameters.bindings import Binding
from isoscan.parameters.draft import Draft, Workshop
from isoscan.parameters.namespaces import name_parameters
from isoscan.parameters.parameter import Parameter, Scanner, SharedGlobal
from isoscan.parameters.reading import Reader, Reading, ScannerReadings
from isoscan.parameters.resolve import Resolver
from isoscan.parameters.scanners import dependencies_of, drafts_of
from isoscan.parameters.shared_globals import SharedGlobals
from isoscan.source.spans import Span
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family

# Where a definition's value stands; a part, with all such places in it; what went wrong.
_Key = Span | int | str
_PROBLEMS = "problems"


class _Drafted(NamedTuple):
    """A scanner's parameters, unnamed and named (who else reads them left open), and its dependencies."""

    drafts: tuple[Draft, ...]
    parameters: tuple[Parameter, ...] = ()
    dependencies: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class Description:
    """All that is known of a module's scanners; everything read from it is tracked.

    Scanners are named by their namespaces. Asking for one that is not there raises KeyError.
    """

    def __init__(self, module: Module, finder: BoundaryFinder, config: Config) -> None:
        self.module = module
        self.finder = finder
        self.config = config
        store = module.store
        resolver = Resolver(module)
        self._shared = SharedGlobals(resolver.contents, config)
        self.workshop = Workshop(resolver, self._shared, config.shared_globals)
        """What extraction layers and rules ask about definitions, values and texts."""
        self._reader = Reader(resolver, finder)
        self._drafted: Family[str, _Drafted] = Family(store, self._draft)
        self._scanners: Family[str, Scanner] = Family(store, self._find_scanner)
        self._users: Index[int, str, str] = Index(store, self._helpers_in)
        module.parts.follow(self._users)
        self._readers: Index[int, _Key, str | Span] = Index(store, self._definitions_read_in)
        module.parts.follow(self._readers)

    @property
    def namespaces(self) -> tuple[str, ...]:
        """The namespaces of all scanners in file order."""
        return tuple([boundary.namespace for boundary in self.finder.all])

    def in_part(self, part: int) -> tuple[ScannerReadings, ...]:
        """What the scanners that start in a part read, in file order."""
        return tuple([self.readings_of(boundary.namespace) for boundary in self.finder.of_part(part)])

    def readings_of(self, namespace: str) -> ScannerReadings:
        """What a scanner reads."""
        return self._reader.readings_of(namespace)

    def slice_of(self, namespace: str) -> Slice:
        """A scanner's slice: less to depend on than its readings, since it holds no positions."""
        return self._reader.slice_of(namespace)

    def bindings_in(self, part: int) -> tuple[Binding, ...]:
        """The bindings that a part's statements make, whatever they bind, by statement and place."""
        by_name = self.workshop.resolver.bindings.in_part(part)
        found = [binding for known in by_name.values() for binding in known]
        return tuple(sorted(found, key=lambda binding: (binding.ref, binding.span)))

    def references_in(self, part: int) -> tuple[Reading, ...]:
        """Every reference in a part that something in the file may give its value, scanners' or not.

        They stand in the order of statements, `via` left open.
        """
        return tuple(chain.from_iterable(self._reader.references_in(part)))

    def drafts_of(self, namespace: str) -> tuple[Draft, ...]:
        """A scanner's parameters with the definitions they come from, unnamed yet."""
        return self._drafted(namespace).drafts

    def scanner(self, namespace: str) -> Scanner:
        """A scanner with its parameters and dependencies; its isolation is not known here."""
        return self._scanners(namespace)

    def users_of(self, helper: str) -> tuple[str, ...]:
        """The scanners whose slice reaches a def or class, by its qualified name, in file order."""
        return self._users.of(helper)

    def readers_of(self, value_span: Span) -> tuple[str, ...]:
        """The scanners that have a parameter from the definition whose value stands there, in file order."""
        return cast("tuple[str, ...]", self._readers.of(value_span))

    def is_shared_name(self, name: str) -> bool:
        """Whether a module-level name is a shared global."""
        return name in self._shared

    @property
    def shared_globals(self) -> tuple[SharedGlobal, ...]:
        """The shared globals in file order."""
        return self._shared.all

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong: a sentence, then a traceback."""
        contents = self.workshop.contents
        return (*contents.problems, *cast("tuple[str, ...]", self._readers.of(_PROBLEMS)))

    def _draft(self, namespace: str) -> _Drafted:
        scanner = self.readings_of(namespace)
        if scanner.problem:
            return _Drafted((), problems=(scanner.problem,))
        drafts, problems = drafts_of(self.workshop, scanner)
        try:
            parameters = name_parameters(self.workshop, scanner.boundary, drafts)
            dependencies = dependencies_of(self.workshop, scanner)
        except Exception:  # a fault of ours must not take other scanners with it
            sentence = f"describing scanner `{namespace}` failed\n{format_exc()}"
            return _Drafted(drafts, problems=(*problems, sentence))
        return _Drafted(drafts, parameters, dependencies, problems)

    def _find_scanner(self, namespace: str) -> Scanner:
        boundary = self.finder.named(namespace)
        if boundary is None:
            raise KeyError(namespace)
        _, parameters, dependencies, _ = self._drafted(namespace)
        return Scanner(boundary, self._with_readers(parameters), dependencies)

    def _with_readers(self, parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
        """The parameters with all scanners that read the same definitions."""
        read: dict[int, frozenset[str | Span]] = {}
        found: list[Parameter] = []
        for parameter in parameters:
            span = parameter.value_span
            index = self.module.parts.index_around(span.line)
            if index not in read:
                read[index] = frozenset(self._readers.of(index))
            readers = self.readers_of(span) if span in read[index] else ()
            found.append(parameter._replace(read_by=readers) if len(readers) > 1 else parameter)
        return tuple(found)

    def _helpers_in(self, part: int) -> dict[str, tuple[str, ...]]:
        users: dict[str, list[str]] = {}
        for boundary in self.finder.of_part(part):
            for helper in self._helpers_of(boundary.namespace):
                users.setdefault(helper, []).append(boundary.namespace)
        return {helper: tuple(names) for helper, names in users.items()}

    def _helpers_of(self, namespace: str) -> tuple[str, ...]:
        try:
            return self.slice_of(namespace).helpers
        except Exception:  # told in the scanner's readings, which are made from the slice
            return ()

    def _definitions_read_in(self, part: int) -> dict[_Key, tuple[str | Span, ...]]:
        readers: dict[_Key, dict[str | Span, None]] = {}
        for boundary in self.finder.of_part(part):
            drafted = self._drafted(boundary.namespace)
            for draft in drafted.drafts:
                if draft.binding is not None and not draft.assumed:
                    readers.setdefault(draft.value_span, {}).setdefault(boundary.namespace)
                    readers.setdefault(draft.binding.ref.part, {}).setdefault(draft.value_span)
            for problem in drafted.problems:
                readers.setdefault(_PROBLEMS, {}).setdefault(problem)
        return {key: tuple(items) for key, items in readers.items()}
