"""Fixes that write the user's word on a scanner as a comment."""

from __future__ import annotations

from isoscan.boundaries.boundary import Boundary
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Edit, Fix
from isoscan.source.spans import Span


def comment_above(context: RuleContext, boundary: Boundary, instruction: str, title: str) -> Fix:
    """A fix that puts a steering comment above the unit's first code line (above its decorators)."""
    line = _first_code_line(context, boundary)
    code = context.module.line(line)
    indent = code[: len(code) - len(code.lstrip(" \t\f"))]
    ending = "\r\n" if code.endswith("\r\n") else "\r" if code.endswith("\r") else "\n"
    place = Span(line, 0, line, 0)
    return Fix(title, "safe", (Edit(place, f"{indent}# isoscan: {instruction}{ending}"),))


def _first_code_line(context: RuleContext, boundary: Boundary) -> int:
    roots = context.readings_of(boundary.namespace).roots
    return context.module.span(roots[0]).line if roots else boundary.definition_line
