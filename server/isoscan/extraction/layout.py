"""Which lines belong to a statement: its region, and what goes when it is taken out of a block.

The rules for comments are those of `docs/extraction.md`. A statement that moves takes along the comment
lines directly above it and the comment at the end of its last line. Inside a block that is thinned, a
comment on a line of its own belongs to the statement below it, and to the last one at the block's end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from isoscan.extraction.text import Replacement, SourceText
from isoscan.facts.records import Statement
from isoscan.model.module import Module, StatementRef
from isoscan.source.spans import Span


@dataclass(frozen=True, slots=True)
class Layout:
    """A module with its text by lines."""

    module: Module
    source: SourceText
    headings: dict[int, int]
    """Banners that head more than one top-level statement: first line to last line, in the file."""

    @classmethod
    def of(cls, module: Module) -> Layout:
        """The layout of a module."""
        return cls(module, SourceText.of(module.text), dict(_headings(module)))

    def statement(self, ref: StatementRef) -> Statement:
        """The statement that `ref` names; its spans are relative to its chunk."""
        return self.module.statement(ref)

    def span(self, ref: StatementRef) -> Span:
        """The statement's span in file lines."""
        return self.module.span(ref)

    def stands_alone(self, ref: StatementRef) -> bool:
        """Whether nothing but white space and a comment shares the statement's lines."""
        span = self.span(ref)
        before = self.source.line(span.line)[: span.column].strip()
        after = self.source.line(span.end_line)[span.end_column :].strip()
        return not before and (not after or after.startswith("#"))

    def region(self, ref: StatementRef) -> Span:
        """The statement with the comments that belong to it, in whole lines where it has them to itself."""
        span = self.span(ref)
        if not self.stands_alone(ref):
            line = self.source.line(span.end_line)
            alone = line[span.end_column :].strip().startswith("#")
            return span._replace(end_column=len(line)) if alone else span
        first = self._first_line(ref)
        last = self.trailing_line(ref)
        return Span(min(first, span.line), 0, last, len(self.source.line(last)))

    def _first_line(self, ref: StatementRef) -> int:
        """The first comment line directly above a statement, a heading of several statements left out."""
        first = self.module.parts[ref.part].first_line + self.statement(ref).attached_line
        start = self.span(ref).line
        if self.statement(ref).parent >= 0:
            return first
        if first == 0 and self.statement(ref).kind == "import":
            return start  # what stands at the top of a file speaks of the file
        ends = [end + 1 for line, end in self.headings.items() if first <= line and end < start]
        return max([first, *ends])

    def trailing_line(self, ref: StatementRef) -> int:
        """The last line of a statement, comments at the end of its innermost block included."""
        span = self.span(ref)
        last = span.end_line
        inner = self._last_nested(ref)
        column = self.span(inner).column if inner != ref else span.column + 1
        limit = self._next_attached_line(ref)
        line = last + 1
        while line < limit and self.source.is_trivia(line):
            text = self.source.line(line)
            if text.strip():
                if len(self.source.indentation(line)) < column:
                    break
                last = line
            line += 1
        return last

    def _last_nested(self, ref: StatementRef) -> StatementRef:
        end = self.module.parts[ref.part].by_statement.ends[ref.statement]
        for index in range(end - 1, ref.statement, -1):
            if self.statement(StatementRef(ref.part, index)).parent == ref.statement:
                return StatementRef(ref.part, index)
        return ref

    def _next_attached_line(self, ref: StatementRef) -> int:
        """The first line that belongs to what follows the statement."""
        part = self.module.parts[ref.part]
        end = part.by_statement.ends[ref.statement]
        if end < len(part.facts.statements):
            return part.first_line + part.facts.statements[end].attached_line
        for later in self.module.parts:
            if later.index > ref.part and later.facts.statements:
                return later.first_line + later.facts.statements[0].attached_line
        return len(self.source.lines)

    def blocks(self, ref: StatementRef) -> frozenset[tuple[StatementRef, str]]:
        """The blocks around a statement that may not run, up to the def or class around it."""
        found = set()
        current = ref
        for around in self.module.statements_around(ref):
            kind = self.statement(around).kind
            if around == ref:
                continue
            if kind in ("function", "class"):
                break
            if kind != "with":
                found.add((around, self.statement(current).block))
            current = around
        return frozenset(found)

    def children(self, ref: StatementRef) -> dict[str, list[StatementRef]]:
        """The statements directly inside a compound one, by block, in order."""
        part = self.module.parts[ref.part]
        blocks: dict[str, list[StatementRef]] = {}
        for index in range(ref.statement + 1, part.by_statement.ends[ref.statement]):
            statement = part.facts.statements[index]
            if statement.parent == ref.statement:
                blocks.setdefault(statement.block, []).append(StatementRef(ref.part, index))
        return blocks

    def nested(self, ref: StatementRef) -> range:
        """The indices of the statement and of all it contains."""
        return range(ref.statement, self.module.parts[ref.part].by_statement.ends[ref.statement])

    def removals(self, root: StatementRef, kept: frozenset[int]) -> list[Replacement]:
        """What to take out of a compound statement so that only the `kept` statements in it stay.

        `kept` are indices into the root's part; a kept compound statement keeps its header only, what
        it contains must be listed too. A block that would be empty gets a `pass`.
        """
        removals: list[Replacement] = []
        work = [root]
        while work:
            current = work.pop()
            for block in self.children(current).values():
                groups = self._groups(block)
                staying = [group for group in groups if any(ref.statement in kept for ref in group)]
                if self._on_header_line(current, block[0]):
                    staying = groups
                work.extend(ref for group in staying for ref in group)
                dropped = [group for group in groups if group not in staying]
                removals.extend(self._removal(block, group, empty=not staying) for group in dropped)
        return removals

    def _on_header_line(self, parent: StatementRef, first: StatementRef) -> bool:
        span = self.span(first)
        return bool(self.source.line(span.line)[: span.column].strip())

    def _groups(self, block: list[StatementRef]) -> list[list[StatementRef]]:
        """Statements that share lines (`a = 1; b = 2`) stay or go together."""
        groups: list[list[StatementRef]] = []
        for ref in block:
            if groups and self.span(groups[-1][-1]).end_line == self.span(ref).line:
                groups[-1].append(ref)
            else:
                groups.append([ref])
        return groups

    def _removal(self, block: list[StatementRef], group: list[StatementRef], *, empty: bool) -> Replacement:
        first = self.span(group[0])
        position = block.index(group[0])
        anchor = self.span(block[position - 1]).end_line if position else self._line_above(first.line)
        is_last = group[-1] == block[-1]
        last = self.trailing_line(group[-1]) if is_last else self.span(group[-1]).end_line
        if is_last:
            last = max(
                last, self._last_comment_of_block(last, first.column, self._next_attached_line(group[-1]))
            )
        text = "\n" + self.source.indentation(first.line) + "pass" if empty and position == 0 else ""
        return Replacement(
            Span(anchor, len(self.source.line(anchor)), last, len(self.source.line(last))), text
        )

    def _line_above(self, line: int) -> int:
        above = line - 1
        while above > 0 and self.source.is_trivia(above):
            above -= 1
        return above

    def _last_comment_of_block(self, last: int, column: int, limit: int) -> int:
        line = last + 1
        while line < limit and self.source.is_trivia(line):
            if self.source.line(line).strip():
                if len(self.source.indentation(line)) < column:
                    break
                last = line
            line += 1
        return last


def _headings(module: Module) -> Iterator[tuple[int, int]]:
    """The banners between which (and the next one) more than one top-level statement stands."""
    banners = sorted(
        (part.first_line + banner.start_line, part.first_line + banner.end_line)
        for part in module.parts
        for banner in part.facts.banners
    )
    starts = sorted(
        part.first_line + statement.span.line
        for part in module.parts
        for statement in part.facts.statements
        if statement.parent < 0
    )
    for index, (first, last) in enumerate(banners):
        following = banners[index + 1][0] if index + 1 < len(banners) else None
        headed = [line for line in starts if line > last and (following is None or line < following)]
        if len(headed) != 1:
            yield first, last


def listed_removals(source: SourceText, entries: list[Span], dropped: Iterable[int]) -> list[Replacement]:
    """What to take out of a list of things with commas between them so that the `dropped` ones go.

    An entry that has its lines to itself takes them along, with the comment at their end. A comment
    above entries belongs to all entries down to the next comment or blank line, and goes with the last.
    """
    gone = frozenset(dropped)
    removals = []
    lines: set[int] = set()
    for index in sorted(gone):
        span = entries[index]
        shared = [
            other
            for other in range(len(entries))
            if entries[other].line <= span.end_line and entries[other].end_line >= span.line
        ]
        if all(other in gone for other in shared) and _has_lines(source, entries, shared):
            lines.update(range(entries[shared[0]].line, entries[shared[-1]].end_line + 1))
        else:
            removals.append(_inline_removal(source, entries, index, gone))
    lines.update(_orphaned_comments(source, entries, lines))
    return removals + list(_line_removals(source, lines))


def _has_lines(source: SourceText, entries: list[Span], shared: list[int]) -> bool:
    first, last = entries[shared[0]], entries[shared[-1]]
    before = source.line(first.line)[: first.column].strip()
    after = source.line(last.end_line)[last.end_column :].strip().removeprefix(",").strip()
    return not before and (not after or after.startswith("#"))


def _inline_removal(source: SourceText, entries: list[Span], index: int, gone: frozenset[int]) -> Replacement:
    span = entries[index]
    if index + 1 < len(entries) and entries[index + 1].line == span.end_line:
        return Replacement(Span(*span.start, *entries[index + 1].start), "")
    line = source.line(span.end_line)
    rest = line[span.end_column :]
    end = span.end_column + (len(rest) - len(rest.lstrip()) + 1 if rest.lstrip().startswith(",") else 0)
    before = max((other for other in range(index) if other not in gone), default=-1)
    if index == len(entries) - 1 and before >= 0 and entries[before].end_line == span.line:
        return Replacement(Span(*entries[before].end, span.end_line, end), "")
    return Replacement(Span(*span.start, span.end_line, end), "")


def _orphaned_comments(source: SourceText, entries: list[Span], lines: set[int]) -> set[int]:
    """Comment lines that head nothing any more once `lines` are gone."""
    orphans: set[int] = set()
    starts = {entry.line for entry in entries}
    inside = {line for entry in entries for line in range(entry.line, entry.end_line + 1)}
    for start in sorted(line for line in lines if line in starts):
        above = start - 1
        block = []
        while above not in inside and source.line(above).strip().startswith("#"):
            block.append(above)
            above -= 1
        headed = start
        while headed in inside:
            if headed not in lines:
                break
            headed += 1
        else:
            orphans.update(block)
    return orphans


def _line_removals(source: SourceText, lines: set[int]) -> Iterator[Replacement]:
    """Take whole lines out, each with the line end before it."""
    for line in sorted(lines):
        if line > 0:
            yield Replacement(Span(line - 1, len(source.line(line - 1)), line, len(source.line(line))), "")
