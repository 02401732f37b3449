"""`textDocument/selectionRange`: a selection that grows: name, expression, statement, scanner, section."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.view import View
from isoscan.source.spans import Position, Span

if TYPE_CHECKING:
    from isoscan.facts.records import Banner, ChunkFacts, Value
    from isoscan.model.parts import Part


def selection_range(view: View, positions: list[wire.Position]) -> list[wire.SelectionRange]:
    """For each position the ranges around it, each inside the next; the last one is the whole text."""
    return [_chain(view, view.core(position)) for position in positions]


def _chain(view: View, position: Position) -> wire.SelectionRange:
    spans = {span for span in _spans_around(view, position) if span.contains(position)}
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.end, -span.line, -span.column)):
        if not kept or span.start <= kept[-1].start:
            kept.append(span)
    answer: wire.SelectionRange | None = None
    for span in reversed(kept or [Span(*position, *position)]):
        around = answer
        answer = {"range": view.document.range_of(span)}
        if around is not None:
            answer["parent"] = around
    assert answer is not None
    return answer


def _spans_around(view: View, position: Position) -> Iterator[Span]:
    document = view.document
    last = document.line_count - 1
    end = document.position_of({"line": last, "character": 1 << 30})
    yield Span(*document.position_of({"line": 0, "character": 0}), *end)
    part = view.analysis.module.parts.around(position.line)
    if part is not None:
        yield from (part.span(span) for span in _facts_spans(part.facts))
    for scanner in view.analysis.scanners:
        boundary = scanner.boundary
        if boundary.start_line <= position.line <= boundary.end_line:
            yield document.lines_span(boundary.start_line, boundary.end_line)
    yield from _section_around(view, position, end)


def _facts_spans(facts: ChunkFacts) -> Iterator[Span]:
    yield from (name.span for name in facts.names)
    for item in facts.items:
        yield from (item.span, item.key_span)
    yield from (attribute.span for attribute in facts.attributes)
    yield from (call.span for call in facts.calls)
    yield from (comparison.span for comparison in facts.comparisons)
    yield from (entry.span for entry in facts.entries)
    yield from (comment.span for comment in facts.comments)
    yield from (value.span for value in _values(facts))
    for statement in facts.statements:
        yield from (statement.span, statement.header)


def _values(facts: ChunkFacts) -> Iterator[Value]:
    found = chain(
        (assignment.value for assignment in facts.assignments),
        (returned.value for returned in facts.returns),
        (entry.value for entry in facts.entries),
        (argument.value for call in facts.calls for argument in call.arguments),
        (side for comparison in facts.comparisons for side in (comparison.literal, comparison.factor)),
        (parameter.default for scope in facts.scopes for parameter in scope.parameters),
    )
    return (value for value in found if value is not None)


def _section_around(view: View, position: Position, end: Position) -> Iterator[Span]:
    """From the banner above to the next one, or to the end of the text."""
    starts = [
        part.index + banner.start_line for part in view.analysis.module.parts for banner in _headings(part)
    ]
    here = bisect_right(starts, position.line)
    if here == 0:
        return
    start = starts[here - 1]
    if here == len(starts):
        yield Span(start, 0, *end)
    else:
        yield Span(start, 0, starts[here], 0)


def _headings(part: Part) -> Iterator[Banner]:
    """The banners of a part that stand at module level."""
    top = [statement.span for statement in part.facts.statements if statement.parent < 0]
    for banner in part.facts.banners:
        if not any(span.line <= banner.start_line <= span.end_line for span in top):
            yield banner
