"""Handlers for statements, simple and compound, but definitions and imports."""

from __future__ import annotations

from isoscan.facts.assignments import note_assignment
from isoscan.facts.expression import Expression, value_of
from isoscan.facts.expressions import visit_error
from isoscan.facts.records import Return, StatementKind
from isoscan.facts.targets import visit_target
from isoscan.facts.walk import (
    BINDING_CODES,
    HANDLERS,
    NOISE,
    SILENT,
    OpenStatement,
    Task,
    Walk,
    forget,
    handles,
    visit_all,
    visit_other,
)
from isoscan.source.spans import Span
from isoscan.source.syntax import Node

BLOCKS = ("body", "else", "elif", "except", "finally", "case")
_CLAUSES = {
    "else_clause": 1,
    "elif_clause": 2,
    "except_clause": 3,
    "except_group_clause": 3,
    "finally_clause": 4,
    "case_clause": 5,
}
_SIMPLE: dict[str, StatementKind] = {
    "return_statement": "return",
    "raise_statement": "raise",
    "assert_statement": "assert",
    "pass_statement": "pass",
    "break_statement": "break",
    "continue_statement": "continue",
    "exec_statement": "exec",
}
_COMPOUND: dict[str, StatementKind] = {
    "if_statement": "if",
    "for_statement": "for",
    "while_statement": "while",
    "with_statement": "with",
    "try_statement": "try",
    "match_statement": "match",
}
_EXPRESSION_STATEMENTS: dict[str, StatementKind] = {
    "assignment": "assignment",
    "augmented_assignment": "augmented",
}
_ASSIGNMENT = BINDING_CODES["assignment"]
_AUGMENTED = BINDING_CODES["augmented"]
_ANNOTATION = BINDING_CODES["annotation"]
_DELETE = BINDING_CODES["delete"]
_FOR = BINDING_CODES["for"]
_WITH = BINDING_CODES["with"]
_EXCEPT = BINDING_CODES["except"]


def visit_statements(walk: Walk, nodes: list[Node]) -> None:
    """Push the visits of the statements of a block."""
    aside = walk.repair.statements if walk.repair is not None and walk.tree_index == 0 else {}
    for node in reversed(nodes):
        kind = node.type
        if kind in SILENT:
            continue
        if aside and node.start_point in aside:
            walk.stack.append((visit_aside, node, 0))
            continue
        if (
            kind == "ERROR"
            and node.children
            and all(child.type in STATEMENT_TYPES for child in node.children)
        ):
            visit_statements(walk, node.children)
            continue
        handler = HANDLERS.get(kind) if kind in STATEMENT_TYPES else visit_broken
        walk.stack.append((handler or visit_broken, node, 0))


def visit_broken(walk: Walk, node: Node, _: int) -> None:
    """Note a stretch that is no statement, and read what can be read of it."""
    walk.open_statement("error", node).broken = True
    if node.type == "ERROR":
        visit_error(walk, node, 0)
    else:
        walk.stack.append((forget, node, len(walk.results)))
        visit_other(walk, node, 0)


def visit_aside(walk: Walk, node: Node, _: int) -> None:
    """Read a statement that was set aside, whose stand-in is `node`, and its block below the stand-in."""
    aside = walk.repair.statements[node.start_point] if walk.repair is not None else None
    if aside is None:
        return
    if aside.tree is None:
        walk.graft = node if aside.has_block else None
        opened = walk.open_statement("error", node)
        opened.broken = True
        opened.header = aside.span
        opened.end = aside.span[2:]
        walk.stack.append((_finish_graft, node, walk.statement))
        return
    walk.trees.append((aside.tree, not aside.is_valid))
    walk.stack.append((_use_tree, node, 0))
    walk.stack.append((_finish_graft, node, len(walk.statements)))
    _use_tree(walk, node, len(walk.trees) - 1)
    parts = [child for child in aside.tree.root.named_children if child.type not in SILENT]
    visit_statements(walk, parts[-1:])
    if aside.has_block:
        walk.stack.append((_begin_graft, node, 0))
    visit_statements(walk, parts[:-1])


def _begin_graft(walk: Walk, node: Node, _: int) -> None:
    """Let the next statement have the block below the stand-in `node`."""
    walk.graft = node


def _use_tree(walk: Walk, node: Node, index: int) -> None:
    walk.use_tree(index)


def _finish_graft(walk: Walk, node: Node, statement: int) -> None:
    """Give a block whose header could not be made out to the error that stands for the header."""
    if walk.graft is not None and statement < len(walk.statements):
        walk.statement = statement
        walk.stack.extend(reversed(block_tasks(walk, node, 0, statement)))
    walk.graft = None


def block_tasks(walk: Walk, block: Node, code: int, statement: int) -> list[Task]:
    """The tasks that read a block of a statement: its own, or what stands below its header's stand-in."""
    graft = walk.graft
    if graft is None:
        return [(begin_block, block, code), (end_block, block, statement)]
    walk.graft = None
    index = walk.tree_index
    tasks: list[Task] = [(_use_tree, block, 0)]
    _add_parts(walk, graft, code & 7, tasks, {}, walk.statements[statement], is_stand_in=True)
    tasks.append((_use_tree, block, index))
    return tasks


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


@handles(*_COMPOUND)
def visit_compound(walk: Walk, node: Node, _: int) -> None:
    """Read a statement with blocks: its headers, then what stands in each block."""
    opened = walk.open_statement(_COMPOUND[node.type], node)
    set_header(walk, opened, node.children)
    tasks: list[Task] = []
    _add_parts(walk, node, 0, tasks, {}, opened)
    walk.stack.extend(reversed(tasks))


def _add_parts(
    walk: Walk,
    node: Node,
    label: int,
    tasks: list[Task],
    counts: dict[int, int],
    opened: OpenStatement,
    is_stand_in: bool = False,
) -> None:
    """Add the tasks for the parts of a compound statement or of one of its clauses.

    Clauses stand in statements and not in one another, so that this recursion ends at the second level.
    """
    index, mark = walk.statement, len(walk.results)
    if walk.repair is not None and node.start_point in walk.repair.clauses:
        opened.broken = is_stand_in = True
    is_loop = node.type == "for_statement"
    cases = node.type == "match_statement"
    seen_target = False
    for child in node.children:
        kind = child.type
        if kind == "block" and cases:
            for case in child.children:
                if case.type == "case_clause":
                    _add_parts(walk, case, _CLAUSES["case_clause"], tasks, counts, opened)
                elif case.type == "ERROR":
                    tasks.append((visit_error, case, 0))
            continue
        if kind == "block":
            count = counts.get(label, 0)
            counts[label] = count + 1
            tasks.extend(block_tasks(walk, child, count << 3 | label, index))
            continue
        if kind in _CLAUSES:
            _add_parts(walk, child, _CLAUSES[kind], tasks, counts, opened)
            continue
        if is_stand_in:
            continue
        if kind == "async":
            opened.is_async = True
        if kind in SILENT:
            continue
        opened.end = max(opened.end, walk.span_of(child)[2:])
        opened.broken |= child.has_error
        if not child.is_named:
            continue
        if is_loop and not seen_target and kind != "ERROR":
            seen_target = True
            tasks.append((visit_target, child, _FOR))
        elif kind == "as_pattern" and label == 3:
            tasks.append((_visit_except, child, 0))
        elif label == 5 and kind == "case_pattern":
            tasks.append((HANDLERS["case_pattern"], child, 0))
        else:
            tasks.append((HANDLERS.get(kind, visit_other), child, 0))
        tasks.append((forget, child, mark))


def set_header(walk: Walk, opened: OpenStatement, children: list[Node]) -> None:
    """Let the header run from the first child to the last one before a block or clause."""
    last = first = children[0]
    for child in children:
        if child.type == "block" or child.type in _CLAUSES:
            break
        if child.type != "comment":
            last = child
    opened.end = walk.span_of(last)[2:]
    opened.header = Span(*walk.span_of(first)[:2], *opened.end)


def begin_block(walk: Walk, node: Node, code: int) -> None:
    """Read the statements of a block of the current statement; the code tells which block."""
    count = code >> 3
    walk.block = BLOCKS[code & 7] + (str(count) if count else "")
    walk.parent = walk.statement
    last = next((child for child in reversed(node.children) if child.type not in SILENT), node)
    if last.type == ";":
        walk.statements[walk.statement].end = last.end_point
    visit_statements(walk, node.named_children)


def end_block(walk: Walk, node: Node, statement: int) -> None:
    """Go back to the statement whose block has been read."""
    opened = walk.statements[statement]
    walk.statement = statement
    walk.parent = opened.parent
    walk.block = opened.block
    walk.scope = opened.scope


def _visit_except(walk: Walk, node: Node, _: int) -> None:
    for child in reversed(node.named_children):
        if child.type == "as_pattern_target":
            walk.stack.append((visit_target, child, _EXCEPT))
        else:
            visit_all(walk, [child])


STATEMENT_TYPES = frozenset({
    *_SIMPLE, *_COMPOUND, "expression_statement", "print_statement", "delete_statement", "global_statement",
    "nonlocal_statement", "import_statement", "import_from_statement", "future_import_statement",
    "function_definition", "class_definition", "decorated_definition", "type_alias_statement",
})  # fmt: skip
