"""The module as a whole: its chunks in order with their facts, and indexes over them.

Facts keep lines relative to their chunk; a `Part` knows where its chunk begins, and `Part.span` turns a
relative span into one of core lines. A module is edited by replacing parts; what was read from it is
tracked, so that whoever computed something from it learns whether that still holds (see `tracking`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from isoscan.facts.composition import read_chunk
from isoscan.facts.records import Call, ItemUse, NameUse, Statement
from isoscan.model.index import index_facts
from isoscan.model.notes import Notes
from isoscan.model.parts import Part, Parts
from isoscan.source.chunks import split_chunks
from isoscan.source.lines import split_lines
from isoscan.source.spans import Span
from isoscan.tracking.index import Index, IndexView
from isoscan.tracking.store import Family, Query, Store

Item = TypeVar("Item")


class StatementRef(NamedTuple):
    """A statement of the module: index of its part, index among the part's statements."""

    part: int
    statement: int


class ScopeRef(NamedTuple):
    """A scope of the module: index of its part, index among the part's scopes (0: module scope)."""

    part: int
    scope: int


class NameSite(NamedTuple):
    """One use of a module-level name, in its part.

    `certain` says that it binds the name on every import: a top-level statement that always binds.
    """

    part: int
    use: NameUse
    certain: bool = False


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


class Module:
    """A text with its facts and indexes, kept up to date while the text is edited.

    *Core lines.* The core numbers lines so that a part's lines keep their numbers when other parts grow,
    shrink, come or go: they increase down the file, by one inside a part, and by any amount from one part to
    the next. In a module built from a whole text (`build_module`) they are the file's own lines, 0-based;
    in one that is being edited, `LiveModule` tells which is which. So compare lines across parts, and count
    with them inside one part only.

    `bindings` and `reads` map a module-level name to its binding (deleting) and reading uses, in
    file order, wherever they stand (a function's `global x; x = 1` is a binding of `x`); `items` map the
    base of a constant subscript (`P`) to its uses when the base is a module-level name. `changes` map a
    module-level name to the places at module level that change what it holds (`P["x"] = 1`, `P.update(...)`).

    Everything read from a module is tracked (see `tracking`): a query that reads it is computed again when
    that, and only that, has changed.
    """

    def __init__(self, parts: Iterable[Part]) -> None:
        """A module of these parts, in file order, their lines counted as `index` says."""
        self.store = store = Store()
        self.parts = Parts(store)
        contributed = partial(_index, store, self.parts)
        self.bindings: IndexView[str, NameSite] = IndexView(contributed(_bindings_of))
        self.reads: IndexView[str, NameSite] = IndexView(contributed(_reads_of))
        self.items: IndexView[str, ItemSite] = IndexView(contributed(_items_of))
        self.changes: IndexView[str, Change] = IndexView(contributed(_changes_of))
        self._units_of: Family[int, dict[ScopeRef, Unit]] = Family(store, self._units_of_part)
        self._units_by_name: Index[int, str, Unit] = contributed(self._units_by_name_in)
        self._kinds: Family[str, str] = Family(store, self._kind_of)
        self._all_units: Query[tuple[Unit, ...]] = Query(store, self._collect_units)
        self.unit_of_scope = UnitsByScope(self._units_of, self.parts)
        self._line_count: Query[int] = Query(store, self._count_lines)
        self._lines: list[str] | None = None
        self.replace((), parts)

    def replace(self, removed: Iterable[int], added: Iterable[Part]) -> None:
        """Take parts out and put others in; one put in under an index that is there takes its place."""
        self.parts.replace(removed, added)
        self._lines = None
        self.store.settle()

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join([part.chunk.text for part in self.parts])

    @property
    def lines(self) -> list[str]:
        """The text's lines with their ends, by core line: for a module built from a whole text only."""
        if self._lines is None:
            self._lines = split_lines(self.text)
        return self._lines

    def line(self, number: int) -> str:
        """A line with its end by its core line; "" where there is none."""
        part = self.parts.around(number)
        within = number - part.index if part is not None else 0
        return part.lines[within] if part is not None and within < part.chunk.line_count else ""

    def next_line(self, line: int) -> int:
        """The core line that stands below one in the file."""
        return self.parts.next_line(line)

    def lines_between(self, above: int, below: int) -> Iterator[tuple[int, str]]:
        """The lines between two core lines in the file, both left out: each with its text."""
        return self.parts.lines_between(above, below)

    @property
    def line_count(self) -> int:
        """How many lines the file has, as an editor counts them."""
        return self._line_count.read()

    def text_of(self, span: Span) -> str:
        """The source text of a span."""
        part = self.parts.around(span.line)
        if part is None:
            return ""
        first, last = span.line - part.index, span.end_line - part.index
        lines = part.lines
        if first == last:
            return lines[first][span.column : span.end_column] if first < len(lines) else ""
        taken = lines[first : last + 1]
        if not taken:
            return ""
        if last < len(lines):
            taken[-1] = taken[-1][: span.end_column]
        taken[0] = taken[0][span.column :]
        return "".join(taken)

    @property
    def units(self) -> tuple[Unit, ...]:
        """All defs and classes in file order."""
        return self._all_units.read()

    def units_of(self, part: int) -> dict[ScopeRef, Unit]:
        """The defs and classes of one part in file order, by the scope of their bodies."""
        return self._units_of(part)

    def statement(self, ref: StatementRef) -> Statement:
        """The statement that `ref` names."""
        return self.parts[ref.part].facts.statements[ref.statement]

    def span(self, ref: StatementRef) -> Span:
        """The statement's span in core lines."""
        return self.parts[ref.part].span(self.statement(ref).span)

    def unit_named(self, qualified_name: str) -> Unit | None:
        """The def or class in force under a dotted name: the last one, as Python has it."""
        units = self._units_by_name.of(qualified_name)
        return units[-1] if units else None

    def has_unit(self, qualified_name: str) -> bool:
        """Whether there is a def or class under a dotted name: less to depend on than the unit."""
        return self._units_by_name.has(qualified_name)

    def kind_named(self, qualified_name: str) -> str:
        """What stands under a dotted name: "function", "class", or "" for neither; less to depend on, too."""
        return self._kinds(qualified_name) if self.has_unit(qualified_name) else ""

    def units_named(self, qualified_name: str) -> tuple[Unit, ...]:
        """All defs and classes under a dotted name, in file order: the last one is in force."""
        return self._units_by_name.of(qualified_name)

    def enclosing_unit(self, part: int, scope: int) -> Unit | None:
        """The innermost def or class around a scope (itself, when it is one's body)."""
        if scope <= 0:
            return None
        units = self._units_of(part)
        scopes = self.parts[part].facts.scopes
        while scope > 0:
            unit = units.get(ScopeRef(part, scope))
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

    def _kind_of(self, qualified_name: str) -> str:
        unit = self.unit_named(qualified_name)
        return unit.kind if unit is not None else ""

    def _units_by_name_in(self, part: Part) -> dict[str, tuple[Unit, ...]]:
        return _grouped((unit.qualified_name, unit) for unit in self._units_of(part.index).values())

    def _units_of_part(self, part: int) -> dict[ScopeRef, Unit]:
        return {unit.body: unit for unit in _units(self.parts[part])}

    def _count_lines(self) -> int:
        last = None
        count = 0
        for last in self.parts:
            count += last.chunk.line_count
        return count + (last is None or last.chunk.text.endswith(("\n", "\r")))

    def _collect_units(self) -> tuple[Unit, ...]:
        return tuple([unit for index in self.parts.order for unit in self._units_of(index).values()])


class UnitsByScope:
    """The defs and classes of a module by the scopes of their bodies."""

    __slots__ = ("_of_part", "_parts")

    def __init__(self, of_part: Family[int, dict[ScopeRef, Unit]], parts: Parts) -> None:
        self._of_part = of_part
        self._parts = parts

    def get(self, scope: ScopeRef) -> Unit | None:
        """The def or class whose body a scope is."""
        return self._of_part(scope.part).get(scope) if scope.part >= 0 and scope.scope > 0 else None


def build_module(text: str, previous: Module | None = None) -> Module:
    """The model of a text; facts and notes of chunks that `previous` holds with the same text are reused."""
    earlier = previous.parts if previous else ()
    known = {part.chunk.text: (part.reading, part.by_statement) for part in earlier}
    notes = {part.chunk.text: part.notes for part in earlier}
    parts: list[Part] = []
    first_line = 0
    for chunk in split_chunks(text):
        read = known.get(chunk.text)
        if read is None:
            reading = read_chunk(chunk.text)
            read = known[chunk.text] = (reading, index_facts(reading.facts))
        own_notes = notes.pop(chunk.text) if chunk.text in notes else Notes()
        parts.append(Part(first_line, chunk, *read, own_notes))
        first_line += chunk.line_count
    return Module(parts)


Contribution = Callable[[Part], dict[str, tuple[Any, ...]]]


def _index(store: Store, parts: Parts, contribute: Contribution) -> Index[int, str, Any]:
    index: Index[int, str, Any] = Index(store, lambda owner: contribute(parts[owner]))
    parts.follow(index)
    return index


def _bindings_of(part: Part) -> dict[str, tuple[NameSite, ...]]:
    return _grouped(
        (use.name, NameSite(part.index, use, _is_certain(part, use)))
        for use in part.facts.names
        if use.home == 0 and use.access != "read"
    )


_DEFINING = frozenset({"assignment", "annotation", "import", "function", "class", "type_alias"})


def _is_certain(part: Part, use: NameUse) -> bool:
    return use.scope == 0 and use.binding in _DEFINING and part.facts.statements[use.statement].parent < 0


def _reads_of(part: Part) -> dict[str, tuple[NameSite, ...]]:
    return _grouped(
        (use.name, NameSite(part.index, use))
        for use in part.facts.names
        if use.home == 0 and use.access == "read"
    )


def _items_of(part: Part) -> dict[str, tuple[ItemSite, ...]]:
    return _grouped((item.base, ItemSite(part.index, item)) for item in part.facts.items if item.home == 0)


def _changes_of(part: Part) -> dict[str, tuple[Change, ...]]:
    written = (
        (item.base, Change(StatementRef(part.index, item.statement), item))
        for item in part.facts.items
        if item.home == 0 and item.scope == 0 and item.access != "read"
    )
    called = (
        (call.root, Change(StatementRef(part.index, call.statement), None))
        for call in part.facts.calls
        if call.name in _CHANGING_METHODS and _changes_global(part, call)
    )
    return _grouped(chain(written, called))


def _grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    groups: dict[str, list[Item]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in groups.items()}


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
