"""`textDocument/publishDiagnostics`: findings in the form the client can show."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from isoscan.config import Config
from isoscan.lsp import wire
from isoscan.lsp.capabilities import Client
from isoscan.lsp.documents import Document

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.rules.diagnostic import Diagnostic, Fix

SOURCE = "isoscan"

_SEVERITIES = {"error": 1, "warning": 2, "information": 3, "hint": 4}
_TAGS = {"unnecessary": 1, "deprecated": 2}


def publish_diagnostics(document: Document, analysis: Analysis | None, client: Client) -> dict[str, Any]:
    """The notification's parameters: all findings of the document's present text, with its version."""
    findings = analysis.diagnostics if analysis else ()
    answer: dict[str, Any] = {
        "uri": document.uri,
        "diagnostics": [to_wire(finding, document, client) for finding in findings],
    }
    if document.version is not None:
        answer["version"] = document.version
    return answer


def findings_on_wire(document: Document, config: Config, client: Client) -> list[wire.Diagnostic]:
    """All findings of the document's present text, in file order; none when it could not be analysed."""
    analysis = document.analysis(config)
    return [to_wire(finding, document, client) for finding in (analysis.diagnostics if analysis else ())]


def to_wire(finding: Diagnostic, document: Document, client: Client) -> wire.Diagnostic:
    """One finding; what the client cannot show as such is folded into the message or left out."""
    answer: wire.Diagnostic = {
        "range": document.range_of(finding.span),
        "severity": _SEVERITIES[finding.severity],
        "code": finding.code,
        "source": SOURCE,
        "message": document.told(finding.message),
    }
    if finding.related and client.shows_related_places:
        answer["relatedInformation"] = [
            {
                "location": {"uri": document.uri, "range": document.range_of(related.span)},
                "message": related.message,
            }
            for related in finding.related
        ]
    elif finding.related:
        places = (
            f"line {document.file_line(related.span.line) + 1}: {related.message}"
            for related in finding.related
        )
        answer["message"] = "\n".join((answer["message"], *places))
    if client.links_codes and (page := _pages().get(finding.code)):
        answer["codeDescription"] = {"href": page}
    tags = [number for tag in finding.tags if (number := _TAGS[tag]) in client.diagnostic_tags]
    if tags:
        answer["tags"] = tags
    if client.keeps_diagnostic_data:
        answer["data"] = {
            "name": finding.name,
            "subject": finding.subject,
            "scanners": list(finding.scanners),
        }
    return answer


@cache
def _pages() -> dict[str, str]:
    """Each rule's page of the documentation, by code."""
    from isoscan.rules.registry import RULES, documentation_url

    return {rule.code: documentation_url(rule) for rule in RULES}


def fix_edits(fix: Fix, document: Document) -> list[wire.TextEdit]:
    """A fix's edits for the document's present text."""
    return [{"range": document.range_of(edit.span), "newText": edit.text} for edit in fix.edits]
