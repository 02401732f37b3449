"""Statements in blocks: compound statements, and what was set aside for being broken."""

from __future__ import annotations

from isoscan.facts.records import StatementKind
from isoscan.facts.targets import visit_target
from isoscan.facts.walk import (
    BINDING_CODES,
    HANDLERS,
    SILENT,
    OpenStatement,
    Task,
    Walk,
    forget,
    handles,
    visit_all,
    visit_error,
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
_COMPOUND: dict[str, StatementKind] = {
    "if_statement": "if",
    "for_statement": "for",
    "while_statement": "while",
    "with_statement": "with",
    "try_statement": "try",
    "match_statement": "match",
}
_FOR = BINDING_CODES["for"]
_EXCEPT = BINDING_CODES["except"]
STATEMENT_TYPES = frozenset({
    *_COMPOUND, "assert_statement", "break_statement", "class_definition", "continue_statement",
    "decorated_definition", "delete_statement", "exec_statement", "expression_statement",
    "function_definition", "future_import_statement", "global_statement", "import_from_statement",
    "import_statement", "nonlocal_statement", "pass_statement", "print_statement", "raise_statement",
    "return_statement", "type_alias_statement",
})  # fmt: skip


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
    text = walk.text_of(node)
    code = text.lstrip()
    if not code and node.type == "ERROR":
        return
    opened = walk.open_statement("error", node)
    opened.broken = True
    if len(code) < len(text):
        # The parser's errors may begin with the blanks in place of a statement that was set aside.
        blank = text[: len(text) - len(code)]
        line, column = node.start_point
        height = blank.count("\n")
        start = (line + height, len(blank) - blank.rfind("\n") - 1 if height else column + len(blank))
        opened.start = min(max(opened.start, start), opened.end)
        opened.header = Span(*opened.start, *opened.end)
        opened.name_span = Span(*opened.start, *opened.start)
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
    opened = walk.statements[statement]
    if walk.repair is not None:
        # The whole header, also where only a part of it could be read.
        opened.end = walk.repair.statements[graft.start_point].span[2:]
        opened.header = Span(*opened.header[:2], *opened.end)
    index = walk.tree_index
    tasks: list[Task] = [(_use_tree, block, 0)]
    _add_parts(walk, graft, code & 7, tasks, {}, opened, is_stand_in=True)
    tasks.append((_use_tree, block, index))
    return tasks


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
    if walk.part is not None and walk.statement == 0:
        for child in reversed(node.named_children):
            visit_statements(walk, [child])
            walk.stack.append((_begin_part, child, 0))
        return
    visit_statements(walk, node.named_children)


def _begin_part(walk: Walk, node: Node, _: int) -> None:
    if walk.part is not None:
        walk.part(walk, node)


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
