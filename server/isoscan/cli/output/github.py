"""The GitHub output: workflow commands that a runner shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from isoscan.cli.output.text import related_lines
from isoscan.cli.report import FileReport
from isoscan.rules.diagnostic import Diagnostic

_COMMAND_OF_SEVERITY = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def render(reports: Sequence[FileReport]) -> str:
    """Give one workflow command per finding."""
    return "".join(
        _command(report.path, diagnostic) for report in reports for diagnostic in report.diagnostics
    )


def _command(path: str, diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    properties = {
        "title": f"isoscan {diagnostic.code} {diagnostic.name}",
        "file": path.replace("\\", "/"),
        "line": str(span.line + 1),
        "endLine": str(span.end_line + 1),
    }
    if span.line == span.end_line:  # GitHub takes columns only for findings within one line
        properties |= {"col": str(span.column + 1), "endColumn": str(span.end_column + 1)}
    listed = ",".join(f"{name}={_escaped_property(value)}" for name, value in properties.items())
    text = _escaped("\n".join((diagnostic.message, *related_lines(diagnostic))))
    return f"::{_COMMAND_OF_SEVERITY[diagnostic.severity]} {listed}::{text}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
