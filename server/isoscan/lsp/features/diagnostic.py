"""`textDocument/diagnostic` and `workspace/diagnostic`: findings for clients that ask for them.

Such clients are sent none unasked. A result id names a list of findings: as long as the list is the one that
a client has, it is told that nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any, NamedTuple

from isoscan.lsp import wire
from isoscan.lsp.documents import Document

IDENTIFIER = "isoscan"


class _Answer(NamedTuple):
    result_id: str
    items: list[wire.Diagnostic]


class AnsweredFindings:
    """The findings that were answered last for each document, with the id they went by."""

    def __init__(self) -> None:
        self._ids = count(1)
        self._answers: dict[int, _Answer] = {}

    def report(
        self, document: Document, items: list[wire.Diagnostic], previous: object
    ) -> wire.DocumentDiagnosticReport:
        """What to answer for a document with these findings to a client that has the result `previous`."""
        answer = self._answers.get(id(document))
        if answer is None or answer.items != items:
            answer = self._answers[id(document)] = _Answer(str(next(self._ids)), items)
        if previous == answer.result_id:
            return {"kind": "unchanged", "resultId": answer.result_id}
        return {"kind": "full", "resultId": answer.result_id, "items": answer.items}

    def forget(self, document: Document) -> None:
        """The document was closed."""
        self._answers.pop(id(document), None)


def no_findings() -> wire.DocumentDiagnosticReport:
    """The answer for a document that is not open."""
    return {"kind": "full", "items": []}


def workspace_report(
    reports: Iterable[tuple[Document, wire.DocumentDiagnosticReport]],
) -> dict[str, list[dict[str, Any]]]:
    """The answer for all open documents, each with its version."""
    return {
        "items": [
            {**report, "uri": document.uri, "version": document.version} for document, report in reports
        ]
    }


def previous_results(params: wire.JsonObject) -> dict[str, object]:
    """The result ids that a client has, by document address; whatever is malformed is left out."""
    listed = params.get("previousResultIds")
    return {
        entry["uri"]: entry.get("value")
        for entry in (listed if isinstance(listed, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("uri"), str)
    }
