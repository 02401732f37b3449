"""The JSON output: a contract for other programs, described in the guide to the command line.

Lines are 1-based and inclusive, columns 1-based in code points, ends of ranges exclusive as in editors.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from isoscan.cli.report import FileReport
from isoscan.parameters.parameter import Parameter, ParameterValue, Scanner
from isoscan.rules.diagnostic import Diagnostic

VERSION = 1


def render(reports: Sequence[FileReport]) -> str:
    """Give the whole document as text, in ASCII so that no terminal or pipe can spoil it."""
    document = {"version": VERSION, "files": [_file(report) for report in reports]}
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _file(report: FileReport) -> dict[str, Any]:
    return {
        "path": report.path,
        "scanners": [_scanner(scanner) for scanner in report.scanners],
        "shared_globals": [
            {"name": shared.name, "line": shared.span.line + 1} for shared in report.shared_globals
        ],
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
    }


def _scanner(scanner: Scanner) -> dict[str, Any]:
    boundary = scanner.boundary
    return {
        "name": boundary.name,
        "kind": boundary.kind,
        "start_line": boundary.start_line + 1,
        "end_line": boundary.end_line + 1,
        "definition_line": boundary.definition_line + 1,
        "confidence": round(boundary.confidence, 4),
        "status": boundary.status,
        "namespace": boundary.namespace,
        "evidence": [
            {"detector": evidence.detector, "score": round(evidence.score, 4), "reason": evidence.reason}
            for evidence in boundary.evidence
        ],
        "dependencies": list(scanner.dependencies),
        "isolation_score": round(scanner.isolation_score, 4),
        "parameters": [_parameter(parameter) for parameter in scanner.parameters],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "qualified_name": parameter.qualified_name,
        "value": json_value(parameter.value, parameter.text),
        "origin": parameter.origin,
        "line": parameter.span.line + 1,
        "column": parameter.span.column + 1,
        "shared": parameter.shared,
    }


def json_value(value: ParameterValue, text: str) -> Any:  # noqa: ANN401 - JSON is any of its types
    """Give a literal's value where JSON has it, else its source text (`float("inf")`, `1e999`, a set)."""
    if value is None and text not in ("", "None"):
        return text
    return value if _is_finite(value) else text


def _is_finite(value: ParameterValue) -> bool:
    """Say whether JSON can hold a value, which it cannot for NaN and the infinities."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, float) and not math.isfinite(item):
            return False
        if isinstance(item, tuple):
            pending.extend(item)
    return True


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        "subject": diagnostic.subject,
        "message": diagnostic.message,
        "range": {
            "start": {"line": span.line + 1, "column": span.column + 1},
            "end": {"line": span.end_line + 1, "column": span.end_column + 1},
        },
        "scanners": list(diagnostic.scanners),
        "related": [
            {"line": related.span.line + 1, "message": related.message} for related in diagnostic.related
        ],
    }
