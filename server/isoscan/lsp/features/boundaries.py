"""`isoscan/boundaries`: what inline highlights need, for editors that tint scanners.

Request: `{textDocument: {uri}}`. Answer: `{version, scanners: [{name, kind, namespace, range, headerRange,
confidence, status, isolationScore}]}`.

A client that puts `"boundariesChanged": true` into its `initializationOptions` is told by the notification
`isoscan/boundariesChanged` (`{uri, version}`) when a document's answer is no longer what it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.documents import Document
from isoscan.lsp.headers import header_line

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis

METHOD = "isoscan/boundaries"
CHANGED = "isoscan/boundariesChanged"


def boundaries(document: Document, analysis: Analysis | None) -> wire.Boundaries:
    """The scanners of the document's present text, in file order, with that text's version."""
    scanners = analysis.scanners if analysis else ()
    return {
        "version": document.version,
        "scanners": [
            {
                "name": scanner.boundary.name,
                "kind": scanner.boundary.kind,
                "namespace": scanner.boundary.namespace,
                "range": document.range_of(
                    document.lines_span(scanner.boundary.start_line, scanner.boundary.end_line)
                ),
                "headerRange": document.range_of(document.header_span(header_line(scanner.boundary))),
                "confidence": scanner.boundary.confidence,
                "status": scanner.boundary.status,
                "isolationScore": scanner.isolation_score,
            }
            for scanner in scanners
        ],
    }
