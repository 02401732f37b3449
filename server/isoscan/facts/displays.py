"""Handlers for displays: lists, tuples, sets and dicts, with what is unpacked in them."""

from __future__ import annotations

from isoscan.facts.expression import Expression
from isoscan.facts.shapes import EMPTY_DISPLAY
from isoscan.facts.walk import HANDLERS, Walk, forget, handles, operands, visit_all, visit_other
from isoscan.source.syntax import Node

# Deeper constants could not be compared or shown: Python recurses over nested tuples.
_DEEPEST_CONSTANT = 40


@handles("list", "tuple", "set", "expression_list")
def visit_display(walk: Walk, node: Node, _: int) -> None:
    """Read a list, tuple or set display, or a tuple without parentheses."""
    walk.stack.append((finish_display, node, len(walk.results)))
    visit_all(walk, node.named_children)


def finish_display(walk: Walk, node: Node, mark: int) -> None:
    """Give a display of constants its value, and keep its parts for the assignment around it."""
    parts = walk.results[mark:]
    forget(walk, node, mark)
    kind = node.type
    expression = Expression("list" if kind == "list" else "set" if kind == "set" else "tuple", node)
    constant = kind != "set"
    depth = 0
    for part in parts:
        expression.count(part)
        constant = constant and part.constant
        depth = max(depth, part.depth)
    expression.depth = depth + 1
    if constant and depth < _DEEPEST_CONSTANT:
        expression.constant = True
        expression.value = tuple([part.value for part in parts])
    if not parts:
        expression.traits = EMPTY_DISPLAY.get(kind, 0)
    expression.entries = [(None, part, part.node) for part in parts]
    walk.results.append(expression)


@handles("dictionary")
def visit_dictionary(walk: Walk, node: Node, _: int) -> None:
    """Read a dict display."""
    stack = walk.stack
    stack.append((finish_dictionary, node, len(walk.results)))
    for child in reversed(node.named_children):
        if child.type == "pair" and len(parts := operands(child)) == 2:
            stack.append((finish_pair, child, 0))
            visit_all(walk, parts)
        elif child.type != "comment":
            stack.append((HANDLERS.get(child.type, visit_other), child, 0))


def finish_pair(walk: Walk, node: Node, _: int) -> None:
    """Join a key and its value to one result."""
    value = walk.results.pop()
    key = walk.results.pop()
    expression = Expression("other", node)
    expression.count(key)
    expression.count(value)
    expression.depth = value.depth
    expression.entries = [(key, value, node)]
    walk.results.append(expression)


def finish_dictionary(walk: Walk, node: Node, mark: int) -> None:
    """Keep a dict's pairs for the assignment around it."""
    pairs = walk.results[mark:]
    forget(walk, node, mark)
    expression = Expression("dict", node)
    expression.entries = []
    for pair in pairs:
        expression.count(pair)
        expression.depth = max(expression.depth, pair.depth)
        if pair.node.type == "pair" and pair.entries:
            expression.entries.extend(pair.entries)
    expression.depth += 1
    if not pairs:
        expression.traits = EMPTY_DISPLAY["dictionary"]
    walk.results.append(expression)


@handles("list_splat", "dictionary_splat", "list_splat_pattern", "dictionary_splat_pattern")
def visit_splat(walk: Walk, node: Node, _: int) -> None:
    """Read `*x` or `**x`."""
    walk.stack.append((finish_splat, node, len(walk.results)))
    visit_all(walk, node.named_children)


def finish_splat(walk: Walk, node: Node, mark: int) -> None:
    """Mark what is unpacked."""
    inner = walk.results[mark] if len(walk.results) > mark else Expression("other", node)
    forget(walk, node, mark)
    expression = Expression("other", node)
    expression.star = "**" if node.type.startswith("dict") else "*"
    expression.count(inner)
    expression.owner = inner
    walk.results.append(expression)
