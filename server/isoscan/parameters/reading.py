"""What scanners read: their slices, and every reference in them with what the reference comes down to."""

from __future__ import annotations

from traceback import format_exc
from typing import NamedTuple

from isoscan.boundaries.boundary import Boundary
from isoscan.boundaries.finder import BoundaryFinder
from isoscan.facts.records import NameUse
from isoscan.model.module import Module, StatementRef, Unit
from isoscan.model.slices import Slice, Slicer, with_bases
from isoscan.parameters.inheritance import inherited_by
from isoscan.parameters.references import Answered, answer
from isoscan.parameters.references import Reading as Reading
from isoscan.parameters.references import names_directly as names_directly
from isoscan.parameters.resolve import Resolver
from isoscan.parameters.stops import ScannerStops, parts_in, roots_of, unit_of
from isoscan.tracking.store import Family


class ScannerReadings(NamedTuple):
    """A scanner with its slice and readings, in file order.

    `unit` is the def or class it is (None for masks, sections, tables, modules), `container` the def
    around it, `roots` the statements it consists of. `problem` says that reading it failed, with a traceback.
    """

    boundary: Boundary
    unit: Unit | None
    container: Unit | None
    roots: tuple[StatementRef, ...]
    slice: Slice
    readings: tuple[Reading, ...]
    problem: str = ""


NO_SLICE = Slice(frozenset(), frozenset(), (), (), (), (), ())

# The references of each statement of a part.
References = tuple[tuple[Reading, ...], ...]


class Reader:
    """Reads the scanners of a module; everything read from it is tracked. They are named by namespaces.

    Asking for a scanner that is not there raises KeyError.
    """

    def __init__(self, resolver: Resolver, finder: BoundaryFinder) -> None:
        self.resolver = resolver
        self.finder = finder
        self.module = resolver.module
        store = self.module.store
        self.stops = ScannerStops(self.module, finder)
        self.slicer = Slicer(self.module, self.stops)
        self._earlier: dict[int, list[Answered]] = {}
        self.references_in: Family[int, References] = Family(store, self._find_references)
        """The references of a part, read by scanners or not, `via` left open."""
        self.slice_of: Family[str, Slice] = Family(store, self._slice)
        """A scanner's slice."""
        self.readings_of: Family[str, ScannerReadings] = Family(store, self._read_safely)
        """What a scanner reads."""

    def _slice(self, namespace: str) -> Slice:
        boundary = self._boundary(namespace)
        roots = roots_of(self.module, boundary)
        names = () if roots else names_within(self.module, boundary)
        return self.slicer.slice_of(roots, namespace, names)

    def _boundary(self, namespace: str) -> Boundary:
        boundary = self.finder.named(namespace)
        if boundary is None:
            raise KeyError(namespace)
        return boundary

    def _read_safely(self, namespace: str) -> ScannerReadings:
        boundary = self._boundary(namespace)
        try:
            return self._read(boundary)
        except Exception:  # a fault of ours must not take other scanners with it
            problem = f"reading the code of scanner `{namespace}` failed\n{format_exc()}"
            return ScannerReadings(boundary, None, None, (), NO_SLICE, (), problem)

    def _read(self, boundary: Boundary) -> ScannerReadings:
        module = self.module
        unit = unit_of(module, boundary)
        roots = roots_of(module, boundary)
        names = () if roots else names_within(module, boundary)
        container = None
        if unit is None and roots:
            container = module.enclosing_unit(roots[0].part, module.statement(roots[0]).scope)
        sliced = self.slice_of(boundary.namespace)
        readings = self._readings(sliced, names, roots, self._idle_methods(sliced, unit))
        inherited = inherited_by(module, unit)
        if inherited is not None:
            readings = tuple(inherited.seen_from(self.resolver, readings))
        return ScannerReadings(boundary, unit, container, roots, sliced, readings)

    def _readings(
        self,
        sliced: Slice,
        names: tuple[tuple[StatementRef, NameUse], ...],
        roots: tuple[StatementRef, ...],
        idle: frozenset[str],
    ) -> tuple[Reading, ...]:
        outline = self.slicer.outline
        inside = {outline(root.part).units[root.statement] for root in roots}
        own_headers = frozenset(roots)
        seeds = {(ref, use.span[:2]) for ref, use in names}
        found: list[Reading] = []
        for ref in sorted(sliced.statements.union([ref for ref, _ in names])):
            references = self.references_in(ref.part)[ref.statement]
            if not references or (ref not in own_headers and self._heads_a_scanner(ref)):
                continue
            via = "" if ref in sliced.own else outline(ref.part).units[ref.statement]
            if via in inside:
                via = ""
            elif via in idle:
                continue
            if ref not in sliced.statements:
                references = tuple([each for each in references if (ref, each.chain.span[:2]) in seeds])
            if via:
                found.extend(
                    [Reading(chain, ref, via, at, resolved) for chain, _, _, at, resolved in references]
                )
            else:
                found.extend(references)
        return tuple(found)

    def _idle_methods(self, sliced: Slice, scanner: Unit | None) -> frozenset[str]:
        """The methods of classes in a slice that nothing names: reaching a class does not run them.

        But for those that the scanner's own class has, which frameworks call.
        """
        contents = self.resolver.contents
        classes = [name for name in sliced.helpers if contents.has_class(name.rpartition(".")[2])]
        if not classes:
            return frozenset()
        own = self._classes_of(scanner)
        return frozenset().union(*[contents.idle_methods_of(name) for name in classes if name not in own])

    def _classes_of(self, scanner: Unit | None) -> frozenset[str]:
        """The class that a scanner is or stands in, and the bases of it in this file."""
        around = self.module.unit_named(scanner.parent) if scanner is not None and scanner.parent else None
        owner = around if around is not None and around.kind == "class" else scanner
        if owner is None or owner.kind != "class":
            return frozenset()
        return frozenset([unit.qualified_name for unit in with_bases(self.module, owner)])

    def _heads_a_scanner(self, ref: StatementRef) -> bool:
        """Whether a statement is the header of a scanner: its defaults are that scanner's.

        A slice reaches it when something inside changes state that it reads.
        """
        if self.module.statement(ref).kind not in ("function", "class"):
            return False
        return any(
            unit.ref == ref and self.stops.of_unit(unit.qualified_name)
            for unit in self.module.units_of(ref.part).values()
        )

    def _find_references(self, index: int) -> References:
        # What was found before only saves time: it is taken where it was made from the same.
        found = answer(self.resolver, self.module.parts[index], self._earlier.get(index, ()))
        self._earlier[index] = found
        return tuple([each.readings for each in found])


def names_within(module: Module, boundary: Boundary) -> tuple[tuple[StatementRef, NameUse], ...]:
    """The names read in the lines of a scanner that is less than a statement."""
    return tuple(
        [
            (StatementRef(part.index, use.statement), use)
            for part in parts_in(module, boundary)
            for use in part.facts.names
            if use.access == "read"
            and boundary.start_line <= part.first_line + use.span.line <= boundary.end_line
        ]
    )
