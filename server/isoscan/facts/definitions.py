"""Handlers for what opens scopes: functions, classes, lambdas, comprehensions, type parameters."""

from __future__ import annotations

from isoscan.facts.assignments import note_entries
from isoscan.facts.blocks import block_tasks, set_header, visit_broken
from isoscan.facts.expression import Expression, value_of
from isoscan.facts.records import FunctionParameter
from isoscan.facts.targets import visit_target
from isoscan.facts.walk import (
    BINDING_CODES,
    HANDLERS,
    NOISE,
    OpenStatement,
    Task,
    Walk,
    enter_scope,
    forget,
    handles,
    visit_all,
    visit_error,
    visit_other,
)
from isoscan.source.syntax import Node

_COMPREHENSION = BINDING_CODES["comprehension"]
_PARAMETER = BINDING_CODES["parameter"]
_SPLATS = {"list_splat_pattern": "*", "dictionary_splat_pattern": "**"}


@handles("decorated_definition")
def visit_decorated(walk: Walk, node: Node, _: int) -> None:
    """Read a definition with its decorators."""
    children = node.named_children
    definition = children[-1]
    if definition.type not in ("function_definition", "class_definition"):
        visit_broken(walk, node, 0)
        return
    opened = _open_definition(walk, node, definition)
    decorators = [child for child in children[:-1] if child.type not in NOISE]
    opened.decorators = tuple(walk.text_of(child)[1:].strip() for child in decorators)
    opened.broken |= any(child.has_error for child in children[:-1])
    walk.stack.append((forget, node, len(walk.results)))
    for child in reversed(children[:-1]):
        visit_all(walk, [child] if child.type == "ERROR" else child.named_children)


@handles("function_definition", "class_definition")
def visit_definition(walk: Walk, node: Node, _: int) -> None:
    """Read a definition without decorators."""
    _open_definition(walk, node, node)


def _open_definition(walk: Walk, whole: Node, node: Node) -> OpenStatement:
    """Open a function or class, and push the tasks for its parts: evaluated outside, then inside."""
    is_function = node.type == "function_definition"
    opened = walk.open_statement("function" if is_function else "class", whole)
    children = node.children
    set_header(walk, opened, children)
    opened.is_async = children[0].type == "async"
    mark, index, outside = len(walk.results), walk.statement, walk.scope
    name = next((child for child in children if child.type == "identifier"), None)
    type_parameters = next((child for child in children if child.type == "type_parameter"), None)
    tasks: list[Task] = []
    around = outside
    if name is not None:
        opened.name = walk.tree.name_of(name)
        opened.name_span = walk.span_of(name)
        walk.bind(opened.name, name, "function" if is_function else "class")
    if type_parameters is not None:
        around = _open_type_parameters(walk, type_parameters, opened.name, index, tasks)
    inside = walk.open_scope("function" if is_function else "class", opened.name, node, around, index)
    walk.scopes[inside].is_async = opened.is_async
    opened.body_scope = inside
    for child in children:
        part = child.type
        if part == "block":
            tasks.extend(((forget, child, mark), (enter_scope, child, inside)))
            tasks.extend(block_tasks(walk, child, 0, index))
            continue
        opened.broken |= child.has_error
        if part == "parameters":
            _add_parameters(child, inside, around, outside, tasks)
        elif part == "argument_list":
            opened.bases = tuple(
                walk.text_of(base) for base in child.named_children if base.type not in NOISE
            )
            tasks.append((enter_scope, child, around))
            tasks.extend(_visits(child.named_children))
            tasks.append((enter_scope, child, outside))
        elif part == "type":
            opened.annotation = walk.text_of(child)
            tasks.append((enter_scope, child, around))
            tasks.append((HANDLERS["type"], child, 0))
            tasks.append((enter_scope, child, outside))
        elif part == "ERROR":
            tasks.append((visit_error, child, 0))
    tasks.append((forget, node, mark))
    walk.stack.extend(reversed(tasks))
    return opened


def _visits(nodes: list[Node]) -> list[Task]:
    return [(HANDLERS.get(node.type, visit_other), node, 0) for node in nodes if node.type != "comment"]


def _add_parameters(node: Node, inside: int, around: int, outside: int, tasks: list[Task]) -> None:
    """Add the tasks that read a parameter list: annotations run `around`, defaults `outside`."""
    for parameter in node.named_children:
        kind = parameter.type
        if kind == "ERROR":
            tasks.append((visit_error, parameter, 0))
        if kind in NOISE or kind in ("keyword_separator", "positional_separator"):
            continue
        if kind == "tuple_pattern":
            tasks.append((enter_scope, parameter, inside))
            tasks.append((visit_target, parameter, _PARAMETER))
            tasks.append((enter_scope, parameter, outside))
            continue
        if kind in ("typed_parameter", "typed_default_parameter"):
            tasks.append((enter_scope, parameter, around))
            tasks.extend(_visits([child for child in parameter.named_children if child.type == "type"]))
            tasks.append((enter_scope, parameter, outside))
        if kind in ("default_parameter", "typed_default_parameter"):
            tasks.extend(_visits(parameter.named_children[-1:]))
        tasks.append((_finish_parameter, parameter, inside))


def _finish_parameter(walk: Walk, node: Node, scope: int) -> None:
    """Bind a parameter in the function's scope; its default is the last result."""
    name = node
    annotation, star = "", ""
    if node.type in ("default_parameter", "typed_default_parameter", "typed_parameter"):
        name = node.named_children[0]
        annotation = next((walk.text_of(child) for child in node.named_children if child.type == "type"), "")
    if name.type in _SPLATS:
        star = _SPLATS[name.type]
        name = next((child for child in name.named_children if child.type == "identifier"), name)
    if name.type != "identifier":
        return
    default: Expression | None = None
    if node.type in ("default_parameter", "typed_default_parameter"):
        default = walk.results[-1]
    text = walk.tree.name_of(name)
    walk.bind(text, name, "parameter", scope)
    if default is not None and default.kind == "dict" and default.entries:
        note_entries(walk, text, (), default, scope)
    walk.scopes[scope].parameters.append(
        FunctionParameter(text, walk.span_of(name), annotation, value_of(default) if default else None, star)
    )


@handles("lambda")
def visit_lambda(walk: Walk, node: Node, _: int) -> None:
    """Read a lambda."""
    outside, mark = walk.scope, len(walk.results)
    inside = walk.open_scope("lambda", "", node, outside)
    tasks: list[Task] = []
    children = node.named_children
    body = children[-1] if children and children[-1].type != "lambda_parameters" else None
    for child in children:
        if child.type == "lambda_parameters":
            _add_parameters(child, inside, outside, outside, tasks)
            tasks.append((forget, child, mark))
        elif child.type == "ERROR" and child != body:
            tasks.append((visit_error, child, 0))
    tasks.append((enter_scope, node, inside))
    if body is not None:
        tasks.extend(_visits([body]))
    tasks.append((enter_scope, node, outside))
    tasks.append((_finish_lambda, node, mark))
    walk.stack.extend(reversed(tasks))


def _finish_lambda(walk: Walk, node: Node, mark: int) -> None:
    expression = Expression("lambda", node)
    for inner in walk.results[mark:]:
        expression.count(inner)
    forget(walk, node, mark)
    walk.results.append(expression)


@handles("list_comprehension", "dictionary_comprehension", "set_comprehension", "generator_expression")
def visit_comprehension(walk: Walk, node: Node, _: int) -> None:
    """Read a comprehension; its first iterable is evaluated outside of it."""
    outside, mark = walk.scope, len(walk.results)
    inside = walk.open_scope("comprehension", "", node, outside)
    first: list[Task] = []
    tasks: list[Task] = [(enter_scope, node, inside)]
    body: list[Task] = []
    for child in node.named_children:
        if child.type != "for_in_clause":
            # The body comes last: a walrus in a condition may bind what it reads.
            (tasks if child.type == "if_clause" else body).extend(_visits([child]))
            continue
        parts = child.children
        if parts[0].type == "async":
            walk.scopes[inside].is_async = True
        named = [part for part in child.named_children if part.type not in NOISE]
        iterables = _visits(named[1:])
        if first:
            tasks.extend(iterables)
        else:
            first = iterables
        tasks.extend((visit_target, target, _COMPREHENSION) for target in named[:1])
        tasks.extend((visit_error, part, 0) for part in parts if part.type == "ERROR")
    tasks.extend(body)
    tasks.append((enter_scope, node, outside))
    tasks.append((_finish_comprehension, node, mark))
    walk.stack.extend(reversed(first + tasks))


def _finish_comprehension(walk: Walk, node: Node, mark: int) -> None:
    expression = Expression("comprehension", node)
    for inner in walk.results[mark:]:
        expression.count(inner)
    forget(walk, node, mark)
    walk.results.append(expression)


def _open_type_parameters(walk: Walk, node: Node, name: str, statement: int, tasks: list[Task]) -> int:
    """Open the scope of `[T: int, *Ts, **P]` and bind what it names; bounds are read in it."""
    outside = walk.scope
    scope = walk.open_scope("type_parameters", name, node, outside, statement)
    tasks.append((enter_scope, node, scope))
    for parameter in node.named_children:
        if parameter.type != "type":
            continue
        inner = parameter.named_children
        named = inner[0] if inner else parameter
        rest: list[Node] = []
        if named.type == "constrained_type":
            rest = named.named_children[1:]
            named = next(iter(named.named_children[:1]), named)
            named = next(iter(named.named_children), named)
        if named.type == "splat_type":
            named = next(iter(named.named_children), named)
        if named.type == "identifier":
            walk.bind(walk.tree.name_of(named), named, "type_parameter", scope)
        tasks.extend(_visits(rest))
    tasks.append((enter_scope, node, outside))
    return scope


@handles("type_alias_statement")
def visit_type_alias(walk: Walk, node: Node, _: int) -> None:
    """Read `type X[T] = value`; the value is evaluated later, in a scope of its own."""
    opened = walk.open_statement("type_alias", node)
    opened.broken |= node.has_error
    outside, mark = walk.scope, len(walk.results)
    types = [child for child in node.named_children if child.type == "type"]
    if len(types) != 2:
        walk.stack.append((forget, node, mark))
        visit_all(walk, node.named_children)
        return
    left, right = types
    parts = left.named_children
    if parts and parts[0].type == "generic_type":
        parts = parts[0].named_children
    tasks: list[Task] = []
    if parts and parts[0].type == "identifier":
        opened.name = walk.tree.name_of(parts[0])
        opened.name_span = walk.span_of(parts[0])
        walk.bind(opened.name, parts[0], "type_alias")
    if len(parts) > 1 and parts[1].type == "type_parameter":
        scope = _open_type_parameters(walk, parts[1], opened.name, walk.statement, tasks)
    else:
        scope = walk.open_scope("type_parameters", opened.name, right, outside, walk.statement)
    tasks.append((enter_scope, right, scope))
    tasks.extend(_visits([right]))
    tasks.append((enter_scope, right, outside))
    tasks.append((forget, node, mark))
    walk.stack.extend(reversed(tasks))
