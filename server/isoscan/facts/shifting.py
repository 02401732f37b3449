"""Moves records down: to later lines, later statements, later scopes.

For pieces of a chunk that are read apart and put together (see `composition`). Line, statement and scope
numbers move; statement 0 and the scopes 0 and 1, which are around all pieces, stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from isoscan.facts.records import (
    Argument,
    Assignment,
    AttributeUse,
    Banner,
    Call,
    Comment,
    Comparison,
    DictEntry,
    FunctionParameter,
    ImportedName,
    ItemUse,
    NameUse,
    Return,
    Scope,
    Statement,
    Steering,
    Value,
)
from isoscan.source.spans import Span

_new = tuple.__new__


class Shift(NamedTuple):
    """By how much lines, statements and scopes move."""

    lines: int
    statements: int
    scopes: int


def _span(span: Span, lines: int) -> Span:
    line, column, end_line, end_column = span
    return _new(Span, (line + lines, column, end_line + lines, end_column))


def _value(value: Value | None, lines: int) -> Value | None:
    if value is None:
        return None
    kind, span, *rest = value
    return _new(Value, (kind, _span(span, lines), *rest))


def _scope(scope: int, scopes: int) -> int:
    return scope + scopes if scope > 1 else scope


def _statement(statement: int, statements: int) -> int:
    return statement + statements if statement > 0 else statement


def _names(records: Iterable[NameUse], by: Shift) -> list[NameUse]:
    lines, statements, scopes = by
    return [
        _new(
            NameUse,
            (
                name,
                access,
                binding,
                _new(Span, (line + lines, column, end_line + lines, end_column)),
                scope + scopes if scope > 1 else scope,
                statement + statements if statement > 0 else statement,
                home + scopes if home > 1 else home,
            ),
        )
        for name, access, binding, (line, column, end_line, end_column), scope, statement, home in records
    ]


def _items(records: Iterable[ItemUse], by: Shift) -> list[ItemUse]:
    lines, statements, scopes = by
    return [
        _new(
            ItemUse,
            (
                base,
                key,
                pattern,
                access,
                via,
                _span(span, lines),
                _span(key_span, lines),
                _value(default, lines),
                _scope(scope, scopes),
                _statement(statement, statements),
                _scope(home, scopes),
            ),
        )
        for base, key, pattern, access, via, span, key_span, default, scope, statement, home in records
    ]


def _attributes(records: Iterable[AttributeUse], by: Shift) -> list[AttributeUse]:
    lines, statements, scopes = by
    return [
        _new(
            AttributeUse,
            (
                base,
                name,
                access,
                _span(span, lines),
                _scope(scope, scopes),
                _statement(statement, statements),
                _scope(home, scopes),
            ),
        )
        for base, name, access, span, scope, statement, home in records
    ]


def _calls(records: Iterable[Call], by: Shift) -> list[Call]:
    lines, statements, scopes = by
    return [
        _new(
            Call,
            (
                callee,
                name,
                root,
                subject,
                tuple(
                    [_new(Argument, (word, star, _value(value, lines))) for word, star, value in arguments]
                ),
                _span(span, lines),
                _scope(scope, scopes),
                _statement(statement, statements),
                _scope(home, scopes),
            ),
        )
        for callee, name, root, subject, arguments, span, scope, statement, home in records
    ]


def _comparisons(records: Iterable[Comparison], by: Shift) -> list[Comparison]:
    lines, statements, scopes = by
    return [
        _new(
            Comparison,
            (
                subject,
                operator,
                _value(literal, lines),
                other,
                other_root,
                other_key,
                _value(factor, lines),
                _span(span, lines),
                _scope(scope, scopes),
                _statement(statement, statements),
            ),
        )
        for (
            subject, operator, literal, other, other_root, other_key, factor, span, scope, statement
        ) in records
    ]  # fmt: skip


def _assignments(records: Iterable[Assignment], by: Shift) -> list[Assignment]:
    lines, statements, scopes = by
    return [
        record._replace(
            target_span=_span(record.target_span, lines),
            value=_value(record.value, lines),
            scope=_scope(record.scope, scopes),
            statement=_statement(record.statement, statements),
        )
        for record in records
    ]


def _entries(records: Iterable[DictEntry], by: Shift) -> list[DictEntry]:
    lines, statements, scopes = by
    return [
        record._replace(
            span=_span(record.span, lines),
            key_span=_span(record.key_span, lines),
            value=_new(Value, (record.value[0], _span(record.value[1], lines), *record.value[2:])),
            scope=_scope(record.scope, scopes),
            statement=_statement(record.statement, statements),
        )
        for record in records
    ]


def _returns(records: Iterable[Return], by: Shift) -> list[Return]:
    lines, statements, scopes = by
    return [
        Return(_value(value, lines), is_yield, _scope(scope, scopes), _statement(statement, statements))
        for value, is_yield, scope, statement in records
    ]


def _imports(records: Iterable[ImportedName], by: Shift) -> list[ImportedName]:
    lines, statements, scopes = by
    return [
        record._replace(
            span=_span(record.span, lines),
            scope=_scope(record.scope, scopes),
            statement=_statement(record.statement, statements),
        )
        for record in records
    ]


def _statements(records: Iterable[Statement], by: Shift) -> list[Statement]:
    lines, statements, scopes = by
    return [
        _new(
            Statement,
            (
                kind,
                _statement(parent, statements),
                _scope(scope, scopes),
                _scope(body_scope, scopes),
                block,
                name,
                _span(span, lines),
                _span(header, lines),
                _span(name_span, lines),
                attached_line + lines,
                *rest,
            ),
        )
        for (
            kind, parent, scope, body_scope, block, name, span, header, name_span, attached_line, *rest
        ) in records
    ]  # fmt: skip


def _scopes(records: Iterable[Scope], by: Shift) -> list[Scope]:
    lines, statements, scopes = by
    return [
        record._replace(
            parent=_scope(record.parent, scopes),
            statement=_statement(record.statement, statements),
            span=_span(record.span, lines),
            parameters=tuple(
                [
                    FunctionParameter(name, _span(span, lines), annotation, _value(default, lines), star)
                    for name, span, annotation, default, star in record.parameters
                ]
            ),
        )
        for record in records
    ]


def _comments(records: Iterable[Comment], by: Shift) -> list[Comment]:
    return [Comment(text, _span(span, by.lines), own_line) for text, span, own_line in records]


def _banners(records: Iterable[Banner], by: Shift) -> list[Banner]:
    return [Banner(title, start + by.lines, end + by.lines, cell) for title, start, end, cell in records]


def _steering(records: Iterable[Steering], by: Shift) -> list[Steering]:
    return [record._replace(span=_span(record.span, by.lines)) for record in records]


def _errors(records: Iterable[Span], by: Shift) -> list[Span]:
    return [_span(span, by.lines) for span in records]


# In the order of the fields of `ChunkFacts`.
SHIFTS: tuple[Callable[[Any, Shift], list[Any]], ...] = (
    _scopes,
    _statements,
    _names,
    _items,
    _attributes,
    _calls,
    _comparisons,
    _assignments,
    _entries,
    _returns,
    _imports,
    _comments,
    _banners,
    _steering,
    _errors,
)
