"""Compares scopes with what CPython's own `symtable` says, scope by scope.

Three things are looked away from, since there `symtable` tells of the compiler and not of the code:

* `__class__`, which the compiler reads wherever `super` is named;
* the target of `x += 1`, which `symtable` calls bound only, while facts call it read, too;
* at module level, names that only a walrus in a comprehension binds, which `symtable` calls declared
  global and not bound there.

Names in annotations count as read under `from __future__ import annotations` as well, so that line
is made harmless first. Private names are compared as the compiler mangles them.
"""

from __future__ import annotations

import re
import symtable
from collections import Counter, defaultdict

from isoscan.facts.records import ChunkFacts

_FUTURE = re.compile(r"^(from\s+__future__\s+import[^\n]*)\bannotations\b", re.MULTILINE)
_COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}


def scope_differences(text: str, facts: ChunkFacts) -> list[str]:
    """What `symtable` and the facts disagree on, as lines to read; empty if they agree."""
    expected, found = Counter(_expected(text)), Counter(_found(facts))
    missing, extra = expected - found, found - expected
    lines = []
    for row in missing:
        near = next((other for other in extra if other[0] == row[0]), None)
        if near is None:
            lines.append(f"no scope {row[0]}")
            continue
        for what, there, here in zip(_COLUMNS, row[1:], near[1:], strict=True):
            if there != here:
                lines.append(f"{row[0]} {what}: missing {sorted(there - here)}, extra {sorted(here - there)}")
    lines.extend(f"extra scope {row[0]}" for row in extra if row[0] not in {other[0] for other in missing})
    return lines


_COLUMNS = ("bound", "read", "global", "nonlocal", "homes")


def _expected(text):
    table = symtable.symtable(_FUTURE.sub(r"\1division as annotations", text), "oracle", "exec")
    pending = [(table, ())]
    while pending:
        scope, around = pending.pop()
        kind, name = _kind_of(scope)
        path = (*around, (kind, name, scope.get_lineno() if kind != "module" else 0))
        symbols = [symbol for symbol in scope.get_symbols() if not symbol.get_name().startswith(".")]
        global_names = {symbol.get_name() for symbol in symbols if symbol.is_declared_global()}
        bound = {
            symbol.get_name()
            for symbol in symbols
            if symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter()
        }
        read = {symbol.get_name() for symbol in symbols if symbol.is_referenced()}
        homes = {
            symbol.get_name(): "free" if symbol.is_free() else "local" if symbol.is_local() else "global"
            for symbol in symbols
            if kind != "module"
        }
        nonlocal_names = {symbol.get_name() for symbol in symbols if symbol.is_nonlocal()}
        if kind == "module":
            global_names = set()
        yield _row(path, bound, read, global_names, nonlocal_names, homes)
        pending.extend((child, path) for child in scope.get_children())


def _kind_of(scope):
    kind, name = scope.get_type(), scope.get_name()
    if kind == "module":
        return kind, ""
    if kind == "class":
        return kind, name
    if name == "lambda":
        return "lambda", ""
    if name in _COMPREHENSIONS and ".0" in scope.get_parameters():
        return "comprehension", ""
    return "function", name


def _found(facts):
    homes = defaultdict(dict)
    only_augmented = defaultdict(set)
    for index, scope in enumerate(facts.scopes):
        for name in scope.bound:
            declared = "global" if name in scope.global_names else "free"
            is_declared = name in scope.global_names or name in scope.nonlocal_names
            homes[index][name] = declared if is_declared else "local"
    for use in facts.names:
        home = "local" if use.home == use.scope else "global" if use.home == 0 else "free"
        homes[use.scope][use.name] = home
    augmented = {(use.scope, use.span) for use in facts.names if use.binding == "augmented"}
    for use in facts.names:
        if use.access == "read":
            only_augmented[use.scope, use.name].add((use.scope, use.span) in augmented)
    paths, classes = [], []
    for index, scope in enumerate(facts.scopes):
        mangled = classes[scope.parent] if scope.parent >= 0 else ""
        line = scope.span.line + 1 if index else 0
        path = paths[scope.parent] if scope.parent >= 0 else ()
        paths.append((*path, (scope.kind, _mangle(scope.name, mangled), line)))
        if scope.kind == "class":
            # A class's own name is mangled by the class around it, what is in it by its own name.
            paths[-1] = (*path, (scope.kind, scope.name, line))
            mangled = scope.name.lstrip("_")
        elif scope.kind == "function":
            paths[-1] = (*path, (scope.kind, scope.name, line))
        classes.append(mangled)
        read = {name for name in scope.read if only_augmented[index, name] != {True}}
        names = [scope.bound, read, scope.global_names, scope.nonlocal_names]
        if scope.kind == "module":
            names[0] = scope.bound - _bound_by_walrus_only(facts)
            names[2] = frozenset()
        sets = [{_mangle(name, mangled) for name in some} for some in names]
        where = {} if scope.kind == "module" else homes[index]
        yield _row(paths[-1], *sets, {_mangle(name, mangled): home for name, home in where.items()})


def _bound_by_walrus_only(facts):
    """Names that only comprehensions bind at module level: `symtable` calls them declared global there."""
    bindings = [use for use in facts.names if use.access != "read" and use.home == 0]
    return {use.name for use in bindings if use.scope} - {use.name for use in bindings if not use.scope}


def _mangle(name, owner):
    private = name.startswith("__") and not name.endswith("__") and "." not in name
    return f"_{owner}{name}" if private and owner else name


def _row(path, bound, read, global_names, nonlocal_names, homes):
    sets = [frozenset(some) - {"__class__"} for some in (bound, read, global_names, nonlocal_names)]
    used = (sets[0] | sets[1]) & homes.keys()
    return (path, *sets, frozenset((name, homes[name]) for name in used))
