"""Places in a text, as the whole core counts them.

Lines and columns are 0-based, columns count code points, a span's end is exclusive. Only the
edges convert: `lsp` to the negotiated encoding, `cli` to 1-based numbers.
"""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A place between two characters: 0-based line, 0-based column in code points."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of text from a start to an exclusive end; lines and columns as in `Position`."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def start(self) -> Position:
        """The first position inside the span."""
        return Position(self.line, self.column)

    @property
    def end(self) -> Position:
        """The first position after the span."""
        return Position(self.end_line, self.end_column)

    def shifted(self, lines: int) -> Span:
        """The same span, `lines` further down (a chunk's span becomes a file's span)."""
        if not lines:
            return self
        return Span(self.line + lines, self.column, self.end_line + lines, self.end_column)

    def contains(self, position: Position) -> bool:
        """Whether `position` lies inside the span or touches one of its ends."""
        return self.start <= position <= self.end
