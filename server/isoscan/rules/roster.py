"""The scanners of a file by what they are and read, so that one can be found without going through all."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from isoscan.model.module import Unit
from isoscan.parameters.bindings import Place
from isoscan.parameters.chains import MODULE
from isoscan.parameters.description import Description
from isoscan.parameters.draft import Draft
from isoscan.parameters.reading import ScannerReadings
from isoscan.rules.gathering import Gatherer

_Key = tuple[str, Hashable]


class Roster:
    """Namespaces of scanners in file order, by what the scanners are and what they read. No places."""

    def __init__(self, description: Description, gather: Gatherer, knows_numbers: bool) -> None:
        self._description = description
        self._knows_numbers = knows_numbers
        self._index = gather.index("scanners", self._in_part)

    @property
    def has_scanners(self) -> bool:
        """Whether there is a scanner at all."""
        return self._index.has(("scanner", ""))

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections."""
        return self._index.of(("section", ""))

    def of_unit(self, qualified_name: str) -> tuple[str, ...]:
        """The scanners that are a def or class."""
        return self._index.of(("unit", qualified_name))

    def of_function(self, qualified_name: str) -> tuple[str, ...]:
        """The scanners that are a function, and the masks in it."""
        return self._index.of(("function", qualified_name))

    def is_scanners_name(self, name: str) -> bool:
        """Whether a function that is a scanner, or holds one, goes by a name (its last part)."""
        return self._index.has(("name", name))

    def in_class(self, qualified_name: str) -> tuple[str, ...]:
        """The scanners that are methods of a class."""
        return self._index.of(("class", qualified_name))

    def has_inside(self, qualified_name: str) -> bool:
        """Whether a function defines scanners."""
        return self._index.has(("inside", qualified_name))

    def calling_for(self, name: str) -> tuple[str, ...]:
        """The scanners that read a module-level name, or below it, when they are called."""
        return self._index.of(("reads", name))

    def with_place(self, place: Place) -> tuple[str, ...]:
        """The scanners that have a parameter defined at a place."""
        return self._index.of(("place", place))

    def with_number(self, name: str) -> tuple[str, ...]:
        """The scanners with a parameter of a name; told only if a rule compares numbers."""
        return self._index.of(("number", name))

    def with_items_of(self, container: Place) -> tuple[str, ...]:
        """The scanners that read items of a dict, or of backtrader's `params`, by key."""
        return self._index.of(("container", container))

    def _in_part(self, part: int) -> dict[_Key, tuple[str, ...]]:
        found: dict[_Key, dict[str, None]] = {}
        for scanner in self._description.in_part(part):
            namespace = scanner.boundary.namespace
            drafts = self._description.drafts_of(namespace)
            for key in (*_kinds(scanner), *_names_read(scanner), *_places(drafts)):
                found.setdefault(key, {}).setdefault(namespace)
            for parameter in self._description.scanner(namespace).parameters if self._knows_numbers else ():
                found.setdefault(("number", parameter.name), {}).setdefault(namespace)
        return {key: tuple(namespaces) for key, namespaces in found.items()}


def _kinds(scanner: ScannerReadings) -> Iterator[_Key]:
    yield "scanner", ""
    if scanner.boundary.kind == "section":
        yield "section", ""
    unit = scanner.unit
    if unit is not None:
        yield "unit", unit.qualified_name
        if unit.parent_kind == "class":
            yield "class", unit.parent
        elif unit.parent_kind == "function" and unit.kind == "function":
            yield "inside", unit.parent
    around = unit or scanner.container
    if around is not None:
        yield "name", around.name
    function = writing_function(scanner)
    if function is not None:
        yield "function", function.qualified_name


def writing_function(scanner: ScannerReadings) -> Unit | None:
    """The function whose changes of frames are a scanner's: itself, or the one around a mask."""
    unit = scanner.unit if scanner.boundary.kind != "mask" else scanner.container
    return unit if unit is not None and unit.kind == "function" else None


def _names_read(scanner: ScannerReadings) -> Iterator[_Key]:
    for reading in scanner.readings:
        if reading.at is None and reading.chain.scope == MODULE:
            yield "reads", reading.chain.name


def _places(drafts: tuple[Draft, ...]) -> Iterator[_Key]:
    for draft in drafts:
        binding = draft.binding
        if binding is None or not binding.place.path:
            continue
        place = binding.place
        yield "place", place
        of_params = place.name == "params"
        if not draft.assumed and draft.readings and (draft.origin == "dict_key" or of_params):
            yield "container", container_of(place)


def container_of(place: Place) -> Place:
    """The dict that an item stands in; of backtrader's `params` the whole of them."""
    return place._replace(path=() if place.name == "params" else place.path[:-1])
