"""The SARIF 2.1.0 output, for code scanning services."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from isoscan import __version__
from isoscan.cli.report import FileReport
from isoscan.rules.diagnostic import Diagnostic
from isoscan.rules.registry import ALL_RULES, documentation_url
from isoscan.rules.rule import Rule
from isoscan.source.spans import Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVEL_OF_SEVERITY = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}


def render(reports: Sequence[FileReport]) -> str:
    """Give the whole log as text, in ASCII."""
    run = {
        "tool": {
            "driver": {
                "name": "isoscan",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in ALL_RULES],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [result for report in reports for result in _results(report)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, allow_nan=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.doc.strip(), "markdown": rule.doc.strip()},
        "helpUri": documentation_url(rule),
        "defaultConfiguration": {"level": _LEVEL_OF_SEVERITY[rule.severity]},
    }


def _results(report: FileReport) -> list[dict[str, Any]]:
    index_of_rule = {rule.code: index for index, rule in enumerate(ALL_RULES)}
    occurrences: Counter[str] = Counter()
    results = []
    for diagnostic in report.diagnostics:
        fingerprint = _fingerprint(report, diagnostic)
        occurrences[fingerprint] += 1
        result = {
            "ruleId": diagnostic.code,
            "ruleIndex": index_of_rule[diagnostic.code],
            "level": _LEVEL_OF_SEVERITY[diagnostic.severity],
            "message": {"text": diagnostic.message},
            "locations": [{"physicalLocation": _place(report.path, diagnostic.span)}],
            "partialFingerprints": {"isoscan/v1": f"{fingerprint}:{occurrences[fingerprint]}"},
        }
        if diagnostic.related:
            result["relatedLocations"] = [
                {
                    "id": number,
                    "physicalLocation": _place(report.path, related.span),
                    "message": {"text": related.message},
                }
                for number, related in enumerate(diagnostic.related)
            ]
        results.append(result)
    return results


def _fingerprint(report: FileReport, diagnostic: Diagnostic) -> str:
    """Give what stays the same while code moves: path, rule, subject and scanners, not the line."""
    parts = (_uri(report.path), diagnostic.code, diagnostic.subject, *sorted(diagnostic.scanners))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _place(path: str, span: Span) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": _uri(path)},
        "region": {
            "startLine": span.line + 1,
            "startColumn": span.column + 1,
            "endLine": span.end_line + 1,
            "endColumn": span.end_column + 1,
        },
    }


def _uri(path: str) -> str:
    """Give a path as a URI, relative where the path is."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix().encode("utf-8", "surrogateescape"))
