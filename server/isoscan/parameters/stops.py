"""Which scanner a def, a class or a statement is: where other scanners' slices stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from isoscan.boundaries.boundary import Boundary
from isoscan.boundaries.finder import BoundaryFinder
from isoscan.model.module import Module, StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family

_OF_UNITS = frozenset({"function", "class", "method"})

# Qualified names of defs and classes, with the scanner's namespace; parts, with what of them are scanners.
_Key = str | int


class ScannerStops:
    """The stops of a module's slices (see `model.slices.Stops`), without any position; tracked."""

    def __init__(self, module: Module, finder: BoundaryFinder) -> None:
        self._module = module
        self._finder = finder
        self._index: Index[int, _Key, str | tuple[int, str]] = Index(module.store, self._contribution)
        module.parts.follow(self._index)
        self._in_part: Family[int, Mapping[int, str]] = Family(
            module.store, lambda part: dict(cast("tuple[tuple[int, str], ...]", self._index.of(part)))
        )

    def of_unit(self, qualified_name: str) -> str:
        """See `model.slices.Stops`."""
        namespaces = cast("tuple[str, ...]", self._index.of(qualified_name))
        return namespaces[0] if namespaces else ""

    def in_part(self, part: int) -> Mapping[int, str]:
        """See `model.slices.Stops`."""
        return self._in_part(part)

    def _contribution(self, index: int) -> dict[_Key, tuple[str | tuple[int, str], ...]]:
        found: dict[_Key, list[str | tuple[int, str]]] = {}
        for boundary in self._finder.of_part(index):
            unit = unit_of(self._module, boundary)
            if unit is not None:
                found.setdefault(unit.qualified_name, []).append(boundary.namespace)
                continue
            for root in roots_of(self._module, boundary):
                found.setdefault(root.part, []).append((root.statement, boundary.namespace))
        return {key: tuple(items) for key, items in found.items()}


def unit_of(module: Module, boundary: Boundary) -> Unit | None:
    """The def or class that a scanner is, None for the other kinds."""
    if boundary.kind not in _OF_UNITS:
        return None
    line = boundary.definition_line
    part = module.parts.around(line)
    if part is None:
        return None
    found: Unit | None = None
    for unit in module.units_of(part.index).values():
        is_around = unit.header.line <= line <= unit.header.end_line
        if unit.name_span.line == line or (found is None and is_around):
            found = unit
    return found


def roots_of(module: Module, boundary: Boundary) -> tuple[StatementRef, ...]:
    """The outermost statements that lie entirely in a scanner's lines: its def or class, if it is one."""
    unit = unit_of(module, boundary)
    if unit is not None:
        return (unit.ref,)
    found: list[StatementRef] = []
    for part in parts_in(module, boundary):
        first, last = boundary.start_line - part.index, boundary.end_line - part.index
        index = 0
        statements = part.facts.statements
        while index < len(statements):
            span = statements[index].span
            if first <= span.line and span.end_line <= last:
                found.append(StatementRef(part.index, index))
                index = part.by_statement.ends[index]
            else:
                index += 1
    return tuple(found)


def parts_in(module: Module, boundary: Boundary) -> tuple[Part, ...]:
    """The parts that share a line with a scanner."""
    part = module.parts.around(boundary.start_line)
    if part is not None and part.index <= boundary.start_line:
        is_inside = boundary.end_line < part.index + part.chunk.line_count
        if is_inside:
            return (part,)
    return module.parts.between(boundary.start_line, boundary.end_line)
