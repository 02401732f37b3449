"""Handlers for strings: their values, and for f-strings the pattern with `{}` for the holes."""

from __future__ import annotations

from isoscan.facts.constants import string_of
from isoscan.facts.expression import Expression
from isoscan.facts.walk import Walk, finish_other, forget, handles, visit_all, visit_other
from isoscan.source.patterns import lazily
from isoscan.source.syntax import Node

_OPENING = lazily(r"([a-zA-Z]*)(\"\"\"|'''|\"|')")


@handles("string")
def visit_string(walk: Walk, node: Node, _: int) -> None:
    """Read a string literal, and the expressions in it."""
    text = walk.text_of(node)
    opening = _OPENING.match(text)
    if opening is None:
        visit_other(walk, node, 0)
        return
    prefix, quote = opening[1].lower(), opening[2]
    if "f" in prefix or "t" in prefix:
        holes = [child for child in node.children if child.type == "interpolation"]
        if holes:
            walk.stack.append((_finish_pattern, node, len(walk.results)))
            visit_all(walk, holes)
            return
    content = text[opening.end() :]
    is_closed = content.endswith(quote)
    if is_closed:
        content = content[: -len(quote)]
    walk.results.append(_literal(node, content, prefix, is_closed))


def _literal(node: Node, content: str, prefix: str, is_closed: bool) -> Expression:
    """A string without holes; one that is not closed has no value."""
    expression = Expression("constant", node)
    if "f" in prefix:
        content = content.replace("{{", "{").replace("}}", "}")
        expression.kind = "string"
    value = string_of(content, prefix) if is_closed else None
    if value is not None:
        expression.constant = True
        expression.value = value
        expression.text = '""'
        if isinstance(value, str):
            expression.has_key = True
            expression.key = value
    return expression


def _finish_pattern(walk: Walk, node: Node, mark: int) -> None:
    expression = Expression("string", node)
    for hole in walk.results[mark:]:
        expression.count(hole)
    forget(walk, node, mark)
    text = walk.text_of
    parts = []
    for child in node.children:
        if child.type == "interpolation":
            parts.append("{}")
        elif child.type == "string_content":
            parts.append(text(child))
    expression.key = "".join(parts)
    expression.has_key = expression.pattern = True
    expression.text = '""'
    walk.results.append(expression)


@handles("interpolation", "format_expression")
def visit_hole(walk: Walk, node: Node, _: int) -> None:
    """Read what stands in braces; `{x:=10}` is `x` with a format, though the tree shows a walrus."""
    parts = [
        child.named_children[0] if child.type == "named_expression" else child
        for child in node.named_children
    ]
    walk.stack.append((finish_other, node, len(walk.results)))
    visit_all(walk, parts)


@handles("concatenated_string")
def visit_concatenation(walk: Walk, node: Node, _: int) -> None:
    """Read string literals that stand side by side."""
    walk.stack.append((_finish_concatenation, node, len(walk.results)))
    visit_all(walk, node.named_children)


def _finish_concatenation(walk: Walk, node: Node, mark: int) -> None:
    parts = walk.results[mark:]
    forget(walk, node, mark)
    expression = Expression("constant", node)
    expression.text = '""'
    values = [part.value for part in parts if part.constant]
    for part in parts:
        expression.count(part)
        if part.kind == "string":
            expression.kind = "string"
    if all(isinstance(value, bytes) for value in values) and len(values) == len(parts):
        expression.constant = True
        expression.value = b"".join(value for value in values if isinstance(value, bytes))
    keys = [part.key for part in parts if isinstance(part.key, str)]
    if len(keys) == len(parts):
        text = "".join(keys)
        if len(values) == len(parts):
            expression.constant = True
            expression.value = text
        expression.pattern = any(part.pattern for part in parts)
        expression.has_key = True
        expression.key = text
    walk.results.append(expression)
