"""Handlers for expressions: what is read, and what each comes to in summary."""

from __future__ import annotations

from isoscan.facts.assignments import note_assignment
from isoscan.facts.comparisons import finish_comparison
from isoscan.facts.constants import calculated, number_of, signed
from isoscan.facts.expression import BOOLEAN, FLAG, Expression, value_of
from isoscan.facts.records import Constant, Return
from isoscan.facts.targets import visit_target
from isoscan.facts.walk import (
    BINDING_CODES,
    Action,
    Walk,
    forget,
    handles,
    operands,
    visit_all,
    visit_other,
)
from isoscan.source.syntax import Node

_LITERALS: dict[str, Constant] = {"true": True, "false": False, "none": None}
_CONNECTIVES = frozenset({"&", "|", "~", "^"})
_WALRUS = BINDING_CODES["walrus"]


@handles("identifier", "keyword_identifier")
def visit_name(walk: Walk, node: Node, _: int) -> None:
    """Read a name."""
    name = walk.tree.name_of(node)
    expression = Expression("name", node)
    if name:
        walk.read(name, node)
        expression.dotted = expression.text = expression.frame = name
        expression.root = expression.subject = name
        expression.traits = walk.scopes[walk.scope].traits.get(name, 0)
    walk.results.append(expression)


@handles("integer", "float")
def visit_number(walk: Walk, node: Node, _: int) -> None:
    """Read a number."""
    expression = Expression("constant", node)
    value = number_of(walk.text_of(node))
    if value is not None:
        expression.constant = True
        expression.value = value
    walk.results.append(expression)


@handles("true", "false", "none")
def visit_literal(walk: Walk, node: Node, _: int) -> None:
    """Read True, False or None."""
    expression = Expression("constant", node)
    expression.constant = True
    expression.value = _LITERALS[node.type]
    if expression.value is not None:
        expression.traits = BOOLEAN
    walk.results.append(expression)


@handles("ellipsis")
def visit_ellipsis(walk: Walk, node: Node, _: int) -> None:
    """Read `...`."""
    walk.results.append(Expression("other", node))


@handles("parenthesized_expression")
def visit_parentheses(walk: Walk, node: Node, _: int) -> None:
    """Read what stands in parentheses, which then belong to its span."""
    inner = operands(node)
    if len(inner) != 1:
        visit_other(walk, node, 0)
        return
    walk.stack.append((finish_parentheses, node, 0))
    visit_all(walk, node.named_children)


def finish_parentheses(walk: Walk, node: Node, _: int) -> None:
    """Let an expression's span take in its parentheses."""
    walk.results[-1].node = node


@handles("unary_operator")
def visit_unary(walk: Walk, node: Node, _: int) -> None:
    """Read a sign or `~`."""
    _visit_operands(walk, node, 1, finish_unary)


def finish_unary(walk: Walk, node: Node, _: int) -> None:
    """Give a signed number its value, a negated mask its traits."""
    inner = walk.results[-1]
    operator = node.child(0).type
    value = signed(operator, inner.value) if inner.constant else None
    expression = Expression("constant" if value is not None else "arithmetic", node)
    if value is not None:
        expression.constant = True
        expression.value = value
    elif operator == "~":
        expression.kind = "boolean"
        expression.traits = inner.traits & BOOLEAN
    expression.count(inner)
    expression.connectives += operator == "~" and value is None
    _name_after(expression, inner)
    walk.results[-1] = expression


@handles("not_operator")
def visit_not(walk: Walk, node: Node, _: int) -> None:
    """Read `not x`."""
    _visit_operands(walk, node, 1, finish_not)


def finish_not(walk: Walk, node: Node, _: int) -> None:
    """Give `not x` its summary."""
    inner = walk.results[-1]
    expression = Expression("boolean", node)
    expression.traits = BOOLEAN
    expression.count(inner)
    expression.connectives += 1
    _name_after(expression, inner)
    walk.results[-1] = expression


@handles("binary_operator")
def visit_binary(walk: Walk, node: Node, _: int) -> None:
    """Read arithmetic, `&` and `|`."""
    _visit_operands(walk, node, 2, finish_binary)


def finish_binary(walk: Walk, node: Node, _: int) -> None:
    """Give arithmetic on numbers its value, a combination of masks its traits."""
    results = walk.results
    right = results.pop()
    left = results[-1]
    operator = next(child.type for child in node.children[1:] if not child.is_named)
    expression = Expression("arithmetic", node)
    expression.count(left)
    expression.count(right)
    if operator in _CONNECTIVES:
        expression.connectives += 1
        expression.traits = (left.traits | right.traits) & BOOLEAN
        if not left.constant and not right.constant:
            expression.kind = "boolean"
        if operator == "|" and right.entries is not None and _is_mapping(right):
            # `P | {"x": 1}`: what the right side holds counts, whatever stands on the left.
            expression.entries = [*(left.entries or () if _is_mapping(left) else ()), *right.entries]
    elif left.constant and right.constant:
        value = calculated(operator, left.value, right.value)
        if value is not None:
            expression.kind = "constant"
            expression.constant = True
            expression.value = value
    elif operator == "*" or (operator == "/" and right.constant):
        expression.factor = right if right.constant else left if left.constant else None
    if operator in "*+" and right.constant and left.traits & BOOLEAN and right.value in (0, 1):
        expression.traits = FLAG
    first = right if right.is_column and not left.is_column else left
    _name_after(expression, first if first.subject else right)
    expression.root = left.root or right.root
    results[-1] = expression


def _is_mapping(expression: Expression) -> bool:
    """Whether an expression is a dict with entries that are shown: a display, `dict(a=1)`, their union."""
    kind = expression.kind
    return kind in ("dict", "boolean") or (kind == "call" and expression.callee == "dict")


@handles("boolean_operator")
def visit_boolean(walk: Walk, node: Node, _: int) -> None:
    """Read `and` and `or`."""
    _visit_operands(walk, node, 2, finish_boolean)


def finish_boolean(walk: Walk, node: Node, _: int) -> None:
    """Give `and` and `or` their summary."""
    right = walk.results.pop()
    left = walk.results[-1]
    expression = Expression("boolean", node)
    # `name or "default"` is a value, not a truth.
    expression.traits = (left.traits | right.traits) & BOOLEAN
    expression.count(left)
    expression.count(right)
    expression.connectives += 1
    _name_after(expression, left if left.subject else right)
    expression.root = left.root or right.root
    walk.results[-1] = expression


@handles("comparison_operator")
def visit_comparison(walk: Walk, node: Node, _: int) -> None:
    """Read a chain of comparisons."""
    walk.stack.append((finish_comparison, node, len(walk.results)))
    visit_all(walk, node.named_children)


@handles("conditional_expression")
def visit_conditional(walk: Walk, node: Node, _: int) -> None:
    """Read `a if b else c`."""
    _visit_operands(walk, node, 3, finish_conditional)


def finish_conditional(walk: Walk, node: Node, _: int) -> None:
    """Give `a if b else c` its summary: two constants to choose from make a flag."""
    other = walk.results.pop()
    condition = walk.results.pop()
    body = walk.results[-1]
    expression = Expression("conditional", node)
    for inner in (body, condition, other):
        expression.count(inner)
    if body.constant and other.constant:
        expression.traits = FLAG
    else:
        expression.traits = body.traits & other.traits & (BOOLEAN | FLAG)
    _name_after(expression, body if body.subject else other)
    walk.results[-1] = expression


@handles("named_expression")
def visit_walrus(walk: Walk, node: Node, _: int) -> None:
    """Read `name := value`."""
    parts = operands(node)
    if len(parts) != 2 or parts[0].type != "identifier":
        visit_other(walk, node, 0)
        return
    stack = walk.stack
    stack.append((finish_walrus, node, 0))
    stack.append((visit_target, parts[0], _WALRUS))
    visit_all(walk, node.named_children[1:])


def finish_walrus(walk: Walk, node: Node, _: int) -> None:
    """Note the assignment of a walrus; the expression is then its value under that name."""
    target = walk.results.pop()
    value = walk.results[-1]
    note_assignment(walk, target, value)
    expression = Expression(value.kind, node)
    expression.constant = value.constant
    expression.value = value.value
    expression.callee = value.callee
    expression.traits = value.traits
    expression.root = value.root
    expression.subject = target.subject
    expression.count(value)
    walk.results[-1] = expression


@handles("await")
def visit_await(walk: Walk, node: Node, _: int) -> None:
    """Read `await x`."""
    _visit_operands(walk, node, 1, finish_await)


def finish_await(walk: Walk, node: Node, _: int) -> None:
    """Let `await x` be known as `x` is."""
    inner = walk.results[-1]
    expression = Expression("await", node)
    expression.callee = inner.callee
    expression.traits = inner.traits
    expression.count(inner)
    _name_after(expression, inner)
    walk.results[-1] = expression


@handles("yield")
def visit_yield(walk: Walk, node: Node, _: int) -> None:
    """Read `yield` and `yield from`."""
    walk.stack.append((finish_yield, node, len(walk.results)))
    visit_all(walk, node.named_children)


def finish_yield(walk: Walk, node: Node, mark: int) -> None:
    """Note what is yielded, and that the function is a generator."""
    inner = walk.results[mark:]
    forget(walk, node, mark)
    walk.scopes[walk.scope].is_generator = True
    value = value_of(inner[0]) if inner else None
    walk.returns.append(Return(value, True, walk.scope, walk.statement))
    expression = Expression("yield", node)
    for part in inner:
        expression.count(part)
    walk.results.append(expression)


def _name_after(expression: Expression, inner: Expression) -> None:
    """Let an expression go by the name of a part of it."""
    expression.root = inner.root
    expression.subject = inner.subject
    expression.is_column = inner.is_column


def _visit_operands(walk: Walk, node: Node, count: int, finish: Action) -> None:
    children = node.named_children
    if len(children) != count and len(operands(node)) != count:
        visit_other(walk, node, 0)
        return
    walk.stack.append((finish, node, 0))
    visit_all(walk, children)
