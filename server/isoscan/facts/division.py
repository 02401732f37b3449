"""Divides a long def or class into its header and the statements of its body, by its lines alone.

So an edit inside of it re-reads one statement, and a broken statement spoils no other. The statements of a
body are found as chunks are found in a file (see `source.chunks`), with the body's margin for the
left edge; one that leaves a bracket or a string open ends where a line can only be a new statement, as in
`repair`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from isoscan.facts.repair import looks_new
from isoscan.source.chunks import Scan
from isoscan.source.lexing import NEUTRAL, scan_line
from isoscan.source.patterns import lazily

LEAST_LINES = 20

_DEFINITION = lazily(r"(?:async[ \t]+)?def\b|class\b")
_MARGIN = " \t"
_NO_CODE = frozenset(" \t\r\n#")
_MOST_STARTS = 2000


DefinitionKind = Literal["function", "class"]


class Division(NamedTuple):
    """Where the parts of a def or class begin, by the line; `starts` are the statements of its body.

    The header runs from line 0 to the first of `starts`; each part ends where the next one begins.
    """

    kind: DefinitionKind
    margin: str
    starts: tuple[int, ...]


def divide(lines: list[str]) -> Division | None:
    """The division of the lines of a chunk; None where it is not one long def or class, plainly laid out."""
    if len(lines) < LEAST_LINES:
        return None
    found = _header(lines)
    if found is None:
        return None
    kind, header_end = found
    first = header_end
    while first < len(lines) and not _is_code(lines[first]):
        first += 1
    if first == len(lines):
        return None
    code = lines[first].lstrip(_MARGIN)
    margin = lines[first][: len(lines[first]) - len(code)]
    if not margin:
        return None
    width = len(margin)
    body = [line[width:] if line.startswith(margin) else line for line in lines]
    starts = _starts(lines, body, header_end)
    if not starts or not all(_stands_at(lines, start, margin) for start in starts):
        return None
    if any(_is_continued_by_a_comment(lines, start) for start in starts):
        return None
    return Division(kind, margin, tuple(starts))


def _header(lines: list[str]) -> tuple[DefinitionKind, int] | None:
    """Whether a def or a class stands at the top, and the line behind its header."""
    state = NEUTRAL
    kind: DefinitionKind | None = None
    for index, line in enumerate(lines):
        if state is NEUTRAL and line[:1] not in ("#", "\n", "\r", "@") and not line.isspace():
            if kind or not _DEFINITION.match(line):
                return None
            kind = "class" if line[:1] == "c" else "function"
        state = scan_line(state, line)
        if kind and state is NEUTRAL:
            return (kind, index + 1) if line.partition("#")[0].rstrip().endswith(":") else None
    return None


def _starts(lines: list[str], body: list[str], first: int) -> list[int]:
    """Where the statements of a body begin, whose lines from `first` on have lost their margin.

    None where a line stands further left than the body, or so many leave something open that it is not
    worth the search.
    """
    starts = [first]
    scan = Scan(body, first)
    opened = index = first
    while index < len(body):
        before = scan.state
        if before is NEUTRAL and body[index] is lines[index] and _is_code(body[index]):
            return []
        following = scan.take(index)
        if before is NEUTRAL:
            opened = index
        index += 1
        if following is None and (index < len(body) or scan.state is NEUTRAL):
            continue
        if following is None or before is not NEUTRAL:
            cut = _cut(body, opened, len(body) if following is None else following)
            if cut is not None:
                starts.append(cut)
                scan = Scan(body, cut)
                opened = index = cut
                if len(starts) > _MOST_STARTS:
                    return []
                continue
        if following is not None:
            starts.append(following)
    return starts


def _cut(body: list[str], opened: int, end: int) -> int | None:
    """Where a statement that leaves open what line `opened` opens gives up its claim to further lines."""
    for index in range(opened + 1, end):
        line = body[index]
        if line[:1] not in _NO_CODE and looks_new(line, True, False):
            return index
    return None


def _is_code(line: str) -> bool:
    return line.lstrip(_MARGIN)[:1] not in ("", "\n", "\r", "#")


def _stands_at(lines: list[str], start: int, margin: str) -> bool:
    """Whether the first code line of a statement has the margin, and no more.

    One that begins with a backslash has no margin to speak of: what stands where depends on what follows.
    """
    for line in lines[start:]:
        if _is_code(line):
            code = line.lstrip(_MARGIN)
            return line[: len(line) - len(code)] == margin and code[0] != "\\"
    return True


def _is_continued_by_a_comment(lines: list[str], start: int) -> bool:
    """Whether a line above is a comment to the eye, but ends the statement before it."""
    above = lines[start - 1].lstrip(_MARGIN)
    return start > 1 and above[:1] == "#" and lines[start - 2].rstrip("\r\n").endswith("\\")
