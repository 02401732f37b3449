"""Records of assignments, and of the entries of displays that are assigned."""

from __future__ import annotations

from isoscan.facts.expression import Expression, Key, value_of
from isoscan.facts.frames import key_of
from isoscan.facts.records import Assignment, DictEntry
from isoscan.facts.walk import Walk
from isoscan.source.spans import Span
from isoscan.source.syntax import Node

_DEEPEST_ENTRY = 20
_LONGEST_PLAIN_LIST = 100


def note_assignment(
    walk: Walk, target: Expression, value: Expression | None, operator: str = "", annotation: str = ""
) -> None:
    """Note that a target gets a value; an unpacking gives one record per part."""
    pending = [(target, value, False)]
    while pending:
        part, given, unpacked = pending.pop()
        if part.entries is None or part.kind != "tuple":
            _note_one(walk, part, given, operator, annotation, unpacked)
            continue
        parts = [inner for _, inner, _ in part.entries]
        values = _values_for(parts, given)
        pending.extend((inner, inner_value, True) for inner, inner_value in zip(parts, values, strict=True))


def _values_for(parts: list[Expression], value: Expression | None) -> list[Expression | None]:
    """The values that the parts of an unpacking get, where the right side shows them."""
    shown = value.entries if value is not None and value.kind in ("tuple", "list") else None
    given = [inner for _, inner, _ in shown or ()]
    starred = any(part.star for part in parts) or any(inner.star for inner in given)
    if starred or len(given) != len(parts):
        return [None] * len(parts)
    return list(given)


def _note_one(
    walk: Walk, target: Expression, value: Expression | None, operator: str, annotation: str, unpacked: bool
) -> None:
    if target.kind == "name" and value is not None and not operator:
        walk.scopes[walk.scope].traits[target.dotted] = value.traits
    is_item = target.kind == "subscript"
    text = _container_of(target)
    walk.assignments.append(
        Assignment(
            target=text,
            target_span=walk.span_of(target.node),
            is_item=is_item and target.has_key,
            key=target.key if is_item else None,
            pattern=is_item and target.pattern,
            operator=operator,
            annotation=annotation,
            value=None if value is None else value_of(value),
            unpacked=unpacked,
            scope=walk.scope,
            statement=walk.statement,
        )
    )
    if value is not None and value.entries is not None and operator in ("", "|=", "+="):
        _note_entries_below(walk, target, value)


def note_named_assignment(walk: Walk, target: str, span: Span, value: Expression) -> None:
    """Note that what a dotted text names gets a value, though no assignment says so (`setattr`)."""
    walk.assignments.append(
        Assignment(
            target=target,
            target_span=span,
            is_item=False,
            key=None,
            pattern=False,
            operator="",
            annotation="",
            value=value_of(value),
            unpacked=False,
            scope=walk.scope,
            statement=walk.statement,
        )
    )


def _container_of(target: Expression) -> str:
    """The text of what an assignment to `target` changes: for a subscript its base."""
    owner = target.owner
    if target.kind == "subscript" and owner is not None:
        return owner.frame or owner.text
    return target.text if target.kind in ("name", "attribute") else ""


def _note_entries_below(walk: Walk, target: Expression, value: Expression) -> None:
    """Note a display's entries under a name, a dotted name or an item of one (`P["a"]["b"] = {...}`)."""
    keys: list[Key] = []
    while target.kind == "subscript" and target.owner is not None:
        if not target.has_key or target.pattern:
            return
        keys.append(target.key)
        target = target.owner
    if target.dotted:
        note_entries(walk, target.dotted, tuple(reversed(keys)), value)


def note_update(walk: Walk, target: Expression, given: list[Expression]) -> None:
    """Note the entries that `target.update({...}, name=...)` adds."""
    for argument in given:
        if not argument.keyword and argument.entries is not None:
            _note_entries_below(walk, target, argument)
    named = Expression("dict", target.node)
    named.entries = keyword_entries(given)
    _note_entries_below(walk, target, named)


def keyword_entries(given: list[Expression]) -> list[tuple[Expression | None, Expression, Node]]:
    """The keyword arguments of a call as entries of a dict."""
    entries: list[tuple[Expression | None, Expression, Node]] = []
    for argument in given:
        if argument.keyword and argument.owner is not None:
            name = argument.node.child(0)
            key = Expression("constant", argument.node if name is None else name)
            key.constant = True
            key.value = argument.keyword
            entries.append((key, argument.owner, argument.node))
    return entries


def note_entries(
    walk: Walk, container: str, path: tuple[Key, ...], value: Expression, scope: int | None = None
) -> None:
    """Note the entries of a display at any depth down to twenty, under a name of the scope (the current one).

    A list of more than a hundred constants gives none: its value says it all.
    """
    pending = [(path, value)]
    while pending:
        above, display = pending.pop()
        if display.entries is None or len(above) >= _DEEPEST_ENTRY:
            continue
        if display.constant and len(display.entries) > _LONGEST_PLAIN_LIST:
            continue
        for position, (key, inner, node) in enumerate(display.entries):
            found, constant, pattern = key_of(key) if key is not None else (not inner.star, position, False)
            if not found or pattern:
                continue
            inside = (*above, constant)
            walk.entries.append(
                DictEntry(
                    container=container,
                    path=inside,
                    span=walk.span_of(node),
                    key_span=walk.span_of(node if key is None else key.node),
                    value=value_of(inner),
                    scope=walk.scope if scope is None else scope,
                    statement=walk.statement,
                )
            )
            if inner.entries is not None:
                pending.append((inside, inner))
