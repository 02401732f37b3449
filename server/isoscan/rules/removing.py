"""Edits that take something out of a file, or put a line into a function, and leave the rest as it was."""

from __future__ import annotations

from collections.abc import Sequence

from isoscan.model.module import Module, StatementRef, Unit
from isoscan.rules.diagnostic import Edit
from isoscan.source.spans import Span


def entry_removal(module: Module, span: Span) -> Edit | None:
    """Take an entry of a display out, with its comma; with its lines, when it has them to itself.

    `span` runs from the entry's key to the end of its value. None when what stands around it is not plain.
    """
    before = module.line(span.line)[: span.column]
    after = module.line(span.end_line)[span.end_column :]
    rest = after.lstrip(" \t")
    has_comma = rest.startswith(",")
    behind = rest[1:].lstrip(" \t") if has_comma else rest
    if not before.strip():
        if not behind.strip("\r\n") or behind.startswith("#"):
            return Edit(Span(span.line, 0, span.end_line + 1, 0), "")
        if not has_comma:
            return None
    if has_comma:
        return Edit(
            Span(span.line, span.column, span.end_line, _column_of(module.line(span.end_line), behind)), ""
        )
    kept = before.rstrip(" \t")
    if rest[:1] in ("}", "]", ")") and kept.endswith(","):
        return Edit(Span(span.line, len(kept) - 1, span.end_line, span.end_column), "")
    return None


def _column_of(line: str, rest: str) -> int:
    """Where on a line its last part begins; never the line's end itself."""
    return len(line) - len(rest) if rest.strip("\r\n") else len(line.rstrip("\r\n"))


def statement_removal(module: Module, ref: StatementRef) -> Edit | None:
    """Take a statement out with its lines, None when it shares them or is all that its block holds."""
    statements = module.parts[ref.part].facts.statements
    statement = statements[ref.statement]
    if statement.parent >= 0:
        block = [
            other
            for other in statements
            if other.parent == statement.parent and other.block == statement.block
        ]
        if len(block) < 2:
            return None
    span = module.span(ref)
    before, after = (
        module.line(span.line)[: span.column],
        module.line(span.end_line)[span.end_column :].strip(),
    )
    if before.strip() or (after and not after.startswith("#")):
        return None
    return Edit(Span(span.line, 0, span.end_line + 1, 0), "")


def body_insertion(module: Module, unit: Unit, texts: Sequence[str]) -> Edit | None:
    """Put lines at the start of a function's body, behind its docstring.

    A text may begin with a tab, which becomes one step of indentation. None when the body stands on the
    header's line.
    """
    part = module.parts[unit.body.part]
    statements = part.facts.statements
    body = [
        statement
        for statement in statements[unit.ref.statement + 1 : part.by_statement.ends[unit.ref.statement]]
        if statement.parent == unit.ref.statement
    ]
    if part.facts.scopes[unit.body.scope].docstring:
        del body[:1]
    if not body or body[0].broken or body[0].span.line == statements[unit.ref.statement].header.end_line:
        return None
    start = body[0].span
    line = part.first_line + start.line
    text = module.line(line)
    indent = text[: start.column]
    if indent.strip():
        return None
    end = text[len(text.rstrip("\r\n")) :] or "\n"
    step = "\t" if indent.endswith("\t") else "    "
    placed = (indent + text.replace("\t", step) + end for text in texts)
    return Edit(Span(line, 0, line, 0), "".join(placed))
