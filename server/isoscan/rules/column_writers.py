"""Which scanners write which columns of the frames they are given."""

from __future__ import annotations

from typing import NamedTuple

from isoscan.model.module import ScopeRef
from isoscan.rules.frame_effects import ColumnWrite, FrameWrites, Returns
from isoscan.rules.frame_sharing import Sharings, is_named
from isoscan.rules.grounds import Grounds
from isoscan.rules.roster import writing_function


class Writer(NamedTuple):
    """A scanner with what it does to the frame that a function gets as `parameter`; nothing has a place.

    `is_mask` tells a mask in the function from the function itself. `in_place` are the columns that it
    changes in the frame itself, `output` those of the frame that comes out; `changes_frame` says that the
    function changes the frame itself in whatever way.
    """

    namespace: str
    body: ScopeRef
    function: str
    parent: str
    parameter: str
    is_mask: bool
    in_place: tuple[str, ...]
    output: tuple[str, ...]
    changes_frame: bool
    returns: Returns

    def columns(self, in_place: bool) -> tuple[str, ...]:
        """The scanner's own columns, in the order of their first writes."""
        return self.in_place if in_place else self.output


# A class ("" for none), a parameter, a column, whether the function is handed frames, whether it is named.
_Beside = tuple[str, str, str, bool, bool]


class ColumnWriters:
    """The scanners of a module by the columns that they write."""

    def __init__(self, grounds: Grounds, sharings: Sharings) -> None:
        self._grounds = grounds
        self._sharings = sharings
        self._index = grounds.gather.index("columns changed in place", self._in_part)

    def of_scanner(self, namespace: str) -> tuple[Writer, ...]:
        """What a scanner does to each frame its function is given."""
        return self._grounds.ask(_writers, namespace)

    def unlike(self, writer: Writer, column: str) -> tuple[str, ...]:
        """The scanners beside a function that change a column in place, run the other way round.

        One of the two is handed frames in this file and the other is not; one is named in this file and
        the other is not.
        """
        handed, named = self._standing(writer)
        key = (writer.parent, writer.parameter, column, not handed, not named)
        return self._index.of(key)

    def writes_on(self, writer: Writer, in_place: bool, column: str) -> tuple[ColumnWrite, ...]:
        """A scanner's own writes of a column, in file order."""
        return self._grounds.ask(_writes_on, (writer.namespace, writer.parameter, in_place, column))

    def definitions(self, writer: Writer, in_place: bool, column: str) -> tuple[str, ...]:
        """What a column is made of by each of these writes, wherever they stand."""
        return self._grounds.ask(_definitions, (writer.namespace, writer.parameter, in_place, column))

    def _standing(self, writer: Writer) -> tuple[bool, bool]:
        """Whether a writer's function is handed frames in this file, and whether anything names it."""
        unit = self._grounds.module.unit_of_scope.get(writer.body)
        named = unit is not None and is_named(self._grounds, unit)
        return self._sharings.is_handed_frames(writer.function), named

    def _in_part(self, part: int) -> dict[_Beside, tuple[str, ...]]:
        found: dict[_Beside, dict[str, None]] = {}
        for scanner in self._grounds.readings_in(part):
            namespace = scanner.boundary.namespace
            for writer in self.of_scanner(namespace):
                if scanner.unit is None or not writer.changes_frame:
                    continue
                standing = self._standing(writer)
                for column in writer.in_place:
                    beside = (writer.parent, writer.parameter, column, *standing)
                    found.setdefault(beside, {}).setdefault(namespace)
        return {key: tuple(namespaces) for key, namespaces in found.items()}


def _writers(grounds: Grounds, namespace: str) -> tuple[Writer, ...]:
    scanner = grounds.readings_of(namespace)
    unit = writing_function(scanner)
    if unit is None:
        return ()
    found = []
    for parameter in grounds.frames.parameters(unit):
        done = grounds.frames.writes_of(unit.body, parameter.name)
        if done is not None and done.output:
            found.append(
                Writer(
                    namespace,
                    unit.body,
                    unit.qualified_name,
                    unit.parent,
                    parameter.name,
                    scanner.boundary.kind == "mask",
                    tuple(_by_column(grounds, namespace, done.in_place)),
                    tuple(_by_column(grounds, namespace, done.output)),
                    bool(done.in_place),
                    done.returns,
                )
            )
    return tuple(found)


def _by_column(
    grounds: Grounds, namespace: str, writes: tuple[ColumnWrite, ...]
) -> dict[str, list[ColumnWrite]]:
    """The scanner's own writes by column: of those in the function around a mask, the mask's."""
    scanner = grounds.readings_of(namespace)
    found: dict[str, list[ColumnWrite]] = {}
    for write in writes:
        own = scanner.unit is not None or write.ref in scanner.slice.own
        if write.column is not None and own and not write.removes:
            found.setdefault(write.column, []).append(write)
    return found


_Wanted = tuple[str, str, bool, str]


def _writes_on(grounds: Grounds, wanted: _Wanted) -> tuple[ColumnWrite, ...]:
    namespace, parameter, in_place, column = wanted
    unit = writing_function(grounds.readings_of(namespace))
    done: FrameWrites | None = grounds.frames.writes_of(unit.body, parameter) if unit is not None else None
    if done is None:
        return ()
    writes = done.in_place if in_place else done.output
    return tuple(_by_column(grounds, namespace, writes).get(column, ()))


def _definitions(grounds: Grounds, wanted: _Wanted) -> tuple[str, ...]:
    return tuple(map(grounds.frames.definition_of, _writes_on(grounds, wanted)))
