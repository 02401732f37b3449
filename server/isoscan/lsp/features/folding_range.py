"""`textDocument/foldingRange`: scanners first, then everything else one folds in Python.

An editor that gets folds from a server drops its own, so the answer is `null` or the complete set, never a
lone range: scanners, functions, classes, blocks, multi-line literals, imports, sections between banners,
`# region`s and runs of comments. A setting reduces the set to scanners or switches it off.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from isoscan.config import Config
from isoscan.lsp import wire
from isoscan.lsp.capabilities import Client
from isoscan.lsp.documents import Document
from isoscan.source.lines import split_lines

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.boundaries.boundary import Boundary
    from isoscan.facts.records import ChunkFacts, Statement
    from isoscan.model.parts import Part

_BEGIN_REGION = re.compile(r"#\s*(?:region\b|isoscan:\s*begin\b)")
_END_REGION = re.compile(r"#\s*(?:endregion\b|isoscan:\s*end\b)")
_DOCSTRING = re.compile(r"\s*[rRuU]?(?:\"\"\"|''')")
_CLOSING = re.compile(r"\s*[\])}]+[,:]?\s*(?:#.*)?$")

# When a client takes only so many folds, the first kinds here are kept.
SCANNER, UNIT, SECTION, IMPORTS, REGION, COMMENT, BLOCK = range(7)


class Fold(NamedTuple):
    """Lines `end` and above fold into line `start`; 0-based, inclusive. Lower ranks matter more."""

    start: int
    end: int
    rank: int
    kind: str = ""
    collapsed: str = ""

    def moved(self, shift: int) -> Fold:
        """The fold some lines below."""
        return Fold(self.start + shift, self.end + shift, *self[2:])


# Line, column and text of a comment that has its line for itself.
Comment = tuple[int, int, str]


def folding_range(
    document: Document, analysis: Analysis, config: Config, client: Client
) -> list[wire.FoldingRange] | None:
    """All folds in the order of their lines, or None when there are none or folding is off."""
    if config.folding == "off":
        return None
    folds = list(_scanner_folds(document, analysis))
    if config.folding == "all":
        parts = [replace(part, index=document.file_line(part.index)) for part in analysis.module.parts]
        folds += (fold for part in parts for fold in _part_folds(part))
        folds += _module_folds(parts, document.line_count)
    chosen = _limited(nested(one_per_line(folds), []), client.fold_limit)
    return [to_wire(fold, client) for fold in chosen] or None


def to_wire(fold: Fold, client: Client) -> wire.FoldingRange:
    """A fold as the client takes it."""
    answer: wire.FoldingRange = {"startLine": fold.start, "endLine": fold.end}
    if fold.kind and (client.fold_kinds is None or fold.kind in client.fold_kinds):
        answer["kind"] = fold.kind
    if fold.collapsed and client.shows_collapsed_text:
        answer["collapsedText"] = fold.collapsed
    return answer


def _scanner_folds(document: Document, analysis: Analysis) -> Iterator[Fold]:
    for scanner in analysis.scanners:
        yield scanner_fold(scanner.boundary, document.file_line)


def scanner_fold(boundary: Boundary, file_line: Callable[[int], int]) -> Fold:
    """A scanner's fold; `file_line` gives the line to tell for a core line."""
    first, last = file_line(boundary.start_line), file_line(boundary.end_line)
    whole = boundary.kind in ("section", "module")
    start = first if whole else file_line(boundary.definition_line)
    kind = "region" if boundary.kind == "section" else ""
    return Fold(start, last, SCANNER, kind, f"{boundary.name}: {last - first + 1} lines")


def _part_folds(part: Part) -> Iterator[Fold]:
    first = part.first_line
    return (fold.moved(first) for fold in own_folds(part))


def own_folds(part: Part) -> tuple[Fold, ...]:
    """What folds inside one top-level statement; lines are counted from the part's first."""
    return part.notes.recall("folds", None, partial(_folds_of, part))


def _folds_of(part: Part) -> tuple[Fold, ...]:
    return tuple(_statement_folds(part.facts, split_lines(part.chunk.text)))


def _statement_folds(facts: ChunkFacts, lines: list[str]) -> Iterator[Fold]:
    compound = {statement.parent for statement in facts.statements}
    for index, statement in enumerate(facts.statements):
        if statement.span.line == statement.span.end_line:
            continue
        if statement.kind in ("function", "class"):
            yield Fold(statement.name_span.line, statement.span.end_line, UNIT)
        elif statement.kind == "import":
            continue  # imports fold in runs
        elif statement.kind == "match":
            yield Fold(statement.span.line, statement.span.end_line, BLOCK)
        elif index not in compound:
            yield _literal_fold(statement, lines)
    yield from _block_folds(facts.statements, lines)


def _literal_fold(statement: Statement, lines: list[str]) -> Fold:
    start, end = statement.span.line, statement.span.end_line
    if statement.kind == "expression" and start < len(lines) and _DOCSTRING.match(lines[start]):
        return Fold(start, end, COMMENT, "comment")
    closes = end < len(lines) and _CLOSING.match(lines[end]) is not None
    return Fold(start, end - 1 if closes and end - 1 > start else end, BLOCK)


def _block_folds(statements: tuple[Statement, ...], lines: list[str]) -> Iterator[Fold]:
    """The blocks of `if`, `for`, `try` and so on, each from its own header line."""
    blocks: dict[tuple[int, str], list[int]] = {}
    for statement in statements:
        if statement.parent < 0 or statements[statement.parent].kind in ("function", "class"):
            continue
        block = blocks.setdefault((statement.parent, statement.block), [statement.span.line, 0])
        block[1] = max(block[1], statement.span.end_line)
    for (parent, name), (first, last) in blocks.items():
        if name == "body":
            yield Fold(statements[parent].span.line, last, BLOCK)
        else:
            yield Fold(_header_above(lines, first, name.rstrip("0123456789")), last, BLOCK)


def _header_above(lines: list[str], first: int, keyword: str) -> int:
    for line in range(min(first, len(lines) - 1), -1, -1):
        if lines[line].lstrip().startswith(keyword):
            return line
    return first


def _module_folds(parts: Iterable[Part], line_count: int) -> list[Fold]:
    """Folds that span chunks: imports, sections, regions and runs of comments."""
    comments = [comment for part in parts for comment in own_comments(part, part.first_line)]
    return [
        *_import_folds(parts),
        *_section_folds(parts, line_count, comments),
        *_region_folds(comments),
        *comment_folds(comments),
    ]


def own_comments(part: Part, first: int) -> list[Comment]:
    """A part's comments on lines of their own; `first` is the number to give its first line."""
    return [
        (first + comment.span.line, comment.span.column, comment.text)
        for comment in part.facts.comments
        if comment.own_line
    ]


def _import_folds(parts: Iterable[Part]) -> Iterator[Fold]:
    start = end = -1
    for part in parts:
        for statement in part.facts.statements:
            if statement.parent >= 0:
                continue
            if statement.kind == "import":
                start = start if start >= 0 else part.first_line + statement.span.line
                end = part.first_line + statement.span.end_line
            elif start >= 0:
                yield Fold(start, end, IMPORTS, "imports")
                start = -1
    if start >= 0:
        yield Fold(start, end, IMPORTS, "imports")


def _section_folds(parts: Iterable[Part], line_count: int, comments: list[Comment]) -> Iterator[Fold]:
    """From each banner at module level to the last line above the next one that is not blank."""
    starts = [line for part in parts for line in section_starts(part, part.first_line, comments)]
    written = sorted(
        [
            part.first_line + statement.span.end_line
            for part in parts
            for statement in part.facts.statements
            if statement.parent < 0
        ]
        + [line for line, _, _ in comments]
    )
    for start, next_start in pairwise([*starts, line_count]):
        last = written[bisect_left(written, next_start) - 1]
        yield Fold(start, last, SECTION, "region")


def section_starts(part: Part, first: int, comments: list[Comment]) -> Iterator[int]:
    """The lines of a part's banners at module level; `first` is the number to give the part's first line.

    A `# region` is a banner too, but one with an end of its own.
    """
    if not part.facts.banners:
        return
    regions = {line for line, _, text in comments if begins_region(text)}
    for banner in part.facts.banners:
        line = first + banner.start_line
        if line not in regions and not _is_inside_statement(part, banner.start_line):
            yield line


def _is_inside_statement(part: Part, line: int) -> bool:
    return any(
        statement.parent < 0 and statement.span.line <= line <= statement.span.end_line
        for statement in part.facts.statements
    )


def begins_region(text: str) -> bool:
    """Whether a comment begins a region."""
    return _BEGIN_REGION.match(text) is not None


def ends_region(text: str) -> bool:
    """Whether a comment ends a region."""
    return _END_REGION.match(text) is not None


def _region_folds(comments: list[Comment]) -> Iterator[Fold]:
    opened: list[int] = []
    for line, _column, text in comments:
        if begins_region(text):
            opened.append(line)
        elif ends_region(text) and opened:
            yield Fold(opened.pop(), line, REGION, "region")


def comment_folds(comments: list[Comment]) -> Iterator[Fold]:
    """Runs of comments."""
    start, end, indent = -1, -2, -1
    for line, column, text in comments:
        marker = begins_region(text) or ends_region(text)
        if line == end + 1 and column == indent and not marker:
            end = line
            continue
        if start >= 0:
            yield Fold(start, end, COMMENT, "comment")
        start, end, indent = (-1, -2, -1) if marker else (line, line, column)
    if start >= 0:
        yield Fold(start, end, COMMENT, "comment")


def one_per_line(folds: Iterable[Fold]) -> list[Fold]:
    """At most one fold per start line, the one that matters most (of equals the longest), in line order."""
    best: dict[int, Fold] = {}
    for fold in folds:
        if fold.end <= fold.start:
            continue
        known = best.get(fold.start)
        if known is None or (fold.rank, -fold.end) < (known.rank, -known.end):
            best[fold.start] = fold
    return sorted(best.values())


def nested(folds: list[Fold], around: list[int]) -> list[Fold]:
    """Without folds that cross the end of one around them: editors drop or misdraw those.

    `around` has the ends of those that begin above, outer ones first; it is brought down to the last fold.
    """
    kept: list[Fold] = []
    for fold in folds:
        while around and around[-1] < fold.start:
            around.pop()
        if around and fold.end > around[-1]:
            continue
        around.append(fold.end)
        kept.append(fold)
    return kept


def _limited(folds: list[Fold], limit: int | None) -> list[Fold]:
    if limit is None or len(folds) <= limit:
        return folds
    return sorted(sorted(folds, key=lambda fold: (fold.rank, fold.start))[:limit])
