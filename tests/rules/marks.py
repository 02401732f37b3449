"""Expectations drawn in a source: `# ^^^^ ISO201 shared-parameter` marks the line above it.

The carets cover the finding's columns. What stands in the first two columns hides under the `# `: there the
carets begin in the third column, and a name of one or two letters is marked `#< CODE name`. A text after a
colon must be part of the message.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MARK = re.compile(
    r"^\s*#(?P<pad>\s*)(?P<carets>\^+|<)\s+(?P<code>ISO\d{3}) (?P<name>[a-z-]+)(?:: (?P<text>.*))?$"
)


class Mark(NamedTuple):
    """An expected finding: 0-based line and columns, and a part of the message."""

    line: int
    column: int
    end_column: int
    code: str
    name: str
    text: str


def marks_of(source: str) -> list[Mark]:
    """The marks of a source; several may stand below one line."""
    marks = []
    target = -1
    for number, line in enumerate(source.splitlines()):
        match = _MARK.match(line)
        if match is None:
            target = number
            continue
        column, end = match.start("carets"), match.end("carets")
        if match["carets"] == "<":
            column, end = 0, -1
        marks.append(Mark(target, column, end, match["code"], match["name"], match["text"] or ""))
    return marks


def fits(mark: Mark, diagnostic) -> bool:
    """Whether a finding is the one that a mark draws."""
    span = diagnostic.span
    if (diagnostic.code, diagnostic.name, span.line) != (mark.code, mark.name, mark.line):
        return False
    if mark.end_column < 0:
        return span.column == 0 and span.end_column <= 2
    starts = span.column == mark.column or (mark.column == 2 and span.column < 2)
    return starts and span.end_column == mark.end_column and mark.text in diagnostic.message


def mismatches(source: str, diagnostics) -> list[str]:
    """What differs between the marks of a source and the findings, in words."""
    left = list(diagnostics)
    problems = []
    for mark in marks_of(source):
        found = next((diagnostic for diagnostic in left if fits(mark, diagnostic)), None)
        if found is None:
            problems.append(f"expected, not found: {mark}")
        else:
            left.remove(found)
    for extra in left:
        span = extra.span
        problems.append(
            f"found, not expected: line {span.line + 1}, columns {span.column}-{span.end_column}: "
            f"{extra.code} {extra.name}: {extra.message}"
        )
    return problems
