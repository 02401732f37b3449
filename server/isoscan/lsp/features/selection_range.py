"""`textDocument/selectionRange`: a selection that grows: name, expression, mask, statement, scanner, section.

Expressions are those of the syntax tree, read anew from the one chunk around the position: selections are
grown when somebody presses a key for it, which is too rare to keep trees for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.view import View
from isoscan.source.spans import Position, Span

if TYPE_CHECKING:
    from isoscan.facts.records import Banner
    from isoscan.model.parts import Part
    from isoscan.source.syntax import SyntaxTree

# A string is selected with its quotes, at once.
_PASSED_OVER = {"module", "string_start", "string_content", "string_end"}


def selection_range(view: View, positions: list[wire.Position]) -> list[wire.SelectionRange]:
    """For each position the ranges around it, each inside the next; the last one is the whole text."""
    trees: dict[int, SyntaxTree] = {}
    return [_chain(view, view.core(position), trees) for position in positions]


def _chain(view: View, position: Position, trees: dict[int, SyntaxTree]) -> wire.SelectionRange:
    spans = {span for span in _spans_around(view, position, trees) if span.contains(position)}
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


def _spans_around(view: View, position: Position, trees: dict[int, SyntaxTree]) -> Iterator[Span]:
    document = view.document
    last = document.line_count - 1
    end = document.position_of({"line": last, "character": 1 << 30})
    yield Span(*document.position_of({"line": 0, "character": 0}), *end)
    part = view.analysis.module.parts.around(position.line)
    if part is not None:
        yield from (part.span(span) for span in _spans_in(part, position, trees))
    for scanner in view.analysis.scanners:
        boundary = scanner.boundary
        if boundary.start_line <= position.line <= boundary.end_line:
            yield document.lines_span(boundary.start_line, boundary.end_line)
    yield from _section_around(view, position, end)


def _spans_in(part: Part, position: Position, trees: dict[int, SyntaxTree]) -> Iterator[Span]:
    """Of what stands in a part, and perhaps around the position: spans relative to the part."""
    from isoscan.source.syntax import parse

    yield from (comment.span for comment in part.facts.comments)
    for statement in part.facts.statements:
        yield from (statement.span, statement.header)
    if part.index not in trees:
        trees[part.index] = parse(part.chunk.text)
    line, column = position.line - part.index, position.column
    yield from _nodes_at(trees[part.index], (line, column))
    if column > 0:  # a cursor right behind a name is at that name, too
        yield from _nodes_at(trees[part.index], (line, column - 1))


def _nodes_at(tree: SyntaxTree, point: tuple[int, int]) -> Iterator[Span]:
    """The spans of the nodes that hold a character, from the outermost to the innermost."""
    cursor = tree.tree.walk()
    while cursor.goto_first_child_for_point(point) is not None:
        node = cursor.node
        if node is None or node.start_point > point:
            return
        if node.is_named and node.type not in _PASSED_OVER:
            yield tree.span_of(node)


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
