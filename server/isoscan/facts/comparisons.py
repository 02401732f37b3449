"""Comparisons of two operands, turned so that a literal stands on the right."""

from __future__ import annotations

from isoscan.facts.expression import BOOLEAN, Expression, value_of
from isoscan.facts.records import Comparison
from isoscan.facts.walk import Walk, forget
from isoscan.source.spans import Span
from isoscan.source.syntax import Node

_OPERATORS = {
    "<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "==", "!=": "!=", "<>": "!=",
    "in": "in", "not in": "not in", "is": "is", "is not": "is not",
}  # fmt: skip
_MIRRORED = {
    "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=", "is": "is", "is not": "is not",
}  # fmt: skip


def finish_comparison(walk: Walk, node: Node, mark: int) -> None:
    """Note each comparison of a chain; together they are one truth."""
    parts = walk.results[mark:]
    forget(walk, node, mark)
    operators = [_OPERATORS[child.type] for child in node.children if child.type in _OPERATORS]
    expression = Expression("comparison", node)
    expression.traits = BOOLEAN
    for part in parts:
        expression.count(part)
    for left, operator, right in zip(parts, operators, parts[1:], strict=False):
        expression.comparisons += 1
        walk.comparisons.append(_comparison(walk, left, operator, right))
    if parts:
        first = parts[1] if parts[0].constant and len(parts) > 1 else parts[0]
        expression.root = first.root
        expression.subject = first.subject
        expression.is_column = first.is_column
    walk.results.append(expression)


def _comparison(walk: Walk, left: Expression, operator: str, right: Expression) -> Comparison:
    start, end = left.node.start_point, right.node.end_point
    if left.constant and not right.constant and operator in _MIRRORED:
        left, operator, right = right, _MIRRORED[operator], left
    value = right.value
    literal = right.constant and isinstance(value, bool | int | float | complex | str)
    factor = right.factor or left.factor
    return Comparison(
        subject=left.subject,
        operator=operator,
        literal=value_of(right) if literal else None,
        other="None" if right.constant and value is None else right.subject,
        other_root=right.root,
        other_key=right.key if right.has_key and right.kind == "subscript" else None,
        factor=value_of(factor) if factor else None,
        span=Span(start.row, start.column, end.row, end.column),
        scope=walk.scope,
        statement=walk.statement,
    )
