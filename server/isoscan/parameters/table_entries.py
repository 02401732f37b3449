"""Parameters of a table's entry: the settings that the entry itself holds, at any depth.

A scanner that is an entry of a table (`"oversold": {"rsi": {"max": 30}, "universe": "large"}`) is tuned where
it stands: its numbers, switches and short texts are its parameters, its name and its labels are not.
"""

from __future__ import annotations

from isoscan.parameters.bindings import Binding
from isoscan.parameters.chains import MODULE, Path
from isoscan.parameters.dict_keys import draft_of_item
from isoscan.parameters.draft import Draft, Workshop
from isoscan.parameters.reading import ScannerReadings
from isoscan.parameters.stops import parts_in
from isoscan.parameters.tunables import is_numeric, is_switchable_text
from isoscan.parameters.words import DISPLAY, STRONG_INFRASTRUCTURE, says

NAMING = frozenset(
    (
        "name",
        "names",
        "label",
        "title",
        "id",
        "key",
        "description",
        "desc",
        "note",
        "notes",
        "comment",
        "category",
    )
)
"""Words of keys under which an entry says what it is called."""


def table_entries(workshop: Workshop, scanner: ScannerReadings) -> list[Draft]:
    """The settings inside the entry that a table's scanner is; none for other kinds."""
    boundary = scanner.boundary
    if boundary.kind != "table":
        return []
    names = {
        name: None
        for part in parts_in(workshop.module, boundary)
        for scope, name in workshop.resolver.bindings.in_part(part.index)
        if scope == MODULE
    }
    settings = [
        binding
        for name in names
        for items in workshop.items_of(name).values()
        for binding in items.values()
        if boundary.start_line <= binding.span.line <= boundary.end_line and _is_setting(workshop, binding)
    ]
    depth = _shared_depth([binding.place.path for binding in settings])
    return [
        draft_of_item(workshop, binding, [])._replace(name="_".join(map(str, binding.place.path[depth:])))
        for binding in settings
    ]


def _shared_depth(paths: list[Path]) -> int:
    """How many keys all paths begin with, the last key of each left out: the path of the entry itself."""
    if not paths:
        return 0
    first, last = min(paths, key=repr), max(paths, key=repr)
    depth = 0
    while depth < min(len(first), len(last)) - 1 and first[depth] == last[depth]:
        depth += 1
    return depth


def _is_setting(workshop: Workshop, binding: Binding) -> bool:
    key = str(binding.place.path[-1])
    if says(key, NAMING) or says(key, DISPLAY) or says(key, STRONG_INFRASTRUCTURE):
        return False
    literal = workshop.resolver.literal(binding)
    if literal is None or isinstance(binding.place.path[-1], int):
        return False
    value = literal.value
    return is_numeric(value) or isinstance(value, bool) or is_switchable_text(value)
