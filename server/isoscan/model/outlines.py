"""Outlines: what the code of one part reads of the module, statement by statement, without any position.

Slices are made from outlines, so that they stay what they are when a line moves, a comment comes or goes,
or a local name changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isoscan.facts.records import AttributeUse, ItemUse, NameUse
from isoscan.model.module import Module, ScopeRef
from isoscan.model.parts import Part


class Key(NamedTuple):
    """What of a name is read: `item` (`P["x"]`), `attribute` (`config.x`), or all of it (`whole`)."""

    kind: str
    value: str | int | float | bool | None


WHOLE = Key("whole", None)


class GlobalRead(NamedTuple):
    """A read of a module-level name; `in_function` tells call time from import time."""

    name: str
    key: Key
    in_function: bool


class MemberRead(NamedTuple):
    """A read of `self.x` in a method: the qualified name of the class around it, and `x`."""

    owner: str
    name: str


class StatementOutline(NamedTuple):
    """What a statement's own expressions read, and the modules that it imports."""

    reads: tuple[GlobalRead, ...] = ()
    members: tuple[MemberRead, ...] = ()
    modules: tuple[str, ...] = ()


_NOTHING = StatementOutline()


class Outline(NamedTuple):
    """The outline of a part, by statement. `ends` and `parents` are as in the facts.

    `units` has the qualified name of the def or class that each statement stands in, "" at module level.
    """

    ends: tuple[int, ...]
    parents: tuple[int, ...]
    units: tuple[str, ...]
    statements: tuple[StatementOutline, ...]


def outline_of(module: Module, index: int) -> Outline:
    """The outline of a part."""
    part = module.parts[index]
    statements = part.facts.statements
    found: dict[int, StatementOutline] = {}
    for number, reads in _reads(part).items():
        found[number] = StatementOutline(reads=tuple(reads))
    for number, members in _members(module, part).items():
        found[number] = found.get(number, _NOTHING)._replace(members=tuple(members))
    for number, modules in _modules(part).items():
        found[number] = found.get(number, _NOTHING)._replace(modules=tuple(modules))
    return Outline(
        ends=part.by_statement.ends,
        parents=tuple([statement.parent for statement in statements]),
        units=tuple(_units(module, part)),
        statements=tuple([found.get(number, _NOTHING) for number in range(len(statements))]),
    )


def _units(module: Module, part: Part) -> Iterator[str]:
    known: dict[int, str] = {0: ""}
    for statement in part.facts.statements:
        scope = statement.scope
        if scope not in known:
            unit = module.enclosing_unit(part.index, scope)
            known[scope] = unit.qualified_name if unit is not None else ""
        yield known[scope]


def _reads(part: Part) -> dict[int, list[GlobalRead]]:
    found: dict[int, list[GlobalRead]] = {}
    in_function: dict[int, bool] = {0: False}
    for use in part.facts.names:
        if use.home != 0 or (use.access != "read" and use.binding != "augmented"):
            continue
        key = _key_read(part, use)
        if key is None:
            continue
        if use.scope not in in_function:
            in_function[use.scope] = is_in_function(part, use.scope)
        name = use.name
        if name == "globals" and key.kind == "global":
            name, key = str(key.value), WHOLE
        found.setdefault(use.statement, []).append(GlobalRead(name, key, in_function[use.scope]))
    return found


def is_of_globals(use: NameUse, follower: ItemUse | AttributeUse) -> bool:
    """Whether a name is that of `globals()["X"]`: what is meant is the module's `X`."""
    return use.name == "globals" and follower.base == "globals()" and isinstance(follower, ItemUse)


def _key_read(part: Part, use: NameUse) -> Key | None:
    """What of a name is read; None where its item is written or deleted."""
    start = use.span[:2]
    item: ItemUse | None = None
    for each in part.by_statement.items[use.statement]:
        if each.span[:2] == start:
            item = each
    if item is not None and is_of_globals(use, item) and not item.pattern and item.access == "read":
        return Key("global", item.key)
    if item is not None and item.base == use.name:
        if item.access in ("write", "delete"):
            return None
        return WHOLE if item.pattern else Key("item", item.key)
    for attribute in part.by_statement.attributes[use.statement]:
        if attribute.span[:2] == start:
            return Key("attribute", attribute.name) if attribute.base == use.name else WHOLE
    return WHOLE


def _members(module: Module, part: Part) -> dict[int, list[MemberRead]]:
    found: dict[int, list[MemberRead]] = {}
    if not any(unit.parent_kind == "class" for unit in module.units_of(part.index).values()):
        return found
    for use in part.facts.attributes:
        if use.access not in ("write", "delete"):
            owner = _owner(module, part, use)
            if owner:
                found.setdefault(use.statement, []).append(MemberRead(owner, use.name))
    return found


def _owner(module: Module, part: Part, use: AttributeUse) -> str:
    return class_around_instance(module, part, use.base, use.home)


def _modules(part: Part) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for imported in part.facts.imports:
        if part.facts.statements[imported.statement].kind == "import":
            found.setdefault(imported.statement, []).append("." * imported.level + imported.module)
    return found


def is_in_function(part: Part, scope: int) -> bool:
    """Whether code in a scope runs when a function is called, not when the module is imported."""
    scopes = part.facts.scopes
    while scope > 0:
        if scopes[scope].kind in ("function", "lambda"):
            return True
        scope = scopes[scope].parent
    return False


def class_around_instance(module: Module, part: Part, name: str, home: int) -> str:
    """The qualified name of the class that `name` is an instance of, "" where it is none.

    The first parameter of a method is one of the class around it (or the class, for `cls`).
    """
    if home <= 0:
        return ""
    scope = part.facts.scopes[home]
    if scope.kind != "function" or not scope.parameters or scope.parameters[0].name != name:
        return ""
    method = module.units_of(part.index).get(ScopeRef(part.index, home))
    if method is None or method.parent_kind != "class":
        return ""
    if "staticmethod" in part.facts.statements[method.ref.statement].decorators:
        return ""
    return method.parent
