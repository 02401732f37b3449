"""Who passes an argument, or a class's attribute, by its name: `scan(df, n=3)`, `Desk(n=3)`.

A call is the def's own, or may be for all that can be seen, or is another's. The first are renamed along, the
second stand in the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from isoscan.lsp.occurrences import uses_of_name
from isoscan.source.spans import Span

if TYPE_CHECKING:
    from isoscan.facts.records import Argument, Call, Scope
    from isoscan.model.module import Module
    from isoscan.model.parts import Part

Obstacle = tuple[str, Span | None] | None

_INITIALISER = "__init__"
# They make an object like another, with some of its fields changed.
_COPIERS = ("replace", "_replace", "evolve", "model_copy")
_KNOWN = ("function", "class", "import")


class _Callee(NamedTuple):
    """What is called: a def of a module, a method (of the class `owner`), or a class for its objects.

    `relatives` are classes that derive from `owner`; `is_handed_on` says that the def is used otherwise than
    by calling it.
    """

    name: str
    owner: Scope | None
    part: Part
    makes_objects: bool
    relatives: frozenset[str]
    is_handed_on: bool


def passed_by_keyword(module: Module, part: Part, home: int, name: str) -> Iterator[Span]:
    """Where calls pass what is called `name` in a scope, as surely as can be told; the names' own spans."""
    callee = _callee(module, part, home, name)
    if callee is None:
        return
    for owner, call, argument in _passing(module, name):
        is_ours = argument.keyword == name and _is_call(owner, call, callee)
        if is_ours and (found := _keyword_before(owner, argument.value.span, name)):
            yield owner.span(found)


def obstacle_to_arguments(module: Module, part: Part, home: int, name: str) -> Obstacle:
    """What speaks against a new name: a call that may pass it without being seen to."""
    callee = _callee(module, part, home, name)
    if callee is None:
        return None
    for owner, call, argument in _passing(module, name):
        place = owner.span(call.span)
        if _is_call(owner, call, callee):
            if argument.star:
                return f"line {{line}} calls `{callee.name}` with a dict of arguments (`**`)", place
            if _keyword_before(owner, argument.value.span, name) is None:
                return f"how line {{line}} passes `{name}=` is hard to tell", place
        elif _may_be_call(module, owner, call, callee):
            passed = "a dict of arguments (`**`)" if argument.star else f"`{name}=`"
            return f"line {{line}} passes {passed} to `{callee.name}` in a roundabout way", place
    return None


def derived_from(module: Module, name: str) -> Iterator[tuple[Part, Scope]]:
    """The classes that derive from one of that name, however far."""
    known = {name}
    found = True
    given: set[str] = set()
    while found:
        found = False
        for part in module.parts:
            for scope in part.facts.scopes:
                if scope.kind != "class" or scope.name in given or scope.statement < 0:
                    continue
                if known & set(part.facts.statements[scope.statement].bases):
                    known.add(scope.name)
                    given.add(scope.name)
                    found = True
                    yield part, scope


def _callee(module: Module, part: Part, home: int, name: str) -> _Callee | None:
    """What callers of a scope call; None if `name` is not something that calls pass."""
    scope = part.facts.scopes[home]
    if scope.kind == "class":
        relatives = frozenset(derived.name for _, derived in derived_from(module, scope.name))
        return _Callee(scope.name, scope, part, True, relatives, False)
    if scope.kind != "function" or not any(parameter.name == name for parameter in scope.parameters):
        return None
    parent = part.facts.scopes[scope.parent]
    if parent.kind != "class":
        return _Callee(
            scope.name, None, part, False, frozenset(), _is_handed_on(module, part, home, scope.name)
        )
    relatives = frozenset(derived.name for _, derived in derived_from(module, parent.name))
    if scope.name == _INITIALISER:
        return _Callee(parent.name, parent, part, True, relatives, False)
    return _Callee(scope.name, parent, part, False, relatives, False)


def _is_handed_on(module: Module, part: Part, home: int, name: str) -> bool:
    """Whether a def is read otherwise than to be called: `SCANS = [scan]`."""
    parent = part.facts.scopes[home].parent
    called = {(owner.index, call.span.start) for owner, call in _calls(module) if call.callee == name}
    return any(
        (owner.index, use.span.start) not in called
        for owner, use in uses_of_name(module, part, parent, name)
        if use.access == "read"
    )


def _is_call(owner: Part, call: Call, callee: _Callee) -> bool:
    if callee.owner is None or callee.makes_objects:
        return call.callee == callee.name
    if call.name != callee.name:
        return False
    before = call.callee.removesuffix(f".{callee.name}")
    within = owner is callee.part and _holds(callee.owner.span, call.span)
    return not callee.relatives and (
        before in (callee.owner.name, f"{callee.owner.name}()") or (within and before in ("self", "cls"))
    )


def _may_be_call(module: Module, owner: Part, call: Call, callee: _Callee) -> bool:
    if callee.owner is None:
        return _names(owner, call, callee.name) or (
            callee.is_handed_on and not _is_known(module, call.callee)
        )
    if callee.makes_objects:
        makers = (_INITIALISER, *_COPIERS, *callee.relatives)
        return call.name in makers or _names(owner, call, callee.name)
    return call.name == callee.name or any(
        attribute.name == callee.name and _holds(call.span, attribute.span)
        for attribute in owner.facts.attributes
    )


def _is_known(module: Module, callee: str) -> bool:
    """Whether what is called is a def, a class or an import, a built-in, or something of theirs."""
    root = re.split(r"[.(\[]", callee, maxsplit=1)[0]
    if root != callee:
        return "[]" not in callee.rpartition(".")[2]
    sites = module.bindings.get(root)
    own = any(root in scope.bound for part in module.parts for scope in part.facts.scopes[1:])
    return not own and all(site.use.binding in _KNOWN for site in sites)


def _passing(module: Module, name: str) -> Iterator[tuple[Part, Call, Argument]]:
    """Calls that pass something by a name, with the argument; a dict of arguments may."""
    for part, call in _calls(module):
        for argument in call.arguments:
            if argument.keyword == name or argument.star == "**":
                yield part, call, argument


def _calls(module: Module) -> Iterator[tuple[Part, Call]]:
    return ((part, call) for part in module.parts for call in part.facts.calls)


def _names(part: Part, call: Call, name: str) -> bool:
    """Whether a name stands somewhere in a call: `partial(scan, n=3)`, `df.apply(scan, n=3)`."""
    return any(use.name == name and _holds(call.span, use.span) for use in part.facts.names)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _keyword_before(part: Part, value: Span, name: str) -> Span | None:
    """The keyword of an argument whose value is known, in the chunk's lines."""
    before = part.lines[value.line][: value.column] if value.line < len(part.lines) else ""
    found = re.search(rf"\b({re.escape(name)})\s*=\s*\(*\s*$", before)
    return Span(value.line, found.start(1), value.line, found.end(1)) if found else None
