"""JSON texts with gaps for line numbers: between two keystrokes much moves and little changes.

What a feature says about one part of the file is written once, with core lines in place of file lines; when
the part has moved, only the numbers are filled in again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from json import dumps
from typing import TYPE_CHECKING, NamedTuple, cast

from isoscan.source.spans import Span

if TYPE_CHECKING:
    from isoscan.lsp.documents import Document

# A core line as a JSON string of its own (a number to be), or inside one (a line as users count them).
_MARKED = re.compile(r'"\\u0000(\d+)\\u0000"|\\u0000(\d+)\\u0000')


class Template(NamedTuple):
    """JSON texts of one part, separated by commas, and the core lines for the gaps in them."""

    text: str
    lines: tuple[int, ...]

    def filled(self, document: Document) -> str:
        """The text as of now, wherever the lines are."""
        file_line = document.file_line
        return self.text % tuple([file_line(line) for line in self.lines])

    def moved(self, shift: int) -> str:
        """The text as of now, when all its lines have moved alike."""
        return self.text % tuple([line + shift for line in self.lines])


def line_mark(line: int) -> str:
    """A core line in a text that becomes a template, or that is told (see `rules.diagnostic`)."""
    return f"\0{line}\0"


def with_gaps(document: Document) -> Document:
    """A stand-in for a document, whose answers have marked core lines for line numbers."""
    return cast("Document", _Gaps(document))


def template_of(answers: Sequence[object]) -> Template:
    """The template of JSON objects that were made with a document with gaps."""
    lines: list[int] = []

    def gap(found: re.Match[str]) -> str:
        lines.append(int(found[1] or found[2]) + (found[2] is not None))
        return "\0"

    text = ",".join([dumps(answer, separators=(",", ":")) for answer in answers])
    return Template(_MARKED.sub(gap, text).replace("%", "%%").replace("\0", "%d"), tuple(lines))


class _Gaps:
    def __init__(self, document: Document) -> None:
        self._document = document
        self.uri = document.uri
        self.lines_span = document.lines_span

    def range_of(self, span: Span) -> dict[str, dict[str, str | int]]:
        units = self._document.units_before
        return {
            "start": {"line": line_mark(span.line), "character": units(span.line, span.column)},
            "end": {"line": line_mark(span.end_line), "character": units(span.end_line, span.end_column)},
        }

    def told(self, message: str) -> str:
        return message
