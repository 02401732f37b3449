"""A document's text while it is edited: a list of lines, spliced in place.

Lines are the editor's (see `lines`): there is always a last one without an end. An edit costs what it
replaces, not what the document holds; the whole text and the offsets of lines are put together when asked
for, and kept until the next edit. After any edits a buffer equals one made from its text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from isoscan.source.lines import file_lines, split_lines, without_end
from isoscan.source.spans import Position, Span


class Splice(NamedTuple):
    """What an edit did to the lines: `removed` lines from line `first` on became `added` lines."""

    first: int
    removed: int
    added: int

    def followed_by(self, later: Splice) -> Splice:
        """What two edits, one after the other, did to the lines before both."""
        shift = self.added - self.removed
        first = min(self.first, later.first)
        end = max(self.first + self.added, later.first + later.removed)
        return Splice(first, end - shift - first, end + later.added - later.removed - first)


class Splices:
    """What several edits, one after the other, did to the lines before them: apart as long as they are apart.

    Iterating gives the splices down the text; `first` of each is a line of the text before all of them.
    """

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: list[Splice] = []

    def __iter__(self) -> Iterator[Splice]:
        return iter(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, later: Splice) -> None:
        """Take in a further edit, which counts lines as the edits so far have left them."""
        above: list[Splice] = []
        touched: list[Splice] = []
        below: list[Splice] = []
        shift = shift_above = 0
        for splice in self._found:
            first = splice.first + shift
            shift += splice.added - splice.removed
            if first + splice.added < later.first:
                above.append(splice)
                shift_above = shift
            elif first > later.first + later.removed:
                below.append(splice)
            else:
                touched.append(splice)
        moved = later._replace(first=later.first - shift_above)
        self._found = [*above, _joined(touched).followed_by(moved) if touched else moved, *below]


def _joined(splices: list[Splice]) -> Splice:
    """Splices down the text as one, with the lines in between."""
    first, last = splices[0].first, splices[-1]
    removed = last.first + last.removed - first
    return Splice(first, removed, removed + sum(splice.added - splice.removed for splice in splices))


class TextBuffer:
    """A text that can be edited. Positions are 0-based lines and columns in code points.

    Any position is taken: a column beyond its line counts as the place before the line's end, a line
    beyond the text as the text's end, anything negative as 0.
    """

    __slots__ = ("_lines", "_offsets", "_text")

    def __init__(self, text: str = "") -> None:
        self._lines = split_lines(text)
        self._text: str | None = text
        self._offsets: list[int] | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TextBuffer) and self._lines == other._lines

    @property
    def text(self) -> str:
        """The whole text."""
        if self._text is None:
            self._text = "".join(self._lines)
        return self._text

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines with their ends, as they are now."""
        return tuple(self._lines)

    @property
    def view(self) -> Sequence[str]:
        """The lines with their ends, as they are now and will be after further edits: not to be changed."""
        return self._lines

    @property
    def line_count(self) -> int:
        """The number of lines, at least 1."""
        return len(self._lines)

    def line(self, number: int) -> str:
        """A line with its end; "" for a line beyond the text."""
        return self._lines[number] if 0 <= number < len(self._lines) else ""

    def clamped(self, position: Position) -> Position:
        """The nearest position inside the text; never between the `\\r` and the `\\n` of one line end."""
        line, column = position
        if line < 0:
            return Position(0, 0)
        if line >= len(self._lines):
            return Position(len(self._lines) - 1, len(self._lines[-1]))
        return Position(line, min(max(column, 0), len(without_end(self._lines[line]))))

    def text_of(self, span: Span) -> str:
        """The text inside a span; "" if it ends before it starts."""
        start, end = self.clamped(span.start), self.clamped(span.end)
        if start.line == end.line:
            return self._lines[start.line][start.column : end.column]
        if end < start:
            return ""
        between = self._lines[start.line + 1 : end.line]
        return "".join(
            [self._lines[start.line][start.column :], *between, self._lines[end.line][: end.column]]
        )

    def replace(self, span: Span, text: str) -> Splice:
        """Puts `text` in a span's place; a span that ends before it starts is taken as empty."""
        start = self.clamped(span.start)
        end = max(start, self.clamped(span.end))
        first, last = start.line, end.line
        changed = self._lines[first][: start.column] + text + self._lines[last][end.column :]
        if first and changed.startswith("\n") and self._lines[first - 1].endswith("\r"):
            # The two characters have become one line end.
            first -= 1
            changed = self._lines[first] + changed
        is_at_end = last == len(self._lines) - 1
        added = split_lines(changed) if is_at_end else file_lines(changed)
        self._lines[first : last + 1] = added
        self._text = self._offsets = None
        return Splice(first, last + 1 - first, len(added))

    def offset_at(self, position: Position) -> int:
        """How many code points stand before a position."""
        line, column = self.clamped(position)
        return self._line_offsets()[line] + column

    def position_at(self, offset: int) -> Position:
        """The position with `offset` code points before it, as far as the text and `clamped` allow."""
        line = max(bisect_right(self._line_offsets(), offset) - 1, 0)
        return self.clamped(Position(line, offset - self._line_offsets()[line]))

    def _line_offsets(self) -> list[int]:
        """Where each line starts."""
        if self._offsets is None:
            lengths = map(len, self._lines[:-1])
            self._offsets = list(accumulate(lengths, initial=0))
        return self._offsets
