"""The text that is extracted from, by lines, and replacements in it by spans.

Lines are 0-based and hold no line end, columns count code points, as everywhere in the core. Rewriting
means: take a stretch of the user's text and put other text in the place of some spans in it. What lies
between the spans stays as written, character by character.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from isoscan.source.lines import split_lines
from isoscan.source.literals import tokens_of
from isoscan.source.spans import Span


class Replacement(NamedTuple):
    """Put `text` in the place of `span`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text by lines without their ends."""

    lines: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> SourceText:
        """Split a text at `\\n`, `\\r\\n` and `\\r`."""
        return cls(tuple(line.rstrip("\r\n") for line in split_lines(text)))

    def line(self, number: int) -> str:
        """The line, "" past the end."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def between(self, span: Span) -> str:
        """The text inside a span, lines joined by `\\n`."""
        if span.line == span.end_line:
            return self.line(span.line)[span.column : span.end_column]
        inner = self.lines[span.line + 1 : span.end_line]
        first = self.line(span.line)[span.column :]
        return "\n".join((first, *inner, self.line(span.end_line)[: span.end_column]))

    def edited(self, span: Span, replacements: Iterable[Replacement]) -> str:
        """The text inside a span after replacements; the outer of two nested ones wins."""
        written = []
        at = span.start
        ordered = sorted(
            replacements,
            key=lambda each: (each.span.line, each.span.column, -each.span.end_line, -each.span.end_column),
        )
        for replacement in ordered:
            if replacement.span.start < at or replacement.span.end > span.end:
                continue
            written.append(self.between(Span(*at, *replacement.span.start)))
            written.append(replacement.text)
            at = replacement.span.end
        written.append(self.between(Span(*at, *span.end)))
        return "".join(written)

    def indentation(self, number: int) -> str:
        """The white space a line begins with."""
        line = self.line(number)
        return line[: len(line) - len(line.lstrip())]

    def is_trivia(self, number: int) -> bool:
        """Whether a line is blank or holds nothing but a comment."""
        stripped = self.line(number).strip()
        return not stripped or stripped.startswith("#")


def reindented(text: str, old: str, new: str) -> str:
    """The text with the indentation `old` of its lines turned into `new`; insides of strings stay."""
    lines = text.split("\n")
    inside = {
        line
        for token in tokens_of(text)
        if token.kind != "comment"
        for line in range(token.span.line + 1, token.span.end_line + 1)
    }
    return "\n".join(
        line if number in inside or not line.startswith(old) or not line.strip() else new + line[len(old) :]
        for number, line in enumerate(lines)
    )
