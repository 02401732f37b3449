"""`isoscan/state`: what the server believes, for finding out why an answer looks stale.

Request: no parameters. Answer: `{version, encoding, client, documents: [{uri, version, sha256, lines, chunks,
scanners, diagnostics, settings, timings: {analysisMilliseconds, analyses}, problem}]}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from isoscan import __version__
from isoscan.config import Config
from isoscan.lsp.capabilities import Client
from isoscan.lsp.documents import Document

METHOD = "isoscan/state"


def state(
    documents: Iterable[Document], client: Client, config_of: Callable[[Document], Config]
) -> dict[str, Any]:
    """The whole belief as a JSON object."""
    return {
        "version": __version__,
        "encoding": client.encoding,
        "client": {name: _plain(value) for name, value in asdict(client).items()},
        "documents": [_document_state(document, config_of(document)) for document in documents],
    }


def _document_state(document: Document, config: Config) -> dict[str, Any]:
    from hashlib import sha256

    analysis = document.analysis(config)
    return {
        "uri": document.uri,
        "version": document.version,
        "sha256": sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "lines": document.line_count,
        "chunks": len(analysis.module.parts) if analysis else 0,
        "scanners": len(analysis.scanners) if analysis else 0,
        "diagnostics": len(analysis.diagnostics) if analysis else 0,
        "settings": asdict(config),
        "timings": {
            "analysisMilliseconds": round(document.analysis_seconds * 1000, 3),
            "analyses": document.analyses,
        },
        "problem": document.problem,
    }


def _plain(value: object) -> object:
    return sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value
