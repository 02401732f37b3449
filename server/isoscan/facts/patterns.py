"""Handlers for the patterns of `match`: what they capture and what they read. They leave no results."""

from __future__ import annotations

from isoscan.facts.walk import HANDLERS, NOISE, Action, Walk, forget, handles, visit_other
from isoscan.source.spans import Span
from isoscan.source.syntax import Node


@handles("case_pattern")
def visit_pattern(walk: Walk, node: Node, _: int) -> None:
    """Read a pattern: a lone name is captured, a dotted name is read."""
    for child in reversed(node.named_children):
        if child.type == "comment":
            continue
        action = _PATTERNS.get(child.type)
        if action is None:
            walk.stack.append((forget, child, len(walk.results)))
            action = HANDLERS.get(child.type, visit_other)
        walk.stack.append((action, child, 0))


def _visit_name(walk: Walk, node: Node, _: int) -> None:
    parts = _identifiers(node)
    if len(parts) == 1:
        _capture(walk, parts[0])
    else:
        _read(walk, parts)


def _visit_class(walk: Walk, node: Node, _: int) -> None:
    for child in reversed(node.named_children):
        if child.type == "dotted_name":
            _read(walk, _identifiers(child))
        elif child.type not in NOISE:
            walk.stack.append((_PATTERNS.get(child.type, visit_pattern), child, 0))


def _visit_keyword(walk: Walk, node: Node, _: int) -> None:
    """`name=pattern` in a class pattern: the name is an attribute's."""
    for child in node.named_children[1:]:
        if child.type not in NOISE:
            walk.stack.append((_PATTERNS.get(child.type, _visit_value), child, 0))


def _visit_mapping(walk: Walk, node: Node, _: int) -> None:
    """A name that is a key is read, what stands behind the colon is a pattern."""
    for child in node.named_children:
        if child.type == "dotted_name":
            _read(walk, _identifiers(child))
        elif child.type not in NOISE:
            walk.stack.append((_PATTERNS.get(child.type, _visit_value), child, 0))


def _visit_value(walk: Walk, node: Node, _: int) -> None:
    walk.stack.append((forget, node, len(walk.results)))
    walk.stack.append((HANDLERS.get(node.type, visit_other), node, 0))


def _visit_splat(walk: Walk, node: Node, _: int) -> None:
    for child in _identifiers(node):
        _capture(walk, child)


def _visit_as(walk: Walk, node: Node, _: int) -> None:
    for child in node.named_children:
        if child.type == "identifier":
            _capture(walk, child)
        elif child.type not in NOISE:
            walk.stack.append((_PATTERNS.get(child.type, _visit_value), child, 0))


_PATTERNS: dict[str, Action] = {
    "case_pattern": visit_pattern,
    "dotted_name": _visit_name,
    "list_pattern": visit_pattern,
    "tuple_pattern": visit_pattern,
    "union_pattern": visit_pattern,
    "class_pattern": _visit_class,
    "keyword_pattern": _visit_keyword,
    "dict_pattern": _visit_mapping,
    "splat_pattern": _visit_splat,
    "as_pattern": _visit_as,
}


@handles("dotted_name")
def visit_dotted(walk: Walk, node: Node, _: int) -> None:
    """Read a dotted name that stands outside of imports and patterns (in broken code)."""
    _read(walk, _identifiers(node))


def _identifiers(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type == "identifier"]


def _capture(walk: Walk, node: Node) -> None:
    name = walk.tree.name_of(node)
    if name != "_":
        walk.bind(name, node, "match")


def _read(walk: Walk, parts: list[Node]) -> None:
    """Read the name that a dotted name starts from, and its attributes."""
    base = ""
    for part in parts:
        name = walk.tree.name_of(part)
        if not name:
            return
        if not base:
            walk.read(name, part)
            base = name
            continue
        start, end = parts[0].start_point, part.end_point
        span = Span(start.row, start.column, end.row, end.column)
        walk.attributes.append((base, name, "read", span, walk.scope, walk.statement))
        base = f"{base}.{name}"
