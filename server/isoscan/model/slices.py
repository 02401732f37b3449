"""Backward slices: the statements on which a scanner's result depends, and the reads on the way.

A slice starts from a scanner's own statements and follows every module-level name they read to the
statements that define it, through helpers, classes, constants and imports, as deep as they go
(Weiser, "Program slicing", 1984, over names instead of control flow). Reads of `P["x"]` stay apart
from reads of `P["y"]`. Other scanners (`Stops`) are noted and not entered: calling one, or reading its
column, is a dependency, not a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from isoscan.facts.records import AttributeUse, ItemUse, NameUse
from isoscan.model.definitions import in_force, in_force_at
from isoscan.model.local_slices import local_slice
from isoscan.model.module import Module, NameSite, ScopeRef, StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.source.spans import Span


class Key(NamedTuple):
    """What of a name is read: `item` (`P["x"]`), `attribute` (`config.x`), or all of it (`whole`)."""

    kind: str
    value: str | int | float | bool | None


WHOLE = Key("whole", None)


class Read(NamedTuple):
    """One read of a module-level name that the slice reached.

    `span` (file lines) covers the name or the whole subscript; `via` names the helper it stands in
    ("" when the scanner reads it itself); `in_function` tells call time from import time.
    """

    name: str
    key: Key
    span: Span
    ref: StatementRef
    via: str
    in_function: bool


@dataclass(frozen=True, slots=True)
class Stops:
    """Where a slice ends because another scanner begins: qualified names of defs and classes, statements.

    Both map to that scanner's namespace; what maps to `own` is no stop, so that all slices of a module can
    share the two tables.
    """

    units: dict[str, str] = field(default_factory=dict)
    statements: dict[StatementRef, str] = field(default_factory=dict)
    own: str = ""


NO_STOPS = Stops()


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


def slice_of(
    module: Module,
    roots: Iterable[StatementRef],
    stops: Stops = NO_STOPS,
    names: Iterable[tuple[StatementRef, NameUse]] = (),
) -> Slice:
    """The slice of the scanner that consists of `roots` (each with all it contains).

    A root inside a function also takes the statements of that function on which it depends. `names` are
    further reads to start from, for a scanner that is less than a statement (an entry of a table).
    """
    return _Slicer(module, stops).run(tuple(roots), tuple(names))


class _Slicer:
    def __init__(self, module: Module, stops: Stops) -> None:
        self._module = module
        self._stops = stops
        self._statements: set[StatementRef] = set()
        self._work: list[tuple[StatementRef, bool, str]] = []
        self._reads: list[Read] = []
        self._helpers: dict[str, None] = {}
        self._scanners: dict[str, None] = {}
        self._modules: dict[str, None] = {}
        self._unknown: dict[str, None] = {}
        self._followed: set[tuple[str, Key, StatementRef | None]] = set()

    def run(self, roots: tuple[StatementRef, ...], names: tuple[tuple[StatementRef, NameUse], ...]) -> Slice:
        own = {ref for root in roots for ref in module_subtree(self._module, root)}
        for root in roots:
            self._work.append((root, True, ""))
            self._push_local(root, "")
        for ref, use in names:
            self._follow_name(self._module.parts[ref.part], use, {}, {}, ref, "")
        position = 0
        while position < len(self._work):
            self._enter(*self._work[position])
            position += 1
        self._statements |= own
        return Slice(
            own=frozenset(own),
            statements=frozenset(self._statements),
            reads=tuple(self._reads),
            helpers=tuple(self._helpers),
            scanners=tuple(self._scanners),
            modules=tuple(self._modules),
            unknown=tuple(self._unknown),
        )

    def _push_local(self, root: StatementRef, via: str) -> None:
        for ref in sorted(local_slice(self._module, root, self._stops.statements.keys())):
            self._push(ref, via)

    def _push(self, ref: StatementRef, via: str) -> None:
        scanner = self._stops.statements.get(ref, self._stops.own)
        if scanner != self._stops.own:
            self._scanners.setdefault(scanner)
        else:
            self._work.append((ref, False, via))

    def _enter(self, ref: StatementRef, whole: bool, via: str) -> None:
        refs = module_subtree(self._module, ref) if whole else (ref,)
        for inner in refs:
            if inner not in self._statements:
                self._statements.add(inner)
                self._follow(inner, via)

    def _follow(self, ref: StatementRef, via: str) -> None:
        part = self._module.parts[ref.part]
        items = {use.span[:2]: use for use in part.by_statement.items[ref.statement]}
        attributes = {use.span[:2]: use for use in reversed(part.by_statement.attributes[ref.statement])}
        for use in part.by_statement.names[ref.statement]:
            if use.home == 0 and (use.access == "read" or use.binding == "augmented"):
                self._follow_name(part, use, items, attributes, ref, via)
        for attribute in part.by_statement.attributes[ref.statement]:
            self._member(part, attribute, via)
        if part.facts.statements[ref.statement].kind == "import":
            for imported in part.facts.imports:
                if imported.statement == ref.statement:
                    self._modules.setdefault("." * imported.level + imported.module)

    def _follow_name(
        self,
        part: Part,
        use: NameUse,
        items: dict[tuple[int, int], ItemUse],
        attributes: dict[tuple[int, int], AttributeUse],
        ref: StatementRef,
        via: str,
    ) -> None:
        key, span = WHOLE, use.span
        item, attribute = items.get(use.span[:2]), attributes.get(use.span[:2])
        if item is not None and item.base == use.name:
            if item.access in ("write", "delete"):
                return
            if not item.pattern:
                key, span = Key("item", item.key), item.span
        elif attribute is not None and attribute.base == use.name:
            key, span = Key("attribute", attribute.name), attribute.span
        in_function = is_in_function(part, use.scope)
        self._reads.append(Read(use.name, key, part.span(span), ref, via, in_function))
        self._define(use.name, key, None if in_function else ref, via)

    def _define(self, name: str, key: Key, at: StatementRef | None, via: str) -> None:
        if (name, key, at) in self._followed:
            return
        self._followed.add((name, key, at))
        sites = in_force(self._module, name) if at is None else in_force_at(self._module, name, at)
        if not sites:
            self._unknown.setdefault(name)
        for site in sites:
            self._definition(site, via)
        for ref in _changes(self._module, name, key):
            if at is None or ref < at:
                self._push(ref, via)

    def _definition(self, site: NameSite, via: str) -> None:
        ref = StatementRef(site.part, site.use.statement)
        if site.use.binding not in ("function", "class"):
            for around in self._module.statements_around(ref):
                self._push(around, via)
            return
        body = self._module.statement(ref).body_scope
        unit = self._module.unit_of_scope.get(ScopeRef(ref.part, body))
        if unit is not None:
            self._unit(unit)

    def _unit(self, unit: Unit) -> None:
        own = self._stops.own
        scanner = self._stops.units.get(unit.qualified_name) or self._stops.units.get(unit.parent) or own
        if scanner != own:
            self._scanners.setdefault(scanner)
            return
        self._helpers.setdefault(unit.qualified_name)
        self._work.append((unit.ref, True, unit.qualified_name))

    def _member(self, part: Part, use: AttributeUse, via: str) -> None:
        """Follow `self.x` inside a method to what the class (or a base of it) defines as `x`."""
        if use.access in ("write", "delete"):
            return
        owner = class_of_instance(self._module, part, use.base, use.home)
        if owner is None:
            return
        for around in with_bases(self._module, owner):
            bound = _class_bindings(self._module, around, use.name)
            for ref, binding in bound:
                scope = ScopeRef(ref.part, self._module.statement(ref).body_scope)
                unit = self._module.unit_of_scope.get(scope)
                if binding in ("function", "class") and unit is not None:
                    self._unit(unit)
                else:
                    self._push(ref, via)
            for ref in () if bound else _instance_writes(self._module, around, use.name):
                for outer in self._module.statements_around(ref):
                    if self._module.statement(outer).kind in ("function", "class"):
                        break
                    self._push(outer, via)
                self._push_local(ref, via)
            if bound:
                return


def module_subtree(module: Module, ref: StatementRef) -> Iterator[StatementRef]:
    """The statement and all that stand inside it."""
    for index in range(ref.statement, module.parts[ref.part].by_statement.ends[ref.statement]):
        yield StatementRef(ref.part, index)


def is_in_function(part: Part, scope: int) -> bool:
    """Whether code in a scope runs when a function is called, not when the module is imported."""
    scopes = part.facts.scopes
    while scope > 0:
        if scopes[scope].kind in ("function", "lambda"):
            return True
        scope = scopes[scope].parent
    return False


def _changes(module: Module, name: str, key: Key) -> Iterator[StatementRef]:
    """Module-level statements that change what is read of `name`: `P["x"] = 1`, `P.update(...)`."""
    for ref, item in module.changes.get(name, ()):
        if item is None or key.kind != "item" or item.pattern or item.key == key.value:
            yield ref


def class_of_instance(module: Module, part: Part, name: str, home: int) -> Unit | None:
    """The class that `name` is an instance of, when it is the first parameter of a method (or `cls`)."""
    if home <= 0:
        return None
    scope = part.facts.scopes[home]
    if scope.kind != "function" or not scope.parameters or scope.parameters[0].name != name:
        return None
    method = module.unit_of_scope.get(ScopeRef(part.index, home))
    if method is None or method.parent_kind != "class":
        return None
    if "staticmethod" in module.statement(method.ref).decorators:
        return None
    return module.unit_named(method.parent)


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
