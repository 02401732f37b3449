"""Handlers for what is assigned to: names, attributes, subscripts, and unpackings of these."""

from __future__ import annotations

from isoscan.facts.access import visit_attribute, visit_subscript
from isoscan.facts.expression import Expression
from isoscan.facts.walk import (
    BINDING_CODES,
    BINDINGS,
    DELETE,
    HANDLERS,
    NOISE,
    UPDATE,
    WRITE,
    Action,
    Walk,
    forget,
    visit_other,
)
from isoscan.source.syntax import Node

_AUGMENTED = BINDING_CODES["augmented"]
_DELETE = BINDING_CODES["delete"]
_WALRUS = BINDING_CODES["walrus"]


def visit_target(walk: Walk, node: Node, binding: int) -> None:
    """Bind a target, by the binding code; leaves one result, with `entries` for an unpacking."""
    action = _TARGETS.get(node.type)
    if action is None:
        HANDLERS.get(node.type, visit_other)(walk, node, 0)
    else:
        action(walk, node, binding)


def _visit_name(walk: Walk, node: Node, binding: int) -> None:
    name = walk.tree.name_of(node)
    expression = Expression("name", node)
    expression.dotted = expression.text = expression.frame = expression.root = expression.subject = name
    walk.results.append(expression)
    if binding == _AUGMENTED and name:
        walk.read(name, node)
    if binding == _WALRUS:
        _note_walrus(walk, name)
    walk.bind(name, node, BINDINGS[binding])


def _note_walrus(walk: Walk, name: str) -> None:
    """Let a walrus in a comprehension bind where the comprehension stands."""
    scope = walk.scope
    while walk.scopes[scope].kind == "comprehension":
        scope = walk.scopes[scope].parent
    if scope == walk.scope or not name:
        return
    owner, inner = walk.scopes[scope], walk.scopes[walk.scope]
    owner.bound.add(name)
    if owner.kind == "module" or name in owner.global_names:
        inner.global_names.add(name)
    else:
        inner.nonlocal_names.add(name)


def _access_of(binding: int) -> int:
    return DELETE if binding == _DELETE else UPDATE if binding == _AUGMENTED else WRITE


def _visit_attribute(walk: Walk, node: Node, binding: int) -> None:
    visit_attribute(walk, node, _access_of(binding))


def _visit_subscript(walk: Walk, node: Node, binding: int) -> None:
    """`P["a"]["b"] = 1` writes an item of `P["a"]`, and so updates `P["a"]`."""
    visit_subscript(walk, node, _access_of(binding))
    inner = node.child(0)
    if inner is not None and inner.type == "subscript" and walk.stack[-1][1] == inner:
        walk.stack.pop()
        walk.stack.append((visit_subscript, inner, UPDATE))


def _visit_unpacking(walk: Walk, node: Node, binding: int) -> None:
    children = node.children
    parts = [child for child in children if child.is_named and child.type not in NOISE]
    if len(parts) == 1 and node.type in _PARENTHESES and not any(child.type == "," for child in children):
        visit_target(walk, parts[0], binding)
        return
    walk.stack.append((_finish_unpacking, node, len(walk.results)))
    for part in reversed(parts):
        walk.stack.append((visit_target, part, binding))


_PARENTHESES = frozenset({"tuple_pattern", "parenthesized_expression", "parenthesized_list_splat"})


def _finish_unpacking(walk: Walk, node: Node, mark: int) -> None:
    expression = Expression("tuple", node)
    expression.entries = [(None, part, part.node) for part in walk.results[mark:]]
    forget(walk, node, mark)
    walk.results.append(expression)


def _visit_splat(walk: Walk, node: Node, binding: int) -> None:
    parts = [child for child in node.named_children if child.type not in NOISE]
    walk.stack.append((_finish_splat, node, len(walk.results)))
    for part in reversed(parts):
        walk.stack.append((visit_target, part, binding))


def _finish_splat(walk: Walk, node: Node, mark: int) -> None:
    inner = walk.results[mark] if len(walk.results) > mark else Expression("other", node)
    forget(walk, node, mark)
    inner.star = "*"
    walk.results.append(inner)


_TARGETS: dict[str, Action] = {
    "identifier": _visit_name,
    "attribute": _visit_attribute,
    "subscript": _visit_subscript,
    "pattern_list": _visit_unpacking,
    "tuple_pattern": _visit_unpacking,
    "list_pattern": _visit_unpacking,
    "expression_list": _visit_unpacking,
    "tuple": _visit_unpacking,
    "list": _visit_unpacking,
    "parenthesized_expression": _visit_unpacking,
    "parenthesized_list_splat": _visit_unpacking,
    "as_pattern_target": _visit_unpacking,
    "list_splat": _visit_splat,
    "list_splat_pattern": _visit_splat,
}
