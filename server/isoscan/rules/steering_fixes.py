"""Fixes that write the user's word on a scanner as a comment."""

from __future__ import annotations

from isoscan.boundaries.boundary import Boundary
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Edit, Fix
from isoscan.source.spans import Span


def confirmation(context: RuleContext, boundary: Boundary) -> Fix:
    """A fix by which the user confirms a scanner: a comment above it, or around the code of a script."""
    title = "Confirm that this is a scanner"
    if boundary.kind not in ("section", "module"):
        return comment_above(context, boundary, f"scanner {boundary.name}", title)
    begin = comment_above(context, boundary, f"begin {boundary.name}", title)
    last = context.module.line(boundary.end_line)
    code = last.rstrip("\r\n")
    indent, ending = margins(context.module.line(begin.edits[0].span.line))
    place = Span(boundary.end_line, len(code), boundary.end_line, len(code))
    return Fix(title, "safe", (*begin.edits, Edit(place, f"{ending}{indent}# isoscan: end")))


def comment_above(context: RuleContext, boundary: Boundary, instruction: str, title: str) -> Fix:
    """A fix that puts a steering comment above the unit's first code line (above its decorators)."""
    line = _first_code_line(context, boundary)
    indent, ending = margins(context.module.line(line))
    place = Span(line, 0, line, 0)
    return Fix(title, "safe", (Edit(place, f"{indent}# isoscan: {instruction}{ending}"),))


def margins(line: str) -> tuple[str, str]:
    """The indentation of a line, and its line end."""
    indent = line[: len(line) - len(line.lstrip(" \t\f"))]
    return indent, "\r\n" if line.endswith("\r\n") else "\r" if line.endswith("\r") else "\n"


def _first_code_line(context: RuleContext, boundary: Boundary) -> int:
    roots = context.readings_of(boundary.namespace).roots
    return context.module.span(roots[0]).line if roots else boundary.definition_line
