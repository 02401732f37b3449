"""One backward slice through the statements of one body, column by column and name by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from isoscan.extraction.effects import ColumnRead, Write, surroundings_of
from isoscan.extraction.frames import Slice
from isoscan.facts.records import Traits
from isoscan.model.module import StatementRef
from isoscan.source.spans import Span

if TYPE_CHECKING:
    from isoscan.extraction.columns import Columns

_COMPOUND = frozenset({"if", "for", "while", "try", "match"})


class BodySlicer:
    """One backward slice through one body; `settle` works off what has been asked for.

    `closed`: the frames in `aliases` are there from the start, so that columns and the names that hold
    them are not followed. `around` are compound statements whose headers are not kept; `local` are the
    only names that are followed (None: all).
    """

    def __init__(
        self,
        columns: Columns,
        body: list[StatementRef],
        aliases: set[str],
        *,
        closed: bool = False,
        around: frozenset[StatementRef] = frozenset(),
        local: set[str] | None = None,
    ) -> None:
        self._local = local
        self._closed = closed
        self._around = around
        self._columns = columns
        self._layout = columns.layout
        self._body = body
        self._position = {ref: index for index, ref in enumerate(body)}
        self._aliases = aliases
        self._kept: set[StatementRef] = set()
        self._work: list[StatementRef] = []
        self._needs: set[str] = set()
        self._calls: dict[StatementRef, set[str]] = {}
        self._sites: set[tuple[int, Span]] = set()
        self._wanted: set[tuple[str, StatementRef | None]] = set()

    def result(self) -> Slice:
        """What has been gathered."""
        self.settle()
        return Slice(
            frozenset(self._kept),
            frozenset(self._needs),
            {ref: frozenset(columns) for ref, columns in self._calls.items()},
            frozenset(self._sites),
        )

    def keep(self, ref: StatementRef) -> None:
        """Keep a statement of the body, and the headers around it."""
        for around in self._layout.module.statements_around(ref):
            if around not in self._position or around in self._around:
                return
            if around not in self._kept:
                self._kept.add(around)
                self._work.append(around)

    def settle(self) -> None:
        """Follow what the kept statements read until nothing new turns up."""
        while self._work:
            self._follow(self._work.pop())

    def _follow(self, ref: StatementRef) -> None:
        effects = self._columns.effects(ref)
        for name in sorted(effects.names_read):
            self._want_name(name, ref, whole=name in effects.names_whole)
        for read in effects.reads:
            if not read.base or read.base in self._aliases or not read.soft:
                self._want_read(read, ref)
        for step in self._columns.steps(ref):
            if step.direct and self._columns.frame_function(step.function) is not None:
                self._sites.add(step.site)
                self._calls.setdefault(step.function.ref, set())
        if self._layout.statement(ref).kind == "for" and self._is_untold(ref):
            for inner in self._body:
                if self._layout.module.is_within(inner, ref):
                    self.keep(inner)

    def _is_untold(self, loop: StatementRef) -> bool:
        """Whether a loop writes columns whose names cannot be told: then it is kept whole."""
        return any(
            write.pattern or write.base in effects.updates
            for inner in self._body
            if self._layout.module.is_within(inner, loop)
            for effects in (self._columns.effects(inner),)
            for write in effects.writes
        )

    def _want_read(self, read: ColumnRead, ref: StatementRef) -> None:
        if not read.pattern:
            self.want(read.key, ref, soft=read.soft or bool(read.base and read.base not in self._aliases))
            return
        # A boolean is never missing, and never the largest: masks do not count among the values.
        writers = [each for each in self._body if read.key != "values" or not self._writes_mask(each)]
        for write in {write for each in writers for write in self._columns.effects(each).writes}:
            if write.pattern == read.pattern or (not write.pattern and read_matches(read, write.key)):
                self.want(write.key, ref, soft=True)

    def _writes_mask(self, ref: StatementRef) -> bool:
        values = self._layout.module.parts[ref.part].by_statement.assignments[ref.statement]
        return any(
            each.value is not None and bool(each.value.traits & (Traits.BOOLEAN | Traits.FLAG))
            for each in values
        )

    def want(self, column: str, at: StatementRef | None, *, soft: bool = False) -> None:
        """Keep what gives a column its value where `at` reads it (None: at the end)."""
        if (column, at) in self._wanted:
            return
        self._wanted.add((column, at))
        if self._closed:
            if not soft:
                self._needs.add(column)
            return
        surely = False
        for ref in self._looping_with(at):
            if any(write.may_write(column) for write in self._columns.effects(ref).writes):
                self.keep(ref)
                self._want_from_calls(ref, column)
        for ref in self._above(at):
            effects = self._columns.effects(ref)
            writes = [write for write in effects.writes if write.may_write(column)]
            if writes:
                self.keep(ref)
                self._want_from_calls(ref, column)
            if any(write.full and write.key == column for write in writes) and self._dominates(
                ref, at, by_column=True
            ):
                surely = True
                break
        if not surely and not soft:
            self._needs.add(column)

    def _want_from_calls(self, ref: StatementRef, column: str) -> None:
        for step in self._columns.steps(ref):
            function = self._columns.frame_function(step.function)
            if function is None or not step.direct:
                continue
            if not any(write.may_write(column) for write in function.writes):
                continue
            self._calls.setdefault(step.function.ref, set()).add(column)
            needs = self._columns.slice_function(step.function, frozenset({column})).needs
            for need in sorted(needs):
                self.want(need, ref)

    def _want_name(self, name: str, at: StatementRef, *, whole: bool) -> None:
        """Keep what gives a name its value where `at` reads it, and what changes that value in between.

        `whole`: more than items by constant keys are read, so that every item that is set counts.
        """
        if (self._closed and name in self._aliases) or (self._local is not None and name not in self._local):
            return
        for ref in self._looping_with(at):
            if self._gives(ref, name, whole=whole):
                self.keep(ref)
        for ref in self._above(at):
            if self._gives(ref, name, whole=whole):
                self.keep(ref)
            if name in self._columns.effects(ref).names_bound and self._dominates(ref, at):
                return

    def _gives(self, ref: StatementRef, name: str, *, whole: bool) -> bool:
        """Whether a statement binds a name, or changes what it holds: of a frame, other than by columns."""
        effects = self._columns.effects(ref)
        if name in effects.updates or name in effects.names_bound:
            return True
        return name not in self._aliases and effects.changes(name, whole=whole)

    def _above(self, at: StatementRef | None) -> Iterable[StatementRef]:
        """The statements above `at`, the last one first; all of the body for None."""
        return reversed(self._body if at is None else self._body[: self._position.get(at, len(self._body))])

    def _looping_with(self, at: StatementRef | None) -> list[StatementRef]:
        """The statements below that run before `at` in a later round of a loop, itself included."""
        if at is None:
            return []
        position = self._position.get(at, len(self._body))
        loops = [
            around
            for around in self._layout.module.statements_around(at)
            if around in self._position and self._layout.statement(around).kind in ("for", "while")
        ]
        return [
            ref
            for ref in self._body[position:]
            if any(self._layout.module.is_within(ref, loop) for loop in loops)
        ]

    def _dominates(self, ref: StatementRef, at: StatementRef | None, *, by_column: bool = False) -> bool:
        """Whether `ref` has surely run when `at` runs: every block around it is also around `at`.

        For a column loops and conditions do not count that could be worked out when its name was.
        """
        blocks = self._blocks(ref)
        if by_column:
            blocks -= surroundings_of(self._layout, ref).told
        return blocks <= (self._blocks(at) if at is not None else frozenset())

    def _blocks(self, ref: StatementRef) -> frozenset[tuple[StatementRef, str]]:
        found = set()
        current = ref
        for around in self._layout.module.statements_around(ref):
            if around == ref:
                continue
            if around not in self._position:
                break
            if self._layout.statement(around).kind in _COMPOUND:
                found.add((around, self._layout.statement(current).block))
            current = around
        return frozenset(found)


def read_matches(read: ColumnRead, key: str) -> bool:
    """Whether a read by pattern may mean the column `key`."""
    return Write(read.base, read.key, read.pattern, False).may_write(key)
