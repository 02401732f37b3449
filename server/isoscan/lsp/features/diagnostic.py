"""`textDocument/diagnostic` and `workspace/diagnostic`: findings for clients that ask for them.

Such clients are sent none unasked. A result id names a list of findings: as long as the list is the one that
a client has, it is told that nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from json import dumps
from typing import TYPE_CHECKING, Any

from isoscan.lsp import wire
from isoscan.lsp.documents import Document

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis
    from isoscan.lsp.findings import FindingsText

IDENTIFIER = "isoscan"


def report(findings: FindingsText, analysis: LiveAnalysis | None, previous: object) -> wire.Prepared:
    """The answer for a document to a client that has the result `previous`."""
    items = findings.items(analysis)
    result_id = str(findings.serial)
    if previous == result_id:
        return wire.Prepared(f'{{"kind":"unchanged","resultId":"{result_id}"}}')
    return wire.Prepared(f'{{"kind":"full","resultId":"{result_id}","items":[{items}]}}')


def no_findings() -> wire.DocumentDiagnosticReport:
    """The answer for a document that is not open."""
    return {"kind": "full", "items": []}


def cell_report(findings: list[dict[str, Any]]) -> wire.Prepared:
    """The answer for a cell of a notebook, of which no result is remembered."""
    return wire.Prepared(f'{{"kind":"full","items":{dumps(findings)}}}')


def workspace_report(reports: Iterable[tuple[Document, wire.Prepared]]) -> wire.Prepared:
    """The answer for all open documents and cells, each with its version."""
    items = [
        f'{{"uri":{dumps(document.uri)},"version":{dumps(document.version)},{answer[1:]}'
        for document, answer in reports
    ]
    return wire.Prepared(f'{{"items":[{",".join(items)}]}}')


def previous_results(params: wire.JsonObject) -> dict[str, object]:
    """The result ids that a client has, by document address; whatever is malformed is left out."""
    listed = params.get("previousResultIds")
    return {
        entry["uri"]: entry.get("value")
        for entry in (listed if isinstance(listed, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("uri"), str)
    }
