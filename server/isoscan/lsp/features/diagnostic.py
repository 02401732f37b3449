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


def findings_unopened(result_id: str | None, items: str) -> wire.Prepared:
    """The answer for a document that is not open; `items` are the findings in its file, as far as known."""
    named = f'"resultId":"{result_id}",' if result_id else ""
    return wire.Prepared(f'{{"kind":"full",{named}"items":[{items}]}}')


def cell_report(findings: list[dict[str, Any]]) -> wire.Prepared:
    """The answer for a cell of a notebook, of which no result is remembered."""
    return wire.Prepared(f'{{"kind":"full","items":{dumps(findings)}}}')


def open_document_report(document: Document, answer: wire.Prepared) -> str:
    """An open document's, or cell's, entry in the answer to `workspace/diagnostic`."""
    return f'{{"uri":{dumps(document.uri)},"version":{dumps(document.version)},{answer[1:]}'


def closed_file_report(uri: str, result_id: str, items: str, previous: object) -> str:
    """The entry of a file that is not open; `items` are its findings as the items of a JSON list."""
    beginning = f'{{"uri":{dumps(uri)},"version":null,"resultId":"{result_id}"'
    if previous == result_id:
        return f'{beginning},"kind":"unchanged"}}'
    return f'{beginning},"kind":"full","items":[{items}]}}'


def gone_document_report(uri: str) -> str:
    """The entry of what has no findings any more."""
    return f'{{"uri":{dumps(uri)},"version":null,"kind":"full","items":[]}}'


def workspace_report(entries: Iterable[str]) -> wire.Prepared:
    """The answer to `workspace/diagnostic`, or a part of it."""
    return wire.Prepared(f'{{"items":[{",".join(entries)}]}}')


def previous_results(params: wire.JsonObject) -> dict[str, object]:
    """The result ids that a client has, by document address; whatever is malformed is left out."""
    listed = params.get("previousResultIds")
    return {
        entry["uri"]: entry.get("value")
        for entry in (listed if isinstance(listed, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("uri"), str)
    }
