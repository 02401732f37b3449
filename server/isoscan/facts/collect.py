"""The entry to this layer: a chunk's text in, its facts out.

One tree, one pass, in time and memory linear in the text; a function of the text alone. Works on any
text: a whole module, broken code, no code at all.
"""

from __future__ import annotations

from operator import itemgetter

from isoscan.facts import definitions, displays, expressions, hints, imports, patterns, statements, strings
from isoscan.facts.banners import read_banners
from isoscan.facts.blocks import visit_statements
from isoscan.facts.comments import read_comments, read_steering
from isoscan.facts.records import (
    AttributeUse,
    Call,
    ChunkFacts,
    Comment,
    ItemUse,
    NameUse,
    Scope,
    Statement,
)
from isoscan.facts.repair import repair, swallowed_lines
from isoscan.facts.scopes import Homes
from isoscan.facts.walk import OpenScope, OpenStatement, Walk
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span
from isoscan.source.syntax import Node, SyntaxTree, parse

_MOST_ROUNDS = 2
_FIRST_NAME = lazily(r"[.\[]")

# Importing these modules registers their handlers.
_HANDLERS = (definitions, displays, expressions, hints, imports, patterns, statements, strings)


def collect_facts(text: str) -> ChunkFacts:
    """All facts of one chunk of code, lines relative to the text's first line. Never raises."""
    original = parse(text)
    walk = _read(original)
    errors: tuple[Span, ...] = ()
    if original.root.has_error or walk.repair is not None:
        repaired = walk.repair.errors if walk.repair is not None else ()
        errors = tuple(sorted((*repaired, *_errors(walk.trees[0][0]))))
    comments = read_comments(walk.trees[0][0], original.text)
    statements = _statements(walk.statements, comments)
    homes = Homes(walk.scopes).home
    return ChunkFacts(
        scopes=_scopes(walk.scopes, statements),
        statements=statements,
        names=tuple(
            sorted((NameUse(*name, homes(name[4], name[0])) for name in walk.names), key=itemgetter(3))
        ),
        items=tuple(
            sorted(
                (
                    ItemUse(*item, homes(item[8], _FIRST_NAME.split(item[0], maxsplit=1)[0]))
                    for item in walk.items
                ),
                key=itemgetter(5),
            )
        ),
        attributes=tuple(
            sorted(
                (AttributeUse(*use, homes(use[4], use[0].partition(".")[0])) for use in walk.attributes),
                key=itemgetter(3),
            )
        ),
        calls=tuple(sorted((Call(*call, homes(call[6], call[2])) for call in walk.calls), key=itemgetter(5))),
        comparisons=tuple(sorted(walk.comparisons, key=itemgetter(7))),
        assignments=tuple(sorted(walk.assignments, key=itemgetter(1))),
        entries=tuple(sorted(walk.entries, key=itemgetter(2))),
        returns=tuple(walk.returns),
        imports=tuple(walk.imports),
        comments=comments,
        banners=read_banners(comments),
        steering=read_steering(comments),
        errors=errors,
    )


def _read(tree: SyntaxTree) -> Walk:
    """Read a tree; where it has errors, once more without the broken statements.

    That may bring up others, which hid behind the first.
    """
    suspects = _errors(tree)
    walk = _walk(tree, suspects)
    for _ in range(_MOST_ROUNDS):
        headers = [statement.header for statement in walk.statements]
        found = (*_errors(walk.trees[0][0]), *swallowed_lines(tree.text, headers))
        if set(found) <= set(suspects):
            break
        suspects += found
        walk = _walk(tree, suspects)
    return walk


def _walk(tree: SyntaxTree, suspects: tuple[Span, ...]) -> Walk:
    """Read a tree, but for statements that are found to be broken among the suspects."""
    repaired = repair(tree, suspects) if suspects else None
    walk = Walk(repaired.tree if repaired is not None else tree, repaired)
    root = walk.tree.root
    walk.open_scope("module", "", root, -1)
    visit_statements(walk, root.named_children)
    walk.run()
    return walk


def _scopes(opened: list[OpenScope], statements: tuple[Statement, ...]) -> tuple[Scope, ...]:
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
                bound=frozenset(scope.bound),
                read=frozenset(scope.read),
                global_names=frozenset(scope.global_names),
                nonlocal_names=frozenset(scope.nonlocal_names),
                is_async=scope.is_async,
                is_generator=scope.is_generator,
                docstring=scope.docstring,
            )
            for scope in opened
        ]
    )


def _statements(opened: list[OpenStatement], comments: tuple[Comment, ...]) -> tuple[Statement, ...]:
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


def _errors(tree: SyntaxTree) -> tuple[Span, ...]:
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
