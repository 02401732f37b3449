"""What the parts of a module hold that scanners far away may depend on: each thing to be asked for alone.

Bindings of module-level names and of classes' attributes, callers of functions, writers of columns, dicts
with a key, comments that mark lines. One index has them all, so that a part is looked through once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from traceback import format_exc
from typing import Any, cast

from isoscan.facts.records import Call
from isoscan.model.index import Column
from isoscan.model.module import Module, ScopeRef
from isoscan.model.parts import Part
from isoscan.parameters.bindings import CONSTRUCTORS, Binding, Known, PartBindings, Place, bindings_in
from isoscan.parameters.chains import MODULE, PathKey
from isoscan.parameters.passing import COPIES
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family

# What kind of thing, then what it is called.
_Key = tuple[Hashable, ...]

_BINDINGS, _NAMES, _CHANGED, _CALLERS, _WRITERS, _DICTS, _METHODS, _CLASSES, _MARKED, _PROBLEMS = range(10)
_METHOD_NAMES, _ATTRIBUTES, _LOOSE_CALLS = range(10, 13)


_UNKNOWN = Known((), {}, False)


class Bindings:
    """All bindings of a module. Whoever asks for a name's depends on those alone."""

    def __init__(self, index: Index[int, _Key, Any], in_part: Family[int, PartBindings]) -> None:
        self._index = index
        self._in_part = in_part

    def of(self, scope: ScopeRef, name: str) -> tuple[Binding, ...]:
        """The bindings of a name and of everything under it, in file order."""
        if scope == MODULE:
            return cast("tuple[Binding, ...]", self._index.of((_BINDINGS, scope, name)))
        found = self._in_part(scope.part)
        if scope.scope in found.classes:
            return cast("tuple[Binding, ...]", self._index.of((_BINDINGS, scope, name)))
        return found.by_name.get((scope, name), ())

    def has(self, scope: ScopeRef, name: str) -> bool:
        """Whether a name, or anything under it, is bound: less to depend on than the bindings."""
        if scope == MODULE:
            return self._index.has((_BINDINGS, scope, name))
        found = self._in_part(scope.part)
        if scope.scope in found.classes:
            return self._index.has((_BINDINGS, scope, name))
        return (scope, name) in found.by_name

    def known_locally(self, scope: ScopeRef, name: str) -> Known | None:
        """What counts of a function's name; None for names of the module and of classes."""
        if scope == MODULE:
            return None
        found = self._in_part(scope.part)
        return None if scope.scope in found.classes else found.known.get((scope, name), _UNKNOWN)

    def is_changed(self, scope: ScopeRef, name: str) -> bool:
        """Whether a name is also changed in ways not followed: augmented, a loop target, deleted."""
        if scope == MODULE:
            return self._index.has((_CHANGED, name))
        return (scope, name) in self._in_part(scope.part).changed

    def in_part(self, part: int) -> dict[tuple[ScopeRef, str], tuple[Binding, ...]]:
        """The bindings that stand in a part, by scope and name."""
        return self._in_part(part).by_name

    def names_in(self, scope: ScopeRef) -> tuple[str, ...]:
        """The names bound in a class's scope (attributes of its instances too), in file order, each once."""
        return tuple(dict.fromkeys(cast("tuple[str, ...]", self._index.of((_NAMES, scope)))))

    def is_class(self, scope: ScopeRef) -> bool:
        """Whether a scope is the body of a class."""
        return scope.part >= 0 and scope.scope in self._in_part(scope.part).classes


class Contents:
    """What a module's parts hold, by name; everything read from it is tracked."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._in_part: Family[int, PartBindings] = Family(
            module.store, lambda part: bindings_in(module, part)
        )
        self._index: Index[int, _Key, Any] = Index(module.store, self._contribution)
        module.parts.follow(self._index)
        self.bindings = Bindings(self._index, self._in_part)

    def callers_of(self, callee: str) -> tuple[int, ...]:
        """The parts with calls of a dotted name."""
        return cast("tuple[int, ...]", self._index.of((_CALLERS, callee)))

    def names_all_results_of(self, function: str) -> bool:
        """Whether each call of a function of the module gives its result a name."""
        return self._index.has((_CALLERS, function)) and not self._index.has((_LOOSE_CALLS, function))

    def writers_of(self, column: Column) -> tuple[tuple[int, str], ...]:
        """The functions that write a column, each with its part."""
        return cast("tuple[tuple[int, str], ...]", self._index.of((_WRITERS, column)))

    def dicts_with(self, key: PathKey) -> frozenset[Place]:
        """The dicts at module level, nested ones too, that have an item under a key."""
        return frozenset(cast("tuple[Place, ...]", self._index.of((_DICTS, key))))

    def public_methods_of(self, qualified_name: str) -> frozenset[ScopeRef]:
        """The scopes of a class's `__init__` and of its methods without a leading underscore."""
        return frozenset(cast("tuple[ScopeRef, ...]", self._index.of((_METHODS, qualified_name))))

    def idle_methods_of(self, qualified_name: str) -> frozenset[str]:
        """The qualified names of a class's methods that run only where they are named, which is nowhere."""
        names = cast("tuple[str, ...]", self._index.of((_METHOD_NAMES, qualified_name)))
        return frozenset(
            [f"{qualified_name}.{name}" for name in names if not self._index.has((_ATTRIBUTES, name))]
        )

    def has_class(self, name: str) -> bool:
        """Whether a class of this name is defined anywhere in the file."""
        return self._index.has((_CLASSES, name))

    @property
    def marked(self) -> frozenset[int]:
        """The lines to which an `# isoscan: shared` applies."""
        return frozenset(cast("tuple[int, ...]", self._index.of((_MARKED,))))

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong while a part was read: a sentence, then a traceback."""
        return cast("tuple[str, ...]", self._index.of((_PROBLEMS,)))

    def _contribution(self, index: int) -> dict[_Key, tuple[Any, ...]]:
        try:
            return _grouped(self._items(self.module.parts[index]))
        except Exception:  # a fault of ours must not take other parts with it
            return {(_PROBLEMS,): (f"reading what a part of the file binds failed\n{format_exc()}",)}

    def _items(self, part: Part) -> Iterator[tuple[_Key, object]]:
        found = self._in_part(part.index)
        for (scope, name), bindings in found.by_name.items():
            if scope == MODULE:
                yield from (((_BINDINGS, scope, name), binding) for binding in bindings)
                for place, key in _dict_items(bindings):
                    yield (_DICTS, key), place
            elif scope.part != part.index or scope.scope in found.classes:
                yield from (((_BINDINGS, scope, name), binding) for binding in bindings)
                yield (_NAMES, scope), name
        yield from (((_CHANGED, name), True) for scope, name in found.changed if scope == MODULE)
        for callee in dict.fromkeys([call.callee for call in part.facts.calls]):
            if "(" in callee or "[" in callee:
                continue
            yield (_CALLERS, callee), part.index
        for callee in {call.callee for call in part.facts.calls if _is_loose(part, call)}:
            yield (_LOOSE_CALLS, callee), True
        yield from self._columns(part)
        yield from self._units(part)
        yield from (((_MARKED,), line) for line in _marked_by(self.module, part))

    def _columns(self, part: Part) -> Iterator[tuple[_Key, object]]:
        functions: dict[int, str] = {}
        written: dict[tuple[Column, str], None] = {}
        for item in part.facts.items:
            if item.access == "write" and item.scope > 0:
                if item.scope not in functions:
                    unit = self.module.enclosing_unit(part.index, item.scope)
                    functions[item.scope] = unit.qualified_name if unit is not None else ""
                if functions[item.scope]:
                    written.setdefault((item.key, functions[item.scope]))
        for column, function in written:
            yield (_WRITERS, column), (part.index, function)

    def _units(self, part: Part) -> Iterator[tuple[_Key, object]]:
        for unit in self.module.units_of(part.index).values():
            if unit.kind == "class":
                yield (_CLASSES, unit.name), True
                continue
            if unit.parent and (unit.name == "__init__" or not unit.name.startswith("_")):
                yield (_METHODS, unit.parent), unit.body
            if (
                unit.parent_kind == "class"
                and not unit.name.startswith("__")
                and unit.name not in CONSTRUCTORS
            ):
                yield (_METHOD_NAMES, unit.parent), unit.name
        for attribute in {use.name for use in part.facts.attributes}:
            yield (_ATTRIBUTES, attribute), True


def _is_loose(part: Part, call: Call) -> bool:
    """Whether what a call by a plain name gives is used in other ways than to name it, or a copy of it."""
    if not call.callee.isidentifier():
        return False
    statement = part.facts.statements[call.statement]
    if statement.kind == "expression" and statement.span == call.span:
        return False
    copies = [
        copy.span
        for copy in part.by_statement.calls[call.statement]
        if copy.callee in COPIES and any(argument.value.span == call.span for argument in copy.arguments)
    ]
    return not any(
        assignment.value is not None
        and assignment.value.span in (call.span, *copies)
        and not assignment.is_item
        for assignment in part.by_statement.assignments[call.statement]
    )


def _grouped(items: Iterable[tuple[_Key, object]]) -> dict[_Key, tuple[Any, ...]]:
    groups: dict[_Key, list[object]] = {}
    for key, item in items:
        groups.setdefault(key, []).append(item)
    return {key: tuple(found) for key, found in groups.items()}


def _dict_items(bindings: Iterable[Binding]) -> Iterator[tuple[Place, PathKey]]:
    """The items that dict displays give surely, with the dicts that hold them."""
    for binding in bindings:
        if binding.how == "entry" and not binding.conditional:
            place = binding.place
            yield place._replace(path=place.path[:-1]), place.path[-1]


def _marked_by(module: Module, part: Part) -> Iterator[int]:
    """The lines that comments of a part mark as shared: their own, or the one below a comment line."""
    for steering in part.facts.steering:
        if steering.kind == "shared" and not steering.problem:
            line = part.first_line + steering.span.line
            yield module.next_line(line) if steering.own_line else line
