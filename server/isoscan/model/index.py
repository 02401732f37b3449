"""Facts regrouped by statement, so that a walk over statements costs what it visits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar

from isoscan.facts.records import Assignment, AttributeUse, Call, ChunkFacts, ItemUse, NameUse, Statement


class _OfStatement(Protocol):
    @property
    def statement(self) -> int: ...


Column = str | int | float | bool | None

# Stands for the key of every write whose column name is computed.
PATTERN = "\0pattern"

Record = TypeVar("Record", bound=_OfStatement)

Grouping = TypeVar("Grouping")


class FactsIndex(NamedTuple):
    """Per statement of a chunk (same indices): its own uses, those of nested statements apart.

    `ends[i]` is one past the last statement nested in statement `i`: statements stand in source
    order, so `range(i, ends[i])` is the statement with all it contains. `local_bindings` maps a home
    scope and a name to the statements that bind it there, `column_writes` a home scope and a key to
    those that write `base[key]` (key `PATTERN`: an f-string key, which may be any), `instance_writes` an
    attribute of `self` or `cls` to those that write it.
    """

    names: tuple[tuple[NameUse, ...], ...]
    items: tuple[tuple[ItemUse, ...], ...]
    attributes: tuple[tuple[AttributeUse, ...], ...]
    calls: tuple[tuple[Call, ...], ...]
    assignments: tuple[tuple[Assignment, ...], ...]
    ends: tuple[int, ...]
    local_bindings: dict[tuple[int, str], tuple[int, ...]]
    column_writes: dict[tuple[int, Column], tuple[int, ...]]
    instance_writes: dict[str, tuple[int, ...]]


def index_facts(facts: ChunkFacts) -> FactsIndex:
    """Regroup the facts of one chunk by statement."""
    count = len(facts.statements)
    return FactsIndex(
        names=_by_statement(facts.names, count),
        items=_by_statement(facts.items, count),
        attributes=_by_statement(facts.attributes, count),
        calls=_by_statement(facts.calls, count),
        assignments=_by_statement(facts.assignments, count),
        ends=_subtree_ends(facts.statements),
        local_bindings=_group(
            ((use.home, use.name), use.statement) for use in facts.names if use.access == "bind"
        ),
        column_writes=_group(
            ((item.home, PATTERN if item.pattern else item.key), item.statement)
            for item in facts.items
            if item.access in ("write", "update")
        ),
        instance_writes=_group(
            (use.name, use.statement)
            for use in facts.attributes
            if use.access in ("write", "update") and use.base in ("self", "cls")
        ),
    )


def _group(pairs: Iterable[tuple[Grouping, int]]) -> dict[Grouping, tuple[int, ...]]:
    groups: dict[Grouping, list[int]] = {}
    for key, statement in pairs:
        groups.setdefault(key, []).append(statement)
    return {key: tuple(statements) for key, statements in groups.items()}


def _by_statement(records: Iterable[Record], count: int) -> tuple[tuple[Record, ...], ...]:
    groups: list[list[Record]] = [[] for _ in range(count)]
    for record in records:
        groups[record.statement].append(record)
    return tuple(map(tuple, groups))


def _subtree_ends(statements: tuple[Statement, ...]) -> tuple[int, ...]:
    ends = list(range(1, len(statements) + 1))
    for index in range(len(statements) - 1, -1, -1):
        parent = statements[index].parent
        if parent >= 0:
            ends[parent] = max(ends[parent], ends[index])
    return tuple(ends)
