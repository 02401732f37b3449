"""Columns that scanners write on a frame that all of them have: one of the module, or of their object.

`bars["signal"] = ...` in a function that is given no frame, `self.df["signal"] = ...` in a method.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from isoscan.facts.records import ItemUse, Traits
from isoscan.model.module import StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.parameters.reading import ScannerReadings
from isoscan.parameters.words import FRAMES, says
from isoscan.rules.frame_effects import ColumnWrite
from isoscan.rules.grounds import Grounds

_WRITING = frozenset({"item", "loc", "list", "insert"})
_MAKERS = frozenset({"DataFrame", "concat", "merge", "download", "history", "from_dict", "from_records"})

# The class whose objects have the frame ("" for the module's), and how the code spells it: `bars`, `self.df`.
Frame = tuple[str, str]


class CommonWrite(NamedTuple):
    """The first write of a column by a scanner; what it is made of has no place."""

    frame: Frame
    column: str
    write: ColumnWrite
    made_of: tuple[str, ...]


class CommonFrames:
    """Who writes which columns of the frames that scanners have in common."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._index = grounds.gather.index("columns of common frames", self._in_part)

    def writers_of(self, frame: Frame, column: str) -> tuple[str, ...]:
        """The scanners that write a column, in file order."""
        return self._index.of((frame, column))

    def written_by(self, namespace: str) -> tuple[CommonWrite, ...]:
        """What a scanner writes, a record for each column."""
        return self._grounds.ask(_written_by, namespace)

    def _in_part(self, part: int) -> dict[Hashable, tuple[str, ...]]:
        found: dict[Hashable, tuple[str, ...]] = {}
        for scanner in self._grounds.readings_in(part):
            namespace = scanner.boundary.namespace
            for written in self.written_by(namespace):
                key = (written.frame, written.column)
                found[key] = (*found.get(key, ()), namespace)
        return found


def _written_by(grounds: Grounds, namespace: str) -> tuple[CommonWrite, ...]:
    scanner = grounds.readings_of(namespace)
    unit = scanner.unit
    if unit is None or unit.kind != "function":
        return ()
    part = grounds.module.parts[unit.body.part]
    writes: dict[tuple[Frame, str], list[ColumnWrite]] = {}
    for index in range(unit.ref.statement + 1, part.by_statement.ends[unit.ref.statement]):
        for item in part.by_statement.items[index]:
            if item.access not in ("write", "update") or item.via not in _WRITING or item.pattern:
                continue
            frame = _frame_of(grounds, scanner, unit, part, item)
            if frame is not None and isinstance(item.key, str):
                made = _write(part, index, item)
                writes.setdefault((frame, item.key), []).append(made)
    return tuple(
        [
            CommonWrite(*key, found[0], tuple(map(grounds.frames.definition_of, found)))
            for key, found in writes.items()
        ]
    )


def _write(part: Part, index: int, item: ItemUse) -> ColumnWrite:
    ref = StatementRef(part.index, index)
    span = part.span(item.span)
    return ColumnWrite(str(item.key), span, ref, item.span[:2], item.scope, frozenset({item.base}))


def _frame_of(
    grounds: Grounds, scanner: ScannerReadings, unit: Unit, part: Part, item: ItemUse
) -> Frame | None:
    """The frame that an item is written on, if other scanners have it too."""
    if item.home == 0 and item.base.isidentifier():
        return ("", item.base) if grounds.ask(_is_module_frame, item.base) else None
    owner, _, name = item.base.partition(".")
    if owner == "self" and name.isidentifier() and unit.parent_kind == "class" and says(name, FRAMES):
        return None if _is_set(part, unit, item.base) else (unit.parent, item.base)
    return None


def _is_set(part: Part, unit: Unit, base: str) -> bool:
    """Whether a method gives its object another frame (`self.df = self.df.copy()`)."""
    return any(
        assignment.target == base and not assignment.is_item
        for index in range(unit.ref.statement + 1, part.by_statement.ends[unit.ref.statement])
        for assignment in part.by_statement.assignments[index]
    )


def _is_module_frame(grounds: Grounds, name: str) -> bool:
    """Whether a module-level name holds one frame for good: no function binds it."""
    sites = grounds.module.bindings.get(name, ())
    if not sites or any(site.use.scope for site in sites):
        return False
    for site in sites:
        for assignment in grounds.module.parts[site.part].by_statement.assignments[site.use.statement]:
            value = assignment.value
            if assignment.target != name or value is None or assignment.is_item:
                continue
            last = value.callee.rpartition(".")[2]
            if value.traits & Traits.FRAME or last in _MAKERS or last.startswith("read_"):
                return True
    return says(name, FRAMES)
