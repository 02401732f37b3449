"""The module as a whole: its chunks in order with their facts, and indexes over them.

A `Module` is immutable; a new one is built for each text, reusing the facts of chunks whose text is
unchanged. Facts keep lines relative to their chunk; a `Part` knows where its chunk begins, and
`Part.span` turns a relative span into a file span.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from isoscan.facts.collect import collect_facts
from isoscan.facts.records import Call, ChunkFacts, ItemUse, NameUse, Statement
from isoscan.model.index import FactsIndex, index_facts
from isoscan.model.notes import Notes
from isoscan.source.chunks import Chunk, split_chunks
from isoscan.source.lines import split_lines
from isoscan.source.spans import Span


class StatementRef(NamedTuple):
    """A statement of the module: index of its part, index among the part's statements."""

    part: int
    statement: int


class ScopeRef(NamedTuple):
    """A scope of the module: index of its part, index among the part's scopes (0: module scope)."""

    part: int
    scope: int


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk in its place: `first_line` is its first line in the file, 0-based.

    `notes` are what others computed from its facts alone; parts with the same text have notes of their own.
    """

    index: int
    first_line: int
    chunk: Chunk
    facts: ChunkFacts
    by_statement: FactsIndex
    notes: Notes = field(repr=False, compare=False)

    def span(self, relative: Span) -> Span:
        """The span in file lines of one relative to the chunk."""
        return relative.shifted(self.first_line)


class NameSite(NamedTuple):
    """One use of a module-level name, in its part."""

    part: int
    use: NameUse


class ItemSite(NamedTuple):
    """One subscript with a constant key on a module-level name, in its part."""

    part: int
    use: ItemUse


class Change(NamedTuple):
    """A statement that changes what a name holds: the item that it writes or deletes, None for a method."""

    ref: StatementRef
    item: ItemUse | None


class Unit(NamedTuple):
    """A def or class. `qualified_name` is dotted from the module (`Desk.scan_gap`).

    `span` is in file lines and includes decorators; `attached_line` is the first line of the
    directly attached comment (file line), or the first line of the span; `parent` is the
    qualified name of the enclosing def or class ("" at module level).
    """

    qualified_name: str
    name: str
    kind: str
    parent: str
    parent_kind: str
    ref: StatementRef
    body: ScopeRef
    span: Span
    header: Span
    name_span: Span
    attached_line: int


class Module(NamedTuple):
    """A text with its facts and indexes.

    `bindings` and `reads` map a module-level name to its binding (deleting) and reading uses, in
    file order, wherever they stand (a function's `global x; x = 1` is a binding of `x`); `items` map the
    base of a constant subscript (`P`) to its uses when the base is a module-level name. `changes` map a
    module-level name to the places at module level that change what it holds (`P["x"] = 1`, `P.update(...)`).
    `unit_by_name` holds the last def or class of each qualified name.
    """

    text: str
    parts: tuple[Part, ...]
    bindings: dict[str, tuple[NameSite, ...]]
    reads: dict[str, tuple[NameSite, ...]]
    items: dict[str, tuple[ItemSite, ...]]
    changes: dict[str, tuple[Change, ...]]
    units: tuple[Unit, ...]
    unit_of_scope: dict[ScopeRef, Unit]
    unit_by_name: dict[str, Unit]

    @property
    def lines(self) -> list[str]:
        """The text's lines with their ends."""
        return split_lines(self.text)

    def statement(self, ref: StatementRef) -> Statement:
        """The statement that `ref` names."""
        return self.parts[ref.part].facts.statements[ref.statement]

    def span(self, ref: StatementRef) -> Span:
        """The statement's span in file lines."""
        return self.parts[ref.part].span(self.statement(ref).span)

    def unit_named(self, qualified_name: str) -> Unit | None:
        """The def or class in force under a dotted name: the last one, as Python has it."""
        return self.unit_by_name.get(qualified_name)

    def enclosing_unit(self, part: int, scope: int) -> Unit | None:
        """The innermost def or class around a scope (itself, when it is one's body)."""
        scopes = self.parts[part].facts.scopes
        while scope > 0:
            unit = self.unit_of_scope.get(ScopeRef(part, scope))
            if unit is not None:
                return unit
            scope = scopes[scope].parent
        return None

    def statements_around(self, ref: StatementRef) -> Iterator[StatementRef]:
        """The statement and the statements around it, innermost first."""
        statements = self.parts[ref.part].facts.statements
        index = ref.statement
        while index >= 0:
            yield StatementRef(ref.part, index)
            index = statements[index].parent

    def top_statement(self, ref: StatementRef) -> StatementRef:
        """The top-level statement that holds the statement (itself, at top level)."""
        return list(self.statements_around(ref))[-1]

    def is_within(self, ref: StatementRef, outer: StatementRef) -> bool:
        """Whether the statement is `outer` or stands inside it."""
        return ref.part == outer.part and any(around == outer for around in self.statements_around(ref))


def build_module(text: str, previous: Module | None = None) -> Module:
    """The model of a text; facts and notes of chunks that `previous` holds with the same text are reused."""
    earlier = previous.parts if previous else ()
    known = {part.chunk.text: (part.facts, part.by_statement) for part in earlier}
    notes = {part.chunk.text: part.notes for part in earlier}
    parts: list[Part] = []
    first_line = 0
    for chunk in split_chunks(text):
        read = known.get(chunk.text)
        if read is None:
            facts = collect_facts(chunk.text)
            read = known[chunk.text] = (facts, index_facts(facts))
        own_notes = notes.pop(chunk.text) if chunk.text in notes else Notes()
        parts.append(Part(len(parts), first_line, chunk, *read, own_notes))
        first_line += chunk.line_count
    bindings: dict[str, list[NameSite]] = {}
    reads: dict[str, list[NameSite]] = {}
    items: dict[str, list[ItemSite]] = {}
    changes: dict[str, list[Change]] = {}
    called: dict[str, list[Change]] = {}
    units: list[Unit] = []
    for part in parts:
        for use in part.facts.names:
            if use.home == 0:
                index = reads if use.access == "read" else bindings
                index.setdefault(use.name, []).append(NameSite(part.index, use))
        for item in part.facts.items:
            if item.home == 0:
                items.setdefault(item.base, []).append(ItemSite(part.index, item))
                if item.scope == 0 and item.access != "read":
                    change = Change(StatementRef(part.index, item.statement), item)
                    changes.setdefault(item.base, []).append(change)
        for call in part.facts.calls:
            if call.name in _CHANGING_METHODS and _changes_global(part, call):
                change = Change(StatementRef(part.index, call.statement), None)
                called.setdefault(call.root, []).append(change)
        units.extend(_units(part))
    for name, methods in called.items():
        changes.setdefault(name, []).extend(methods)
    return Module(
        text=text,
        parts=tuple(parts),
        bindings={name: tuple(sites) for name, sites in bindings.items()},
        reads={name: tuple(sites) for name, sites in reads.items()},
        items={name: tuple(sites) for name, sites in items.items()},
        changes={name: tuple(places) for name, places in changes.items()},
        units=tuple(units),
        unit_of_scope={unit.body: unit for unit in units},
        unit_by_name={unit.qualified_name: unit for unit in units},
    )


_CHANGING_METHODS = frozenset({"update", "append", "extend", "add", "insert", "setdefault"})


def _changes_global(part: Part, call: Call) -> bool:
    """Whether a method is called right on a name that the module's own code reads."""
    return call.callee == f"{call.root}.{call.name}" and any(
        use.name == call.root and use.access == "read" and use.home == use.scope == 0
        for use in part.by_statement.names[call.statement]
    )


def _units(part: Part) -> Iterator[Unit]:
    by_scope: dict[int, Unit] = {}
    scopes = part.facts.scopes
    for index, statement in enumerate(part.facts.statements):
        if statement.kind not in ("function", "class") or statement.body_scope < 0:
            continue
        around = statement.scope
        while around > 0 and around not in by_scope:
            around = scopes[around].parent
        parent = by_scope.get(around)
        unit = Unit(
            qualified_name=f"{parent.qualified_name}.{statement.name}" if parent else statement.name,
            name=statement.name,
            kind=statement.kind,
            parent=parent.qualified_name if parent else "",
            parent_kind=parent.kind if parent else "",
            ref=StatementRef(part.index, index),
            body=ScopeRef(part.index, statement.body_scope),
            span=part.span(statement.span),
            header=part.span(statement.header),
            name_span=part.span(statement.name_span),
            attached_line=part.first_line + statement.attached_line,
        )
        by_scope[statement.body_scope] = unit
        yield unit
