"""Dicts and lists at module level that are kept in part: only the entries somebody reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from isoscan.extraction.layout import Layout, listed_removals
from isoscan.extraction.text import Replacement
from isoscan.model.index import Column
from isoscan.model.module import StatementRef
from isoscan.source.spans import Span


@dataclass(frozen=True, slots=True)
class Knobs:
    """A display that is assigned to one name: `P = {...}`, `P = dict(...)`, `T = [...]`.

    `keys` are those of its outermost entries, in order (positions for a list); `spans` the entries,
    relative to the chunk.
    """

    ref: StatementRef
    name: str
    keys: tuple[Column, ...]
    spans: tuple[Span, ...] = field(repr=False)

    def needed(self, keys: frozenset[Column]) -> frozenset[int]:
        """The indices of the entries that give `keys` their values: of equal keys the last one."""
        last = {key: index for index, key in enumerate(self.keys)}
        return frozenset(index for key, index in last.items() if key in keys)

    def entry_at(self, span: Span) -> int | None:
        """The index of the entry that a span (relative to the chunk) lies in."""
        for index, entry in enumerate(self.spans):
            if entry.start <= span.start and span.end <= entry.end:
                return index
        return None

    def removals(self, layout: Layout, keys: frozenset[Column]) -> list[Replacement]:
        """What to take out so that only the entries of `keys` stay."""
        needed = self.needed(keys)
        part = layout.module.parts[self.ref.part]
        dropped = [index for index in range(len(self.spans)) if index not in needed]
        return listed_removals(layout.source, [part.span(span) for span in self.spans], dropped)


def knobs_at(layout: Layout, ref: StatementRef) -> Knobs | None:
    """The dict that a module-level statement assigns to a single name, if it does."""
    return _display_at(layout, ref, frozenset({"dict", "call"}))


def table_at(layout: Layout, ref: StatementRef) -> Knobs | None:
    """The dict or list that a statement assigns to a single name, if it does."""
    return _display_at(layout, ref, frozenset({"dict", "call", "list", "tuple"}), anywhere=True)


def _display_at(
    layout: Layout, ref: StatementRef, kinds: frozenset[str], *, anywhere: bool = False
) -> Knobs | None:
    part = layout.module.parts[ref.part]
    statement = part.facts.statements[ref.statement]
    assignments = part.by_statement.assignments[ref.statement]
    if statement.kind != "assignment" or (statement.scope and not anywhere) or len(assignments) != 1:
        return None
    name, value = assignments[0].target, assignments[0].value
    if assignments[0].is_item or not name.isidentifier() or value is None or value.kind not in kinds:
        return None
    if value.kind == "call" and value.callee != "dict":
        return None
    entries = [
        entry
        for entry in part.facts.entries
        if entry.statement == ref.statement and entry.container == name and len(entry.path) == 1
    ]
    if not entries:
        return None
    return Knobs(ref, name, tuple(entry.path[0] for entry in entries), tuple(entry.span for entry in entries))


def item_keys(layout: Layout, name: str, ref: StatementRef) -> list[Column] | None:
    """The keys of `name` that a statement sets (`P["x"] = 1`), None if it does more to it than that."""
    part = layout.module.parts[ref.part]
    if part.facts.statements[ref.statement].kind != "assignment":
        return None
    assignments = part.by_statement.assignments[ref.statement]
    if any(
        each.target != name or not each.is_item or each.pattern or each.key is None for each in assignments
    ):
        return None
    return [each.key for each in assignments] or None
