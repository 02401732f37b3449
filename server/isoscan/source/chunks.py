"""Top-level chunks: one top-level statement each, with the blank and comment lines above it.

A chunk starts where the lexical state is neutral (see `lexing`), at column 0, with a line that does
not carry on what stands above it: not `else`, `elif`, `except` or `finally`, not the def or class
below a decorator. Statements joined by `;` share a chunk. Above its statement, a chunk has the blank
lines and the comments at column 0; indented comments stay with the statement they follow. Such lines
after the last statement form a chunk of their own.

In broken code an unclosed bracket does not swallow the file: a line at column 0 that starts with a
keyword no expression can hold is taken for a new statement, and so is an assignment at column 0 if the
bracket was opened in an indented line. Below a `try`, `except` and `finally` close the bracket too, but stay
in its chunk. An unclosed triple quote swallows what follows, up to
the next such quotes.

Where a chunk ends depends on the lines from its start to the next statement's first line alone.
So after an edit it is enough to scan from the start of the chunk before the edited one, until a
chunk starts where an old one did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from isoscan.source.lexing import NEUTRAL, scan_line
from isoscan.source.lines import file_lines
from isoscan.source.patterns import lazily


class Chunk(NamedTuple):
    """A run of whole lines of the file, line ends included, that is read on its own.

    `line_count` is the number of lines `text` spans in the file; the last chunk of a file may lack
    a line end.
    """

    text: str
    line_count: int


def split_chunks(text: str) -> tuple[Chunk, ...]:
    """The text's chunks in order; their texts joined are `text`, and an empty text has none."""
    lines = file_lines(text)
    starts = [0, *chunk_starts(lines), len(lines)] if lines else []
    return tuple(Chunk("".join(lines[start:end]), end - start) for start, end in pairwise(starts))


def chunk_starts(lines: Sequence[str], start: int = 0, end: int | None = None) -> Iterator[int]:
    """The first lines of the chunks after the one that starts at line `start`, in order, lazily.

    `lines` have their line ends, and those from `end` on are left aside; `start` is 0 or any chunk's
    first line.
    """
    end = len(lines) if end is None else end
    scan = Scan(lines, start)
    for index in range(start, end):
        boundary = scan.take(index)
        if boundary is not None:
            yield boundary
    if scan.has_statement and scan.state is NEUTRAL and scan.loose < end:
        yield scan.loose


_BLANK_OR_COMMENT = frozenset(("", "\n", "\r", "#"))
_INDENT = frozenset(" \t")
# What the tokenizer skips without leaving column 0: a form feed takes it back there.
_MARGIN = lazily(r"\ufeff?(?:[ \t\f]*\f)?")
_CARRIES_ON = lazily(r"(?:else|elif|except|finally)\b")
_DECORATED = lazily(r"(?:def|class|async)\b")
_NEVER_IN_EXPRESSION = lazily(
    r"(?:def|class|async[ \t]+(?:def|with)|import|while|with|try|except|finally|elif|return|raise|del|pass"
    r"|break|continue|global|nonlocal|assert)\b"
    r"|else[ \t]*:|from[ \t]+[\w.]+[ \t]+import\b|if[ \t]+__name__\b"
)

# Could be a keyword argument, too, but hardly at column 0 in a statement that is indented.
_ASSIGNMENT = lazily(
    r"[^\W\d][\w.]*(?:\[[^\]\n]*\])*[ \t]*(?::[^=\n]+)?[ \t]=[ \t](?![^\n]*,[ \t]*(?:#|$))", re.MULTILINE
)


def _head(line: str) -> str:
    """The line without what leaves it at column 0, or "" if it is blank or a comment at column 0."""
    first = line[:1]
    if first in _BLANK_OR_COMMENT:
        return ""
    if first == "\f" or first == "\ufeff" or (first in _INDENT and "\f" in line):
        margin = _MARGIN.match(line)
        line = line[margin.end() :] if margin else line
        first = line[:1]
        if first in _BLANK_OR_COMMENT:
            return ""
    return "" if first in _INDENT and line.isspace() else line


class Scan:
    """A scan under way, line by line.

    All numbers are line numbers; the *current* chunk is the last one begun.
    """

    __slots__ = ("chunk", "decorated", "has_statement", "indented", "lines", "loose", "ornaments", "state")

    def __init__(self, lines: Sequence[str], start: int) -> None:
        self.lines = lines
        self.state = NEUTRAL
        self.chunk = start  # where the current chunk starts
        self.loose = start  # where the blank and comment lines directly above the next line start
        self.ornaments = start  # the same, with the decorator lines among and above them
        self.has_statement = False  # whether the current chunk has more than such lines
        self.indented = False  # whether what is open was opened in an indented line
        self.decorated = False  # whether the next line may be what the current chunk's decorators are for

    def take(self, index: int) -> int | None:
        """Reads the next line; gives the start of a new chunk if the line shows that there is one."""
        line = self.lines[index]
        boundary = None
        is_decorator = False
        if self.state is NEUTRAL or self.state.in_brackets:
            if self.has_statement and line[:1] in _INDENT and "\f" not in line:
                # By far the most: an indented line, which belongs to what stands above.
                if not line.isspace():
                    self.indented |= self.state is NEUTRAL
                    self.state = scan_line(self.state, line)
                    self.loose = self.ornaments = index + 1
                return None
            head = _head(line)
            if not head:
                return None
            if head[0] not in _INDENT:
                boundary = self._statement(head) if self.state is NEUTRAL else self._interruption(index, head)
                is_decorator = head[0] == "@"
        if not self.has_statement:
            self.has_statement = line.lstrip(" \t\f\ufeff")[:1] != "#"
        if self.state is NEUTRAL:
            self.indented = line[:1] in _INDENT
        self.state = scan_line(self.state, line)
        self.loose = index + 1
        if not is_decorator:
            self.ornaments = index + 1
        return boundary

    def _statement(self, head: str) -> int | None:
        """Takes in a line at column 0 where nothing is open."""
        if head[0] == "@":
            joins = self.decorated
            self.decorated = True
        else:
            joins = bool(_CARRIES_ON.match(head) or (self.decorated and _DECORATED.match(head)))
            self.decorated = False
        if joins or not self.has_statement:
            return None
        self.chunk = self.ornaments = self.loose
        return self.loose

    def _interruption(self, index: int, head: str) -> int | None:
        """Takes in a line at column 0 inside brackets: they are given up if it must be a statement."""
        if not _NEVER_IN_EXPRESSION.match(head) and not (self.indented and _ASSIGNMENT.match(head)):
            return None
        self.state = NEUTRAL
        self.decorated = False
        if _CARRIES_ON.match(head):
            return None
        start = self._ornaments_above(index) if _DECORATED.match(head) else self.loose
        if start == self.chunk:
            return None
        self.chunk = start
        return start

    def _ornaments_above(self, index: int) -> int:
        """Where the decorators and comments of the def or class at line `index` start.

        Only if reading starts there with nothing open and comes out the same.
        """
        state = NEUTRAL
        if self.ornaments in (self.chunk, self.loose):
            return self.ornaments
        for line in self.lines[self.ornaments : index]:
            state = scan_line(state, line)
            if state.in_text or state.continued:
                return self.loose
        return self.ornaments
