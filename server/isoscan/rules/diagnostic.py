"""Findings as plain data, free of any protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from isoscan.source.patterns import lazily
from isoscan.source.spans import Span

Severity = Literal["error", "warning", "information", "hint"]
Tag = Literal["unnecessary", "deprecated"]
FixSafety = Literal["safe", "unsafe", "display"]


_LINE_MARK = lazily("\0([0-9]+)\0")


def line_mark(line: int) -> str:
    """How a message names a core line until it is told (see `told`): the line's number may change before."""
    return f"\0{line}\0"


class Related(NamedTuple):
    """Another place that a finding involves, with a remark such as "read by scanner `fade`"."""

    span: Span
    message: str


class Edit(NamedTuple):
    """Replace the text of `span` by `text`."""

    span: Span
    text: str


class Fix(NamedTuple):
    """A ready change of the file: what it is called, how safe it is, its edits (not overlapping)."""

    title: str
    safety: FixSafety
    edits: tuple[Edit, ...]


class Diagnostic(NamedTuple):
    """A finding. `subject` is what it is about, spelled as in the code; `scanners` are namespaces.

    As rules give it, `message` holds line marks in place of line numbers, and `fixes` lacks those that are
    made on demand (see `findings.FindingsInModule.fixes_of`).
    """

    code: str
    name: str
    severity: Severity
    subject: str
    message: str
    span: Span
    scanners: tuple[str, ...]
    related: tuple[Related, ...] = ()
    tags: tuple[Tag, ...] = ()
    fixes: tuple[Fix, ...] = ()


def told(message: str, line_name: Callable[[int], str]) -> str:
    """A message with its lines as users count them; `line_name` gives a core line's number, 1-based."""
    if "\0" not in message:
        return message
    return _LINE_MARK.sub(lambda mark: line_name(int(mark[1])), message)
