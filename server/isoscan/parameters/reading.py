"""What one scanner reads: its slice, and every reference in it with what the reference comes down to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

from isoscan.boundaries.boundary import Boundary
from isoscan.facts.records import NameUse
from isoscan.model.module import Module, ScopeRef, StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.model.slices import FixedStops, Slice, Slicer, is_in_function
from isoscan.parameters.bindings import Binding, chain_place
from isoscan.parameters.chains import Chain, Start
from isoscan.parameters.resolve import Resolved, Resolver
from isoscan.source.spans import Span


class Reading(NamedTuple):
    """One reference in a scanner's slice. `span` is in file lines; `via` names the helper it stands in.

    `at` is the module-level statement that reads at import time, None where a call reads.
    """

    chain: Chain
    ref: StatementRef
    span: Span
    via: str
    at: StatementRef | None
    resolved: Resolved


class ScannerReadings(NamedTuple):
    """A scanner with its slice and readings, in file order.

    `unit` is the def or class it is (None for masks, sections, tables, modules), `container` the def
    around it, `roots` the statements it consists of.
    """

    boundary: Boundary
    unit: Unit | None
    container: Unit | None
    roots: tuple[StatementRef, ...]
    slice: Slice
    readings: tuple[Reading, ...]


def read_scanners(resolver: Resolver, boundaries: tuple[Boundary, ...]) -> tuple[ScannerReadings, ...]:
    """The slices and readings of all scanners."""
    module = resolver.module
    units = _units_of(module, boundaries)
    roots = [roots_of(module, boundary, unit) for boundary, unit in zip(boundaries, units, strict=True)]
    stop_units: dict[str, str] = {}
    stop_statements: dict[StatementRef, str] = {}
    for boundary, unit, own in zip(boundaries, units, roots, strict=True):
        if unit is not None:
            stop_units.setdefault(unit.qualified_name, boundary.namespace)
        else:
            stop_statements.update((root, boundary.namespace) for root in own)
    result = []
    slicer = Slicer(module, FixedStops(stop_units, stop_statements))
    readings_at = cache(partial(_readings_at, resolver))
    for boundary, unit, own in zip(boundaries, units, roots, strict=True):
        names = () if own else _names_within(module, boundary)
        sliced = slicer.slice_of(own, boundary.namespace, names)
        container = _container(module, own, unit)
        readings = _readings(module, readings_at, sliced, names, own)
        result.append(ScannerReadings(boundary, unit, container, own, sliced, readings))
    return tuple(result)


def _units_of(module: Module, boundaries: tuple[Boundary, ...]) -> list[Unit | None]:
    """For each scanner the def or class that it is, None for the other kinds."""
    by_line: dict[int, Unit] = {}
    for unit in module.units:
        for line in range(unit.header.line, unit.header.end_line + 1):
            by_line.setdefault(line, unit)
        by_line[unit.name_span.line] = unit
    return [
        by_line.get(boundary.definition_line) if boundary.kind in _OF_UNITS else None
        for boundary in boundaries
    ]


_OF_UNITS = frozenset({"function", "class", "method"})


def roots_of(module: Module, boundary: Boundary, unit: Unit | None) -> tuple[StatementRef, ...]:
    """The outermost statements that lie entirely in a scanner's lines: its def or class, if it is one."""
    if unit is not None:
        return (unit.ref,)
    found: list[StatementRef] = []
    for part in _parts_in(module, boundary):
        index = 0
        statements = part.facts.statements
        while index < len(statements):
            span = part.span(statements[index].span)
            if boundary.start_line <= span.line and span.end_line <= boundary.end_line:
                found.append(StatementRef(part.index, index))
                index = part.by_statement.ends[index]
            else:
                index += 1
    return tuple(found)


def _parts_in(module: Module, boundary: Boundary) -> tuple[Part, ...]:
    """The parts that share a line with a scanner."""
    return module.parts.between(boundary.start_line, boundary.end_line)


def _names_within(module: Module, boundary: Boundary) -> tuple[tuple[StatementRef, NameUse], ...]:
    """The names read in the lines of a scanner that is less than a statement."""
    return tuple(
        (StatementRef(part.index, use.statement), use)
        for part in _parts_in(module, boundary)
        for use in part.facts.names
        if use.access == "read"
        and boundary.start_line <= part.first_line + use.span.line <= boundary.end_line
    )


def _container(module: Module, roots: tuple[StatementRef, ...], unit: Unit | None) -> Unit | None:
    if unit is not None or not roots:
        return None
    return module.enclosing_unit(roots[0].part, module.statement(roots[0]).scope)


# The references that a statement reads, by where they start, `via` left open.
ReadingsAt = Callable[[StatementRef], tuple[tuple[Start, Reading], ...]]


def _readings_at(resolver: Resolver, ref: StatementRef) -> tuple[tuple[Start, Reading], ...]:
    part = resolver.module.parts[ref.part]
    found: list[tuple[Start, Reading]] = []
    for start, chain in resolver.chains(ref).items():
        if chain.access in ("read", "update") and resolver.knows(chain):
            at = None if is_in_function(part, chain.use_scope) else ref
            resolved = resolver.resolve(chain_place(chain), at)
            found.append((start, Reading(chain, ref, part.span(chain.span), "", at, resolved)))
    return tuple(found)


def _readings(
    module: Module,
    readings_at: ReadingsAt,
    sliced: Slice,
    names: tuple[tuple[StatementRef, NameUse], ...],
    roots: tuple[StatementRef, ...],
) -> tuple[Reading, ...]:
    inside = {
        unit.qualified_name
        for root in roots
        if (unit := module.enclosing_unit(root.part, module.statement(root).scope)) is not None
    }
    seeds = {(ref, use.span[:2]) for ref, use in names}
    found: list[Reading] = []
    for ref in sorted({*sliced.statements, *(ref for ref, _ in names)}):
        via = ""
        if ref not in sliced.own:
            unit = module.enclosing_unit(ref.part, module.statement(ref).scope)
            via = unit.qualified_name if unit is not None and unit.qualified_name not in inside else ""
        is_whole = ref in sliced.statements
        for start, reading in readings_at(ref):
            if is_whole or (ref, start) in seeds:
                found.append(reading._replace(via=via) if via else reading)
    return tuple(found)


def names_directly(reading: Reading, binding: Binding) -> bool:
    """Whether a reference spells the thing itself, not an alias of it."""
    return bool(reading.chain.path) or reading.chain.name == binding.place.name


def is_class_scope(module: Module, scope: ScopeRef) -> bool:
    """Whether a scope is a class's."""
    return scope.part >= 0 and module.parts[scope.part].facts.scopes[scope.scope].kind == "class"
