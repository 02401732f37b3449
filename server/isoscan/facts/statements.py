"""Handlers for simple statements, but imports."""

from __future__ import annotations

from isoscan.facts.assignments import note_assignment
from isoscan.facts.expression import Expression, value_of
from isoscan.facts.records import Return, StatementKind
from isoscan.facts.targets import visit_target
from isoscan.facts.walk import (
    BINDING_CODES,
    HANDLERS,
    NOISE,
    Walk,
    forget,
    handles,
    visit_all,
    visit_other,
)
from isoscan.source.syntax import Node

_SIMPLE: dict[str, StatementKind] = {
    "return_statement": "return",
    "raise_statement": "raise",
    "assert_statement": "assert",
    "pass_statement": "pass",
    "break_statement": "break",
    "continue_statement": "continue",
    "exec_statement": "exec",
}
_EXPRESSION_STATEMENTS: dict[str, StatementKind] = {
    "assignment": "assignment",
    "augmented_assignment": "augmented",
}
_ASSIGNMENT = BINDING_CODES["assignment"]
_AUGMENTED = BINDING_CODES["augmented"]
_ANNOTATION = BINDING_CODES["annotation"]
_DELETE = BINDING_CODES["delete"]
_WITH = BINDING_CODES["with"]


@handles(*_SIMPLE)
def visit_simple(walk: Walk, node: Node, _: int) -> None:
    """Read a statement that only evaluates expressions."""
    opened = walk.open_statement(_SIMPLE[node.type], node)
    opened.broken |= node.has_error
    finish = _finish_return if node.type == "return_statement" else forget
    walk.stack.append((finish, node, len(walk.results)))
    if node.named_child_count:
        visit_all(walk, node.named_children)


def _finish_return(walk: Walk, node: Node, mark: int) -> None:
    results = walk.results[mark:]
    forget(walk, node, mark)
    value = value_of(results[0]) if results else None
    walk.returns.append(Return(value, False, walk.scope, walk.statement))


@handles("print_statement")
def visit_print(walk: Walk, node: Node, _: int) -> None:
    """Read Python 2's print, or Python 3's `print >>file, ...` with the name `print` that it reads."""
    opened = walk.open_statement("print", node)
    opened.broken |= node.has_error
    keyword = node.child(0)
    if keyword is not None:
        walk.read("print", keyword)
    walk.stack.append((forget, node, len(walk.results)))
    visit_all(walk, node.named_children)


@handles("expression_statement")
def visit_expression_statement(walk: Walk, node: Node, _: int) -> None:
    """Read an expression, an assignment, or several expressions that make a tuple."""
    parts = node.named_children
    first = parts[0] if parts else node
    opened = walk.open_statement(_EXPRESSION_STATEMENTS.get(first.type, "expression"), node)
    opened.broken |= node.has_error
    walk.stack.append((_finish_expression_statement, node, len(walk.results)))
    visit_all(walk, parts)


def _finish_expression_statement(walk: Walk, node: Node, mark: int) -> None:
    results = walk.results[mark:]
    forget(walk, node, mark)
    if len(results) != 1 or not isinstance(results[0].value, str):
        return
    index, scope = walk.statement, walk.scopes[walk.scope]
    opened = walk.statements[index]
    if opened.kind != "expression" or results[0].kind != "constant":
        return
    if index == scope.statement + 1 and opened.parent == scope.statement and opened.block in ("", "body"):
        scope.docstring = results[0].value


@handles("assignment")
def visit_assignment(walk: Walk, node: Node, _: int) -> None:
    """Read `a = b = value`, `a: int = value` and `a: int`."""
    statement = walk.statements[walk.statement]
    targets: list[Node] = []
    annotation: Node | None = None
    value: Node | None = node
    noise: list[Node] = []
    while value is not None and value.type == "assignment":
        parts = [child for child in value.children if child.type not in NOISE]
        targets.append(parts[0])
        noise.extend(child for child in value.children if child.type == "ERROR")
        annotation = annotation or next((child for child in parts if child.type == "type"), None)
        value = parts[-1] if len(parts) > 2 and parts[-2].type == "=" else None
    stack = walk.stack
    mark = len(walk.results)
    stack.append((_finish_assignment, node, mark << 1 | (value is not None)))
    binding = _ASSIGNMENT
    if annotation is not None:
        statement.annotation = walk.text_of(annotation)
        if value is None:
            statement.kind = "annotation"
            binding = _ANNOTATION
            if targets[0].type == "tuple_pattern":
                # `(name): int` neither binds nor reads the name, unlike `name: int`.
                targets = []
        stack.append((forget, annotation, mark + (value is not None) + len(targets)))
        stack.append((HANDLERS["type"], annotation, 0))
    for target in reversed(targets):
        stack.append((visit_target, target, binding))
    visit_all(walk, noise if value is None else [*noise, value])
    first = node.children[0]
    if first.type in ("identifier", "attribute", "subscript"):
        statement.name = walk.text_of(first)
        statement.name_span = walk.span_of(first)


def _finish_assignment(walk: Walk, node: Node, mark_and_value: int) -> None:
    results = walk.results[mark_and_value >> 1 :]
    forget(walk, node, mark_and_value >> 1)
    value = results.pop(0) if mark_and_value & 1 and results else None
    annotation = walk.statements[walk.statement].annotation
    for target in results:
        note_assignment(walk, target, value, "", annotation)
    walk.results.append(value or Expression("other", node))


@handles("augmented_assignment")
def visit_augmented(walk: Walk, node: Node, _: int) -> None:
    """Read `a += value`."""
    parts = [child for child in node.children if child.type not in NOISE]
    if len(parts) != 3:
        visit_other(walk, node, 0)
        return
    statement = walk.statements[walk.statement]
    statement.name = walk.text_of(parts[0])
    statement.name_span = walk.span_of(parts[0])
    walk.stack.append((_finish_augmented, node, 0))
    walk.stack.append((visit_target, parts[0], _AUGMENTED))
    visit_all(walk, [child for child in node.named_children if child != parts[0]])


def _finish_augmented(walk: Walk, node: Node, _: int) -> None:
    target = walk.results.pop()
    value = walk.results[-1]
    operator = next((child.type for child in node.children if not child.is_named), "")
    note_assignment(walk, target, value, operator)


@handles("delete_statement")
def visit_delete(walk: Walk, node: Node, _: int) -> None:
    """Read `del`."""
    walk.open_statement("delete", node).broken |= node.has_error
    walk.stack.append((forget, node, len(walk.results)))
    for child in reversed(node.named_children):
        if child.type not in NOISE:
            walk.stack.append((visit_target, child, _DELETE))


@handles("global_statement", "nonlocal_statement")
def visit_declaration(walk: Walk, node: Node, _: int) -> None:
    """Read `global` and `nonlocal`."""
    is_global = node.type == "global_statement"
    walk.open_statement("global" if is_global else "nonlocal", node).broken |= node.has_error
    scope = walk.scopes[walk.scope]
    names = scope.global_names if is_global else scope.nonlocal_names
    names.update(walk.tree.name_of(child) for child in node.named_children if child.type == "identifier")


@handles("as_pattern")
def visit_as(walk: Walk, node: Node, _: int) -> None:
    """Read `expression as target` in a `with`."""
    walk.stack.append((forget, node, len(walk.results) + 1))
    for child in reversed(node.named_children):
        if child.type == "as_pattern_target":
            walk.stack.append((visit_target, child, _WITH))
        else:
            visit_all(walk, [child])
