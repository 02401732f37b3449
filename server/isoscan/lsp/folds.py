"""A document's folds as they go over the wire: JSON text, kept for each part of the file.

The answer is that of `features.folding_range`, put together from what each part says by itself and from the
few folds that reach over several parts. Only a part in which one of these begins or ends is looked at again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from json import JSONEncoder
from typing import TYPE_CHECKING, NamedTuple

from isoscan.config import Config
from isoscan.lsp import wire
from isoscan.lsp.capabilities import Client
from isoscan.lsp.documents import Document
from isoscan.lsp.features.folding_range import (
    IMPORTS,
    REGION,
    SECTION,
    Comment,
    Fold,
    begins_region,
    comment_folds,
    ends_region,
    folding_range,
    nested,
    one_per_line,
    own_comments,
    own_folds,
    scanner_fold,
    section_starts,
    to_wire,
)
from isoscan.tracking.store import Family

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis
    from isoscan.boundaries.boundary import Boundary
    from isoscan.model.parts import Part

_encoded = JSONEncoder(separators=(",", ":")).encode


class _Own(NamedTuple):
    """What one part says of folds; lines are counted from its first.

    `best` are its own folds, one to a line; `text` is those of them that nest as JSON, with gaps for `lines`.
    `roaming` are scanners that reach beyond the part. `imports` has the first and last lines of the runs of
    imports at module level, None for what stands between them. `banners` are those of sections, each with the
    last written line above it in the part (-1: none); `markers` are the comments that begin (True) or end
    regions. `top` and `bottom` are the columns of comments in the first and last line, -1 for none.
    """

    best: tuple[Fold, ...]
    text: str
    lines: tuple[int, ...]
    roaming: tuple[Boundary, ...]
    imports: tuple[tuple[int, int] | None, ...] = ()
    banners: tuple[tuple[int, int], ...] = ()
    markers: tuple[tuple[int, bool], ...] = ()
    last_written: int = -1
    top: int = -1
    bottom: int = -1


class FoldsText:
    """The folds of one document for one client, as long as its analysis and settings are the same."""

    def __init__(self, document: Document, analysis: LiveAnalysis, config: Config, client: Client) -> None:
        self._document = document
        self._analysis = analysis
        self._config = config
        self._client = client
        self._own: Family[int, _Own] = Family(analysis.module.store, self._of_part)
        # By part: what the text was made from, how far the part has moved, and the text.
        self._filled: dict[int, tuple[_Own, int, str]] = {}
        # The same for those that are put together anew, by their places, with the ends around what follows.
        self._mended: dict[int, tuple[object, str, tuple[int, ...]]] = {}

    def answer(self) -> object:
        """The answer to a request for the present text."""
        if self._config.folding == "off":
            return None
        order = self._analysis.module.parts.order
        owns = [self._own(part) for part in order]
        starts = [self._document.file_line(part) for part in order]
        limit = self._client.fold_limit
        if any(above.bottom >= 0 and above.bottom == own.top for above, own in pairwise(owns)) or (
            limit is not None and sum([len(own.lines) for own in owns]) > 2 * limit
        ):
            return folding_range(self._document, self._analysis, self._config, self._client)
        if len(self._filled) > 2 * len(order):
            self._filled.clear()  # of parts that are gone
        texts = list(map(self._text, order, owns, starts))
        reaching = one_per_line(self._reaching(owns, starts))
        self._mend(texts, reaching, owns, starts)
        if limit is not None and sum([text.count("startLine") for text in texts]) > limit:
            return folding_range(self._document, self._analysis, self._config, self._client)
        filled = ",".join(filter(None, texts))
        return wire.Prepared(f"[{filled}]") if filled else None

    def _text(self, part: int, own: _Own, start: int) -> str:
        known = self._filled.get(part)
        if known is None or known[0] is not own or known[1] != start:
            text = own.text % tuple([line + start for line in own.lines])
            known = self._filled[part] = (own, start, text)
        return known[2]

    def _mend(
        self, texts: list[str], reaching: list[Fold], owns: Sequence[_Own], starts: Sequence[int]
    ) -> None:
        """Put the folds that reach over parts into the texts of those in which they begin or end."""
        beginning: dict[int, list[Fold]] = {}
        for fold in reaching:
            beginning.setdefault(bisect_right(starts, fold.start) - 1, []).append(fold)
            beginning.setdefault(bisect_right(starts, fold.end) - 1, [])
        around: list[int] = []
        for place in sorted(beginning):
            while around and around[-1] < starts[place]:
                around.pop()
            made_of = (owns[place], starts[place], beginning[place], tuple(around))
            known = self._mended.get(place)
            if known is None or known[0] != made_of:
                own = [fold.moved(starts[place]) for fold in owns[place].best]
                chosen = nested(one_per_line([*own, *beginning[place]]), around)
                text = ",".join([_encoded(to_wire(fold, self._client)) for fold in chosen])
                known = self._mended[place] = (made_of, text, tuple(around))
            _, texts[place], after = known
            around = list(after)

    # What reaches over parts

    def _reaching(self, owns: Sequence[_Own], starts: Sequence[int]) -> Iterator[Fold]:
        for own in owns:
            for boundary in own.roaming:
                yield scanner_fold(boundary, self._document.file_line)
        if self._config.folding == "all":
            yield from _imports(owns, starts)
            yield from _sections(owns, starts, self._document.line_count)
            yield from _regions(owns, starts)

    # One part

    def _of_part(self, index: int) -> _Own:
        part = self._analysis.module.parts[index]
        end = index + part.chunk.line_count
        local: list[Fold] = []
        roaming: list[Boundary] = []
        for boundary in self._analysis.finder.of_part(index):
            if index <= min(boundary.start_line, boundary.definition_line) and boundary.end_line < end:
                local.append(scanner_fold(boundary, lambda line: line - index))
            else:
                roaming.append(boundary)
        comments = own_comments(part, 0) if self._config.folding == "all" else []
        if self._config.folding == "all":
            local += [*own_folds(part), *comment_folds(comments)]
        best = tuple(one_per_line(local))
        chosen = nested(list(best), [])
        text = ",".join([self._with_gaps(fold) for fold in chosen])
        lines = tuple([line for fold in chosen for line in (fold.start, fold.end)])
        own = _Own(best, text, lines, tuple(roaming))
        return _with_what_reaches(own, part, comments) if self._config.folding == "all" else own

    def _with_gaps(self, fold: Fold) -> str:
        rest = _encoded(to_wire(fold._replace(start=0, end=0), self._client)).replace("%", "%%")
        return rest.replace('"startLine":0,"endLine":0', '"startLine":%d,"endLine":%d', 1)


def _with_what_reaches(own: _Own, part: Part, comments: list[Comment]) -> _Own:
    imports: list[tuple[int, int] | None] = []
    written = [line for line, _, _ in comments]
    for statement in part.facts.statements:
        if statement.parent >= 0:
            continue
        written.append(statement.span.end_line)
        before = imports[-1] if imports else None
        if statement.kind != "import":
            if not imports or before is not None:
                imports.append(None)
        elif before is None:
            imports.append((statement.span.line, statement.span.end_line))
        else:
            imports[-1] = (before[0], statement.span.end_line)
    columns = {line: column for line, column, _ in comments}
    return own._replace(
        imports=tuple(imports),
        banners=tuple(
            (start, max((line for line in written if line < start), default=-1))
            for start in section_starts(part, 0, comments)
        ),
        markers=tuple(
            (line, begins_region(text))
            for line, _, text in comments
            if begins_region(text) or ends_region(text)
        ),
        last_written=max(written, default=-1),
        top=columns.get(0, -1),
        bottom=columns.get(part.chunk.line_count - 1, -1),
    )


def _imports(owns: Iterable[_Own], starts: Iterable[int]) -> Iterator[Fold]:
    first = last = -1
    for own, start in zip(owns, starts, strict=True):
        for run in own.imports:
            if run is not None:
                first = first if first >= 0 else start + run[0]
                last = start + run[1]
            elif first >= 0:
                yield Fold(first, last, IMPORTS, "imports")
                first = -1
    if first >= 0:
        yield Fold(first, last, IMPORTS, "imports")


def _sections(owns: Iterable[_Own], starts: Iterable[int], line_count: int) -> Iterator[Fold]:
    begun = last = -1
    for own, start in zip(owns, starts, strict=True):
        for banner, written in own.banners:
            if begun >= 0:
                yield Fold(begun, start + written if written >= 0 else last, SECTION, "region")
            begun = start + banner
        if own.last_written >= 0:
            last = start + own.last_written
    if begun >= 0:
        yield Fold(begun, last, SECTION, "region")


def _regions(owns: Iterable[_Own], starts: Iterable[int]) -> Iterator[Fold]:
    opened: list[int] = []
    for own, start in zip(owns, starts, strict=True):
        for line, begins in own.markers:
            if begins:
                opened.append(start + line)
            elif opened:
                yield Fold(opened.pop(), start + line, REGION, "region")
