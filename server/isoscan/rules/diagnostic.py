"""Findings as plain data, free of any protocol."""

from __future__ import annotations

from typing import Literal, NamedTuple

from isoscan.source.spans import Span

Severity = Literal["error", "warning", "information", "hint"]
Tag = Literal["unnecessary", "deprecated"]
FixSafety = Literal["safe", "unsafe", "display"]


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
    """A finding. `subject` is what it is about, spelled as in the code; `scanners` are namespaces."""

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
