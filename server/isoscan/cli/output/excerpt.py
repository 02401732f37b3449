"""Source excerpts: the lines around a finding, with carets under it that stand where they should.

Tabs are widened, wide characters (emoji, CJK) take two carets, and very long lines are cut to a
window around the finding.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from isoscan.cli.colours import Palette
from isoscan.cli.messages import printable
from isoscan.source.spans import Span

_LONGEST_LINE = 160
_LEAD = 60
_TAB = "    "


def excerpt(lines: Mapping[int, str], span: Span, palette: Palette, style: str) -> Iterator[str]:
    """Give the lines of an excerpt for `span`, without line ends; `lines` holds what is to be shown."""
    if span.line not in lines:
        return
    numbers = [number for number in range(span.line - 2, span.line + 3) if number in lines]
    numbers = _without_blank_ends(numbers, lines, span.line)
    gutter = len(str(numbers[-1] + 1))
    bar = palette.paint("|", "blue")
    first = max(0, span.column - _LEAD) if len(lines[span.line]) > _LONGEST_LINE else 0
    yield f"{' ' * gutter} {bar}"
    for number in numbers:
        text = _window(lines[number], first)
        yield f"{palette.paint(f'{number + 1:>{gutter}}', 'blue')} {bar} {text}".rstrip()
        if number == span.line:
            indent, carets = _carets(lines[number], span, first)
            yield f"{' ' * gutter} {bar} {' ' * indent}{palette.paint('^' * carets, style)}"
    yield f"{' ' * gutter} {bar}"


def _without_blank_ends(numbers: list[int], lines: Mapping[int, str], finding: int) -> list[int]:
    while numbers[0] != finding and not lines[numbers[0]].strip():
        numbers = numbers[1:]
    while numbers[-1] != finding and not lines[numbers[-1]].strip():
        numbers = numbers[:-1]
    return numbers


def _window(line: str, first: int) -> str:
    """Give the part of a line that is shown, from column `first` on, with marks where it is cut."""
    part = line[first : first + _LONGEST_LINE]
    left = "…" if first else ""
    right = "…" if len(line) > first + _LONGEST_LINE else ""
    return left + _shown(part) + right


def _shown(text: str) -> str:
    return printable(text.replace("\t", _TAB))


def _carets(line: str, span: Span, first: int) -> tuple[int, int]:
    """Give how far the carets are indented, and how many there are, in terminal columns."""
    end = span.end_column if span.end_line == span.line else len(line)
    end = min(end, first + _LONGEST_LINE)
    indent = (1 if first else 0) + _width(line[first : span.column])
    return indent, max(1, _width(line[span.column : end]))


def _width(text: str) -> int:
    """Give the columns that a terminal needs for a text."""
    if text.isascii():
        return len(_shown(text))
    return sum(_columns(character) for character in _shown(text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
