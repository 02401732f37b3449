"""The text that is extracted from, by lines, and replacements in it by spans.

Lines are 0-based and hold no line end, columns count code points, as everywhere in the core. Rewriting
means: take a stretch of the user's text and put other text in the place of some spans in it. What lies
between the spans stays as written, character by character.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from isoscan.source.lines import split_lines
from isoscan.source.spans import Span
from isoscan.source.syntax import Node, SyntaxTree, parse

_MARKS = re.compile("[\"'#]")


class Replacement(NamedTuple):
    """Put `text` in the place of `span`."""

    span: Span
    text: str


class Token(NamedTuple):
    """A string literal (`string`, `docstring`), a piece of an f-string's text (`fragment`) or a `comment`.

    `joined` says that string literals stand side by side and this is one of them.
    """

    kind: str
    span: Span
    text: str
    joined: bool


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


def tokens_of(text: str) -> list[Token]:
    """The string literals and comments of a text, in order."""
    tree = parse(text)
    tokens = []
    # Most of a text is neither: what holds no quote and no `#` is not looked into.
    marks = [mark.start() for mark in _MARKS.finditer(tree.text)]
    stack: list[tuple[Node, bool, bool]] = [(tree.root, False, False)]
    while stack:
        node, joined, alone = stack.pop()
        kind = node.type
        if kind == "comment":
            tokens.append(Token("comment", tree.span_of(node), tree.text_of(node), False))
            continue
        if kind == "string":
            holes = _holes(tree, node)
            if not holes:
                named = "docstring" if alone else "string"
                tokens.append(Token(named, tree.span_of(node), tree.text_of(node), joined))
                continue
            tokens.extend(
                Token("fragment", tree.span_of(child), tree.text_of(child), joined)
                for child in node.named_children
                if child.type == "string_content"
            )
            stack.extend((child, False, False) for child in reversed(holes))
            continue
        alone = kind == "expression_statement" and node.named_child_count == 1
        joined = kind == "concatenated_string"
        stack.extend((child, joined, alone) for child in reversed(node.children) if _holds(marks, child))
    return sorted(tokens, key=lambda token: token.span)


def _holes(tree: SyntaxTree, string: Node) -> list[Node]:
    """What stands in the braces of an f-string."""
    if "{" not in tree.text_of(string):
        return []
    return [child for child in string.named_children if child.type == "interpolation"]


def _holds(marks: list[int], node: Node) -> bool:
    """Whether one of the places lies in a node."""
    at = bisect_left(marks, node.start_byte)
    return at < len(marks) and marks[at] < node.end_byte


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
