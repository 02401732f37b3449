"""Columns in code points, and in the units of the encoding that an editor counts in.

Only one line is looked at, without its line end or with it; a line of plain ASCII needs no conversion.
Lone surrogates count as one unit of UTF-16 and as three bytes of UTF-8.
"""

from __future__ import annotations

from typing import Literal

from isoscan.source.patterns import lazily

PositionEncoding = Literal["utf-8", "utf-16", "utf-32"]

_BEYOND_BASIC_PLANE = lazily("[\U00010000-\U0010ffff]")
_CHARACTER_START = lazily(rb"[^\x80-\xbf]")


def units_before(line: str, column: int, encoding: PositionEncoding) -> int:
    """How many units the first `column` code points of `line` take; a column beyond it is its end."""
    column = min(max(column, 0), len(line))
    if encoding == "utf-32" or line.isascii():
        return column
    before = line[:column]
    if encoding == "utf-8":
        return len(before.encode("utf-8", "surrogatepass"))
    return column + len(_BEYOND_BASIC_PLANE.findall(before))


def column_at(line: str, units: int, encoding: PositionEncoding) -> int:
    """The column in code points that stands `units` units into `line`.

    A place inside a character is taken back to before it; one beyond the line is the line's end.
    """
    if encoding == "utf-32" or line.isascii():
        return min(max(units, 0), len(line))
    units = max(units, 0)
    return _column_at_utf16(line, units) if encoding == "utf-16" else _column_at_utf8(line, units)


def _column_at_utf16(line: str, units: int) -> int:
    """Each character beyond the basic plane takes one unit more than its one column."""
    wider = 0
    for found in _BEYOND_BASIC_PLANE.finditer(line):
        units_into_it = units - wider - found.start()
        if units_into_it <= 0:
            return units - wider
        if units_into_it == 1:
            return found.start()
        wider += 1
    return min(units - wider, len(line))


def _column_at_utf8(line: str, units: int) -> int:
    """A column for each byte that starts a character."""
    data = line.encode("utf-8", "surrogatepass")
    column = len(_CHARACTER_START.findall(data, 0, units))
    is_inside = units < len(data) and not _CHARACTER_START.match(data, units)
    return column - 1 if is_inside else column
