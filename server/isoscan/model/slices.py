"""Backward slices: the statements on which a scanner's result depends, and the reads on the way.

A slice starts from a scanner's own statements and follows every module-level name they read to the
statements that define it, through helpers, classes, constants and imports, as deep as they go
(Weiser, "Program slicing", 1984, over names instead of control flow). Reads of `P["x"]` stay apart
from reads of `P["y"]`. Other scanners (`stop`) are noted and not entered: calling one is a
dependency, not a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from isoscan.facts.records import AttributeUse, ItemUse, NameUse
from isoscan.model.definitions import in_force, in_force_at
from isoscan.model.local_slices import local_slice
from isoscan.model.module import Module, NameSite, Part, ScopeRef, StatementRef, Unit
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
class Slice:
    """What a scanner depends on.

    `own` are the statements it consists of, `statements` all that are reached (own included),
    `reads` the reads of module-level names in the order found, `helpers` the qualified names of
    defs and classes reached, `scanners` those of other scanners that it calls, `modules` the
    modules it imports from, `unknown` the names that nothing in the file defines.
    """

    own: frozenset[StatementRef] = field(repr=False)
    statements: frozenset[StatementRef] = field(repr=False)
    reads: tuple[Read, ...]
    helpers: tuple[str, ...]
    scanners: tuple[str, ...]
    modules: tuple[str, ...]
    unknown: tuple[str, ...]


def slice_of(module: Module, roots: Iterable[StatementRef], stop: frozenset[str] = frozenset()) -> Slice:
    """The slice of the scanner that consists of `roots` (each with all it contains).

    `stop` holds the qualified names of the other scanners' defs and classes. A root inside a
    function also takes the statements of that function on which it depends.
    """
    return _Slicer(module, stop).run(tuple(roots))


class _Slicer:
    def __init__(self, module: Module, stop: frozenset[str]) -> None:
        self._module = module
        self._stop = stop
        self._statements: set[StatementRef] = set()
        self._work: list[tuple[StatementRef, bool, str]] = []
        self._reads: list[Read] = []
        self._helpers: dict[str, None] = {}
        self._scanners: dict[str, None] = {}
        self._modules: dict[str, None] = {}
        self._unknown: dict[str, None] = {}
        self._followed: set[tuple[str, StatementRef | None]] = set()

    def run(self, roots: tuple[StatementRef, ...]) -> Slice:
        own = {ref for root in roots for ref in _subtree(self._module, root)}
        for root in roots:
            self._work.append((root, True, ""))
            for ref in local_slice(self._module, root):
                self._work.append((ref, False, ""))
        while self._work:
            self._enter(*self._work.pop(0))
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

    def _enter(self, ref: StatementRef, whole: bool, via: str) -> None:
        refs = _subtree(self._module, ref) if whole else (ref,)
        for inner in refs:
            if inner not in self._statements:
                self._statements.add(inner)
                self._follow(inner, via)

    def _follow(self, ref: StatementRef, via: str) -> None:
        part = self._module.parts[ref.part]
        items = {(use.span.line, use.span.column): use for use in part.by_statement.items[ref.statement]}
        attributes = {
            (use.span.line, use.span.column): use for use in part.by_statement.attributes[ref.statement]
        }
        for use in part.by_statement.names[ref.statement]:
            if use.home == 0 and (use.access == "read" or use.binding == "augmented"):
                start = (use.span.line, use.span.column)
                self._read(part, use, items.get(start), attributes.get(start), ref, via)
        for attribute in part.by_statement.attributes[ref.statement]:
            self._member(part, attribute, via)
        for imported in part.facts.imports:
            if imported.statement == ref.statement:
                self._modules.setdefault("." * imported.level + imported.module)

    def _read(
        self,
        part: Part,
        use: NameUse,
        item: ItemUse | None,
        attribute: AttributeUse | None,
        ref: StatementRef,
        via: str,
    ) -> None:
        key, span = WHOLE, use.span
        if item is not None and item.base == use.name:
            if item.access in ("write", "delete"):
                return
            if not item.pattern:
                key, span = Key("item", item.key), item.span
        elif attribute is not None and attribute.base == use.name:
            key, span = Key("attribute", attribute.name), attribute.span
        in_function = _in_function(part, use.scope)
        self._reads.append(Read(use.name, key, part.span(span), ref, via, in_function))
        self._define(use.name, None if in_function else ref, via)

    def _define(self, name: str, at: StatementRef | None, via: str) -> None:
        if (name, at) in self._followed:
            return
        self._followed.add((name, at))
        sites = in_force(self._module, name) if at is None else in_force_at(self._module, name, at)
        if not sites:
            self._unknown.setdefault(name)
        for site in sites:
            self._definition(site, via)
        for ref in _mutations(self._module, name):
            self._work.append((ref, False, via))

    def _definition(self, site: NameSite, via: str) -> None:
        ref = StatementRef(site.part, site.use.statement)
        if site.use.binding not in ("function", "class"):
            for around in self._module.statements_around(ref):
                self._work.append((around, False, via))
            return
        body = self._module.statement(ref).body_scope
        unit = self._module.unit_of_scope.get(ScopeRef(ref.part, body))
        if unit is not None:
            self._unit(unit)

    def _unit(self, unit: Unit) -> None:
        if unit.qualified_name in self._stop:
            self._scanners.setdefault(unit.qualified_name)
            return
        self._helpers.setdefault(unit.qualified_name)
        self._work.append((unit.ref, True, unit.qualified_name))

    def _member(self, part: Part, use: AttributeUse, via: str) -> None:
        """Follow `self.x` inside a method to what the class (or a base of it) defines as `x`."""
        owner = _class_of_self(self._module, part, use)
        if owner is None or use.access in ("write", "delete"):
            return
        for around in _with_bases(self._module, owner):
            found = False
            for ref, binding in _class_bindings(self._module, around, use.name):
                found = True
                if binding in ("function", "class"):
                    unit = self._module.unit_of_scope.get(
                        ScopeRef(ref.part, self._module.statement(ref).body_scope)
                    )
                    if unit is not None:
                        self._unit(unit)
                else:
                    self._work.append((ref, False, via))
            if found:
                return
            for ref in _instance_writes(self._module, around, use.name):
                for outer in self._module.statements_around(ref):
                    self._work.append((outer, False, via))
                for local in local_slice(self._module, ref):
                    self._work.append((local, False, via))


def _subtree(module: Module, ref: StatementRef) -> Iterator[StatementRef]:
    for index in range(ref.statement, module.parts[ref.part].by_statement.ends[ref.statement]):
        yield StatementRef(ref.part, index)


def _in_function(part: Part, scope: int) -> bool:
    scopes = part.facts.scopes
    while scope > 0:
        if scopes[scope].kind in ("function", "lambda"):
            return True
        scope = scopes[scope].parent
    return False


def _mutations(module: Module, name: str) -> Iterator[StatementRef]:
    """Module-level statements that change an item of `name`: `P["x"] = 1`, `P.update(...)`."""
    for site in module.items.get(name, ()):
        if site.use.access in ("write", "update", "delete") and site.use.scope == 0:
            yield StatementRef(site.part, site.use.statement)
    for reading in module.reads.get(name, ()):
        if reading.use.scope:
            continue
        part = module.parts[reading.part]
        for call in part.by_statement.calls[reading.use.statement]:
            if call.callee in (f"{name}.update", f"{name}.append", f"{name}.extend", f"{name}.add"):
                yield StatementRef(reading.part, reading.use.statement)


def _class_of_self(module: Module, part: Part, use: AttributeUse) -> Unit | None:
    """The class whose instance `use.base` is, when it is a method's first parameter (or `cls`)."""
    scopes = part.facts.scopes
    scope = use.home
    if scope <= 0 or scopes[scope].kind != "function" or not scopes[scope].parameters:
        return None
    if scopes[scope].parameters[0].name != use.base:
        return None
    method = module.unit_of_scope.get(ScopeRef(part.index, scope))
    if method is None or method.parent_kind != "class":
        return None
    return module.unit_named(method.parent)


def _with_bases(module: Module, unit: Unit) -> Iterator[Unit]:
    """The class and its bases in this file, nearest first (each once)."""
    seen: set[str] = set()
    work = [unit]
    while work:
        current = work.pop(0)
        if current.qualified_name in seen:
            continue
        seen.add(current.qualified_name)
        yield current
        bases = module.statement(current.ref).bases
        work.extend(found for base in bases if (found := module.unit_named(base)) is not None)


def _class_bindings(module: Module, unit: Unit, name: str) -> list[tuple[StatementRef, str]]:
    part = module.parts[unit.body.part]
    return [
        (StatementRef(part.index, index), use.binding)
        for index in range(unit.ref.statement + 1, part.by_statement.ends[unit.ref.statement])
        for use in part.by_statement.names[index]
        if use.scope == unit.body.scope and use.access == "bind" and use.name == name
    ]


def _instance_writes(module: Module, unit: Unit, name: str) -> Iterator[StatementRef]:
    part = module.parts[unit.body.part]
    for index in range(unit.ref.statement + 1, part.by_statement.ends[unit.ref.statement]):
        for use in part.by_statement.attributes[index]:
            if use.name == name and use.access in ("write", "update") and use.base in ("self", "cls"):
                yield StatementRef(part.index, index)
