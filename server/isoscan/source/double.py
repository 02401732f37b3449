"""The stand-in for a text that the parser reads: as long, but one ASCII byte for each code point.

Letters beyond ASCII become a letter that no keyword contains, white space a space, anything else `?`. So
the parser's bytes, rows and columns are the text's code points, lines and columns. What the grammar
mistakes or takes quadratic time for is put in other words of the same length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isoscan.source.lexing import NEUTRAL, scan_line
from isoscan.source.lines import file_lines
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span


class LoneComment(NamedTuple):
    """A comment on a line of its own, with its `#`."""

    text: str
    span: Span


class Double(NamedTuple):
    """The bytes to parse, and the comments of the text that they do not hold."""

    code: bytes
    comments: tuple[LoneComment, ...]


LONG_RUN = 500
"""After a block, the parser reads a run of comments once for each of them. So longer runs are taken out."""

_BEYOND_ASCII = lazily(r"[^\x00-\x7f]+")
_INVISIBLE = frozenset("\u200b\u2060\ufeff")
_BYTE_ORDER_MARK = "\ufeff"
_MARGIN = " \t\f\ufeff"
_BLANK_OR_COMMENT = frozenset(("", "\n", "#"))
# The grammar takes `type(x).y = 1` for a type alias.
_TYPE_AS_NAME = lazily(r"\btype(?=[ \t]*[(\[])")
# Lines with nothing but a backslash: the parser reads the rest of them once for each.
_BARE_CONTINUATIONS = lazily(r"(?:\\\n[ \t]*){100,}")


def double_of(text: str) -> Double:
    """The double of a text whose lines end in `\\n`."""
    comments: tuple[LoneComment, ...] = ()
    double = text
    if text.count("#") >= LONG_RUN and text.count("\n") >= LONG_RUN:
        double, comments = _without_long_runs(text)
    if not double.isascii():
        if double[0] == _BYTE_ORDER_MARK:
            # A space would indent the first statement; a form feed resets the indentation.
            double = "\f" + double[1:]
        double = _BEYOND_ASCII.sub(lambda run: run[0].translate(_STAND_INS), double)
    if "type" in double:
        double = _TYPE_AS_NAME.sub("typo", double)
    if double.count("\\\n") >= 100:
        double = _BARE_CONTINUATIONS.sub(lambda run: run[0].replace("\\", " "), double)
    return Double(double.encode("ascii").replace(b"\0", b" "), comments)


class _StandIns(dict[int, str]):
    """The ASCII character that stands for a code point beyond ASCII; filled in as they come up."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        if ("q" + character).isidentifier():
            stand_in = "q"
        elif character.isspace() or character in _INVISIBLE:
            stand_in = " "
        else:
            stand_in = "?"
        self[code_point] = stand_in
        return stand_in


_STAND_INS = _StandIns()


def _without_long_runs(text: str) -> tuple[str, tuple[LoneComment, ...]]:
    """The text with spaces for the comments of its long runs, and those comments."""
    lines = file_lines(text)
    comments: list[LoneComment] = []
    state, scanned = NEUTRAL, 0
    for start, end in _long_runs(lines):
        for line in lines[scanned:start]:
            state = scan_line(state, line)
        scanned = start
        if state.in_text:
            continue
        for number in range(start, end):
            body = lines[number].rstrip("\n")
            comment = body.lstrip(_MARGIN)
            if comment:
                column = len(body) - len(comment)
                comments.append(LoneComment(comment, Span(number, column, number, len(body))))
                lines[number] = " " * len(body) + "\n"[: len(lines[number]) - len(body)]
    return "".join(lines), tuple(comments)


def _long_runs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The runs of at least `LONG_RUN` lines that are comments or blank, if they are code at all."""
    start = 0
    for number, line in enumerate([*lines, "end"]):
        if line.lstrip(_MARGIN)[:1] in _BLANK_OR_COMMENT:
            continue
        if number - start >= LONG_RUN:
            yield start, number
        start = number + 1
