"""Silencing a finding: the comment to write, as a fix.

It goes to the end of the finding's line, into an `ignore` that is there, or, where the line cannot take a
comment (it ends inside a string, or goes on behind a backslash), above it.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.facts.composition import read_chunk
from isoscan.model.module import Module
from isoscan.model.parts import Part
from isoscan.rules.diagnostic import Diagnostic, Edit, Fix
from isoscan.source.lines import without_end
from isoscan.source.spans import Span


def ignoring(module: Module, finding: Diagnostic) -> Fix | None:
    """The fix that writes the comment; None where no comment would silence the finding."""
    part = module.parts.around(finding.span.line)
    if part is None:
        return None
    for edit in _edits(part, finding.span.line - part.index, finding.code):
        if _silences(part, edit, finding):
            placed = edit._replace(span=part.span(edit.span))
            return Fix(f"Ignore {finding.code} here", "safe", (placed,))
    return None


def _edits(part: Part, line: int, code: str) -> Iterator[Edit]:
    """Edits of the part's text that could do it, in its own lines, the best first."""
    text = without_end(part.lines[line])
    for steering in part.facts.steering:
        span = steering.span
        if steering.kind == "ignore" and span.line == line and steering.arguments and not steering.own_line:
            bracket = span.column + text[span.column :].index("]")
            yield Edit(Span(line, bracket, line, bracket), f", {code}")
    instruction = f"# isoscan: ignore[{code}]"
    for comment in part.facts.comments:
        if comment.span.line == line and not comment.own_line:
            yield Edit(Span(line, comment.span.column, line, comment.span.column), f"{instruction}  ")
    end = len(text.rstrip())
    yield Edit(Span(line, end, line, len(text)), f"  {instruction}")
    indent = text[: len(text) - len(text.lstrip())]
    ending = part.lines[line][len(text) :] or "\n"
    yield Edit(Span(line, 0, line, 0), f"{indent}{instruction}{ending}")


def _silences(part: Part, edit: Edit, finding: Diagnostic) -> bool:
    """Whether the edited part holds the comment where it silences the finding, and is as sound as before."""
    span = edit.span
    lines = list(part.lines)
    changed = lines[span.line][: span.column] + edit.text + lines[span.line][span.end_column :]
    lines[span.line] = changed
    facts = read_chunk("".join(lines)).facts
    if len(facts.errors) > len(part.facts.errors) or len(facts.statements) != len(part.facts.statements):
        return False
    return any(
        steering.kind == "ignore"
        and not steering.problem
        and finding.code in steering.arguments
        and steering.span.line == span.line
        and steering.own_line == edit.text.endswith(("\n", "\r"))
        for steering in facts.steering
    )
