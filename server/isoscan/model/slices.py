"""Backward slices: the statements on which a scanner's result depends, and the reads on the way.

A slice starts from a scanner's own statements and follows every module-level name they read to the
statements that define it, through helpers, classes, constants and imports, as deep as they go
(Weiser, "Program slicing", 1984, over names instead of control flow). Reads of `P["x"]` stay apart
from reads of `P["y"]`. Other scanners (`Stops`) are noted and not entered: calling one, or reading its
column, is a dependency, not a part.

A slice holds no positions and is made from what has none (`outlines`, and the look-ups of a `Slicer`), each
kept on its own: it has to be made again only when what it enters reads or defines something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from isoscan.facts.records import NameUse
from isoscan.model.index import Column
from isoscan.model.local_slices import local_slice
from isoscan.model.module import Module, NameSite, ScopeRef, StatementRef, Unit
from isoscan.model.outlines import WHOLE as WHOLE
from isoscan.model.outlines import Key as Key
from isoscan.model.outlines import MemberRead, Outline, class_around_instance, outline_of
from isoscan.model.outlines import is_in_function as is_in_function
from isoscan.model.parts import Part
from isoscan.tracking.store import Family


class Read(NamedTuple):
    """One read of a module-level name that the slice reached.

    `via` names the helper it stands in ("" when the scanner reads it itself); `in_function` tells call time
    from import time.
    """

    name: str
    key: Key
    ref: StatementRef
    via: str
    in_function: bool


class Stops(Protocol):
    """Where a slice ends because another scanner begins."""

    def of_unit(self, qualified_name: str) -> str:
        """The namespace of the scanner that a def or class is, "" if it is none."""

    def in_part(self, part: int) -> Mapping[int, str]:
        """The statements of a part that scanners of other kinds consist of, with their namespaces."""


@dataclass(frozen=True, slots=True)
class FixedStops:
    """Stops that are known once and for all."""

    units: Mapping[str, str] = field(default_factory=dict)
    statements: Mapping[StatementRef, str] = field(default_factory=dict)

    def of_unit(self, qualified_name: str) -> str:
        """See `Stops`."""
        return self.units.get(qualified_name, "")

    def in_part(self, part: int) -> Mapping[int, str]:
        """See `Stops`."""
        return {ref.statement: namespace for ref, namespace in self.statements.items() if ref.part == part}


NO_STOPS = FixedStops()


class Slice(NamedTuple):
    """What a scanner depends on.

    `own` are the statements it consists of, `statements` all that are reached (own included),
    `reads` the reads of module-level names in the order found, `helpers` the qualified names of
    defs and classes reached, `scanners` the namespaces of other scanners that it uses, `modules` the
    modules it imports from, `unknown` the names that nothing in the file defines.
    """

    own: frozenset[StatementRef]
    statements: frozenset[StatementRef]
    reads: tuple[Read, ...]
    helpers: tuple[str, ...]
    scanners: tuple[str, ...]
    modules: tuple[str, ...]
    unknown: tuple[str, ...]


class _Step(NamedTuple):
    """Where to go on: to a def or class (`unit`, with the one around it), else to a statement.

    `local` says that the statements of its function on which that one depends come along. `header` is the
    def that the statement begins, where only something inside of it is meant.
    """

    ref: StatementRef
    unit: str = ""
    parent: str = ""
    local: bool = False
    header: str = ""


class _Definition(NamedTuple):
    """A binding of a module-level name. `certain`: it hides those above it."""

    ref: StatementRef
    binds: bool
    certain: bool
    steps: tuple[_Step, ...]


class _Alteration(NamedTuple):
    """A statement that changes what a name holds: the item `key` of it, or (`all`) any."""

    ref: StatementRef
    any_key: bool
    key: Column


class _Meaning(NamedTuple):
    """What stands behind a module-level name, in file order."""

    definitions: tuple[_Definition, ...]
    alterations: tuple[_Alteration, ...]


class Slicer:
    """Makes slices of a module; what several slices need is looked up once. Everything read is tracked."""

    def __init__(self, module: Module, stops: Stops = NO_STOPS) -> None:
        self.module = module
        self.stops = stops
        store = module.store
        self.outline: Family[int, Outline] = Family(store, lambda part: outline_of(module, part))
        self.meaning: Family[str, _Meaning] = Family(store, lambda name: _meaning_of(module, name))
        self.member: Family[MemberRead, tuple[_Step, ...]] = Family(
            store, lambda read: tuple(_steps_to_member(module, read))
        )
        self._local: Family[StatementRef, tuple[StatementRef, ...]] = Family(store, self._slice_locally)

    def slice_of(
        self,
        roots: Iterable[StatementRef],
        own: str = "",
        names: Iterable[tuple[StatementRef, NameUse]] = (),
    ) -> Slice:
        """The slice of the scanner `own` that consists of `roots` (each with all it contains).

        A root inside a function also takes the statements of that function on which it depends. `names` are
        further reads to start from, for a scanner that is less than a statement (an entry of a table).
        """
        return _Walk(self, own).run(tuple(roots), tuple(names))

    def local(self, ref: StatementRef) -> tuple[StatementRef, ...]:
        """The local slice of a statement, in file order."""
        return self._local(ref) if self.outline(ref.part).parents[ref.statement] >= 0 else ()

    def _slice_locally(self, ref: StatementRef) -> tuple[StatementRef, ...]:
        return tuple(sorted(local_slice(self.module, ref, self.stops.in_part(ref.part))))


def slice_of(module: Module, roots: Iterable[StatementRef], stops: Stops = NO_STOPS) -> Slice:
    """A single slice, as from `Slicer.slice_of`."""
    return Slicer(module, stops).slice_of(roots)


class _Walk:
    def __init__(self, slicer: Slicer, own: str) -> None:
        self._slicer = slicer
        self._own_name = own
        self._statements: set[StatementRef] = set()
        self._work: list[tuple[StatementRef, bool, str]] = []
        self._reads: list[Read] = []
        self._helpers: dict[str, None] = {}
        self._scanners: dict[str, None] = {}
        self._modules: dict[str, None] = {}
        self._unknown: dict[str, None] = {}
        self._followed: set[tuple[str, Key, StatementRef | None]] = set()

    def run(self, roots: tuple[StatementRef, ...], names: tuple[tuple[StatementRef, NameUse], ...]) -> Slice:
        own = frozenset([ref for root in roots for ref in self._subtree(root)])
        for root in roots:
            self._work.append((root, True, ""))
            for ref in self._slicer.local(root):
                self._push(ref, "")
        for ref, use in names:
            in_function = is_in_function(self._slicer.module.parts[ref.part], use.scope)
            self._read(use.name, WHOLE, in_function, ref, "")
        position = 0
        while position < len(self._work):
            self._enter(*self._work[position])
            position += 1
        return Slice(
            own=own,
            statements=own.union(self._statements),
            reads=tuple(self._reads),
            helpers=tuple(self._helpers),
            scanners=tuple(self._scanners),
            modules=tuple(self._modules),
            unknown=tuple(self._unknown),
        )

    def _subtree(self, ref: StatementRef) -> list[StatementRef]:
        part, statement = ref
        ends = self._slicer.outline(part).ends
        return [StatementRef(part, index) for index in range(statement, ends[statement])]

    def _push(self, ref: StatementRef, via: str) -> None:
        scanner = self._slicer.stops.in_part(ref.part).get(ref.statement, self._own_name)
        if scanner != self._own_name:
            self._scanners.setdefault(scanner)
        else:
            self._work.append((ref, False, via))

    def _enter(self, ref: StatementRef, whole: bool, via: str) -> None:
        statements = self._slicer.outline(ref.part).statements
        for inner in self._subtree(ref) if whole else (ref,):
            if inner in self._statements:
                continue
            self._statements.add(inner)
            reads, members, modules = statements[inner.statement]
            for name, key, in_function in reads:
                self._read(name, key, in_function, inner, via)
            for member in members:
                for step in self._slicer.member(member):
                    self._take(step, via)
            for module in modules:
                self._modules.setdefault(module)

    def _read(self, name: str, key: Key, in_function: bool, ref: StatementRef, via: str) -> None:
        self._reads.append(Read(name, key, ref, via, in_function))
        at = None if in_function else ref
        if (name, key, at) in self._followed:
            return
        self._followed.add((name, key, at))
        definitions, alterations = self._slicer.meaning(name)
        if at is not None:
            definitions = tuple([each for each in definitions if each.ref < at]) or definitions
        seen = _reaching(definitions)
        if not seen:
            self._unknown.setdefault(name)
        for definition in seen:
            for step in definition.steps:
                self._take(step, via)
        for changed, any_key, item in alterations:
            if (any_key or key.kind != "item" or item == key.value) and (at is None or changed < at):
                self._push(changed, via)

    def _take(self, step: _Step, via: str) -> None:
        ref, unit, parent, is_local, header = step
        if header and self._slicer.stops.of_unit(header) not in ("", self._own_name):
            return
        if unit:
            stops = self._slicer.stops
            scanner = stops.of_unit(unit) or (parent and stops.of_unit(parent)) or self._own_name
            if scanner != self._own_name:
                self._scanners.setdefault(scanner)
            else:
                self._helpers.setdefault(unit)
                self._work.append((ref, True, unit))
        elif is_local:
            for needed in self._slicer.local(ref):
                self._push(needed, via)
        else:
            self._push(ref, via)


def _reaching(definitions: tuple[_Definition, ...]) -> list[_Definition]:
    """As in `definitions`: from the last that hides those above it."""
    start = 0
    for index, definition in enumerate(definitions):
        if definition.certain:
            start = index
    return [definition for definition in definitions[start:] if definition.binds]


def _meaning_of(module: Module, name: str) -> _Meaning:
    return _Meaning(
        tuple([_definition(module, site) for site in module.bindings.get(name, ())]),
        tuple(
            [
                _Alteration(ref, item is None or item.pattern, item.key if item is not None else None)
                for ref, item in module.changes.get(name, ())
            ]
        ),
    )


def _definition(module: Module, site: NameSite) -> _Definition:
    ref = StatementRef(site.part, site.use.statement)
    is_binding = site.use.access == "bind"
    if site.use.binding in ("function", "class"):
        unit = module.unit_of_scope.get(ScopeRef(ref.part, module.statement(ref).body_scope))
        steps = [_to_unit(unit)] if unit is not None else []
    else:
        steps = [_Step(around, header=_header_of(module, around)) for around in module.statements_around(ref)]
    return _Definition(ref, is_binding, is_binding and site.certain, tuple(steps))


def _header_of(module: Module, ref: StatementRef) -> str:
    """The qualified name of the def that a statement begins, "" if it is none."""
    statement = module.statement(ref)
    if statement.kind != "function":
        return ""
    unit = module.unit_of_scope.get(ScopeRef(ref.part, statement.body_scope))
    return unit.qualified_name if unit is not None else ""


def _to_unit(unit: Unit) -> _Step:
    return _Step(unit.ref, unit.qualified_name, unit.parent)


def _steps_to_member(module: Module, read: MemberRead) -> Iterator[_Step]:
    """From `self.x` inside a method to what the class (or a base of it) defines as `x`."""
    owner = module.unit_named(read.owner)
    if owner is None:
        return
    for around in with_bases(module, owner):
        bound = _class_bindings(module, around, read.name)
        for ref, binding in bound:
            unit = module.unit_of_scope.get(ScopeRef(ref.part, module.statement(ref).body_scope))
            if binding in ("function", "class") and unit is not None:
                yield _to_unit(unit)
            else:
                yield _Step(ref)
        if bound:
            return
        for ref in _instance_writes(module, around, read.name):
            for outer in module.statements_around(ref):
                if module.statement(outer).kind in ("function", "class"):
                    break
                yield _Step(outer)
            yield _Step(ref, local=True)


def module_subtree(module: Module, ref: StatementRef) -> Iterator[StatementRef]:
    """The statement and all that stand inside it."""
    for index in range(ref.statement, module.parts[ref.part].by_statement.ends[ref.statement]):
        yield StatementRef(ref.part, index)


def class_of_instance(module: Module, part: Part, name: str, home: int) -> Unit | None:
    """The class that `name` is an instance of, when it is the first parameter of a method (or `cls`)."""
    owner = class_around_instance(module, part, name, home)
    return module.unit_named(owner) if owner else None


def bases_of(module: Module, unit: Unit) -> tuple[Unit, ...]:
    """The classes of this file that a class derives from directly."""
    found = (module.unit_named(base) for base in module.statement(unit.ref).bases)
    return tuple(base for base in found if base is not None and base.kind == "class" and base != unit)


def with_bases(module: Module, unit: Unit) -> Iterator[Unit]:
    """The class and its bases in this file, nearest first, each once."""
    seen: set[str] = set()
    work = [unit]
    while work:
        current = work.pop(0)
        if current.qualified_name not in seen:
            seen.add(current.qualified_name)
            yield current
            work.extend(bases_of(module, current))


def _class_bindings(module: Module, unit: Unit, name: str) -> list[tuple[StatementRef, str]]:
    part = module.parts[unit.body.part]
    return [
        (StatementRef(part.index, index), use.binding)
        for index in part.by_statement.local_bindings.get((unit.body.scope, name), ())
        for use in part.by_statement.names[index]
        if use.home == unit.body.scope and use.access == "bind" and use.name == name
    ]


def _instance_writes(module: Module, unit: Unit, name: str) -> Iterator[StatementRef]:
    part = module.parts[unit.body.part]
    for index in part.by_statement.instance_writes.get(name, ()):
        if unit.ref.statement < index < part.by_statement.ends[unit.ref.statement]:
            yield StatementRef(part.index, index)
