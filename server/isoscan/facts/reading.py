"""Reads a syntax tree into records: the walk, once more without broken statements where there are any."""

from __future__ import annotations

from collections.abc import Callable

from isoscan.facts import definitions, displays, expressions, hints, imports, patterns, statements, strings
from isoscan.facts.blocks import visit_statements
from isoscan.facts.names import frozen
from isoscan.facts.records import Comment, Scope, Statement
from isoscan.facts.repair import repair, swallowed_lines
from isoscan.facts.walk import OpenScope, OpenStatement, Walk
from isoscan.source.spans import Span
from isoscan.source.syntax import Node, SyntaxTree

_MOST_ROUNDS = 2

# Importing these modules registers their handlers.
_HANDLERS = (definitions, displays, expressions, hints, imports, patterns, statements, strings)

Begin = Callable[[Walk], list[Node]]
"""Opens the scopes that a walk begins in, and gives the statements to read."""


def begin_module(walk: Walk) -> list[Node]:
    """Begin at module level."""
    walk.open_scope("module", "", walk.tree.root, -1)
    return walk.tree.root.named_children


def read_tree(tree: SyntaxTree, begin: Begin = begin_module) -> Walk:
    """Read a tree; where it has errors, once more without the broken statements.

    That may bring up others, which hid behind the first.
    """
    suspects = errors_in(tree)
    walk = _walk(tree, suspects, begin)
    for _ in range(_MOST_ROUNDS):
        headers = [statement.header for statement in walk.statements]
        found = (*errors_in(walk.trees[0][0]), *swallowed_lines(tree.text, headers))
        if set(found) <= set(suspects):
            break
        suspects += found
        walk = _walk(tree, suspects, begin)
    return walk


def _walk(tree: SyntaxTree, suspects: tuple[Span, ...], begin: Begin) -> Walk:
    """Read a tree, but for statements that are found to be broken among the suspects."""
    repaired = repair(tree, suspects) if suspects else None
    walk = Walk(repaired.tree if repaired is not None else tree, repaired)
    visit_statements(walk, begin(walk))
    walk.run()
    return walk


def scopes_of(opened: list[OpenScope], statements: tuple[Statement, ...]) -> tuple[Scope, ...]:
    """The scopes; a def or class ends where its statement does, also when its header was set aside."""
    return tuple(
        [
            Scope(
                kind=scope.kind,
                name=scope.name,
                parent=scope.parent,
                statement=scope.statement,
                span=(
                    Span(*scope.span[:2], *statements[scope.statement].span[2:])
                    if scope.kind in ("function", "class")
                    else scope.span
                ),
                parameters=tuple(scope.parameters),
                bound=frozen(scope.bound),
                read=frozen(scope.read),
                global_names=frozen(scope.global_names),
                nonlocal_names=frozen(scope.nonlocal_names),
                is_async=scope.is_async,
                is_generator=scope.is_generator,
                docstring=scope.docstring,
            )
            for scope in opened
        ]
    )


def statements_of(opened: list[OpenStatement], comments: tuple[Comment, ...]) -> tuple[Statement, ...]:
    """The statements with their ends (a compound one ends where its last statement does) and comments."""
    for statement in reversed(opened):
        if statement.parent >= 0:
            around = opened[statement.parent]
            around.end = max(around.end, statement.end)
    columns = {comment.span.line: comment.span.column for comment in comments if comment.own_line}
    return tuple(
        [
            Statement(
                kind=statement.kind,
                parent=statement.parent,
                scope=statement.scope,
                body_scope=statement.body_scope,
                block=statement.block,
                name=statement.name,
                span=Span(*statement.start, *statement.end),
                header=statement.header,
                name_span=statement.name_span,
                attached_line=_attached_line(statement.start, columns),
                decorators=statement.decorators,
                bases=statement.bases,
                annotation=statement.annotation,
                is_async=statement.is_async,
                broken=statement.broken,
            )
            for statement in opened
        ]
    )


def _attached_line(start: tuple[int, int], columns: dict[int, int]) -> int:
    """The first line of the comments directly above a statement and at its column, or its own line."""
    line, column = start
    while columns.get(line - 1) == column:
        line -= 1
    return line


def errors_in(tree: SyntaxTree) -> tuple[Span, ...]:
    """The stretches that are no Python, and the places where something is missing."""
    if not tree.root.has_error:
        return ()
    spans: list[Span] = []
    pending: list[Node] = [tree.root]
    while pending:
        node = pending.pop()
        if node.is_error or node.is_missing:
            spans.append(tree.span_of(node))
        else:
            pending.extend(child for child in node.children if child.has_error or child.is_missing)
    return tuple(sorted(spans))


def errors_of(tree: SyntaxTree, walk: Walk) -> tuple[Span, ...]:
    """The errors of a tree that a walk has read."""
    if not tree.root.has_error and walk.repair is None:
        return ()
    repaired = walk.repair.errors if walk.repair is not None else ()
    return tuple(sorted((*repaired, *errors_in(walk.trees[0][0]))))
