"""Handlers for annotations: their names are read, their subscripts are no items."""

from __future__ import annotations

from isoscan.facts.walk import Walk, finish_other, handles, visit_all
from isoscan.source.syntax import Node


@handles("type")
def visit_type(walk: Walk, node: Node, _: int) -> None:
    """Read an annotation or a part of one."""
    walk.stack.append((_drop_items, node, len(walk.items)))
    walk.stack.append((finish_other, node, len(walk.results)))
    visit_all(walk, node.named_children)


def _drop_items(walk: Walk, node: Node, mark: int) -> None:
    """`Literal["a"]` has no item `a`."""
    del walk.items[mark:]


@handles("member_type")
def visit_member_type(walk: Walk, node: Node, _: int) -> None:
    """Read `a.b` of a type: `b` is an attribute, not a name."""
    walk.stack.append((finish_other, node, len(walk.results)))
    visit_all(walk, node.named_children[:1])


@handles("type_conversion", "import_prefix", "keyword_separator", "positional_separator", "line_continuation")
def visit_nothing(walk: Walk, node: Node, _: int) -> None:
    """Skip a token that says nothing; it leaves no result."""
