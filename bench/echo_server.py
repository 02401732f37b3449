"""The floor to compare with: a pygls server that answers each change with no findings, and no more."""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("echo", "1", text_document_sync_kind=types.TextDocumentSyncKind.Incremental)


def _answer(server: LanguageServer, uri: str, version: int) -> None:
    server.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(uri=uri, diagnostics=[], version=version)
    )


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def _did_open(server: LanguageServer, params: types.DidOpenTextDocumentParams) -> None:
    _answer(server, params.text_document.uri, params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def _did_change(server: LanguageServer, params: types.DidChangeTextDocumentParams) -> None:
    _answer(server, params.text_document.uri, params.text_document.version)


if __name__ == "__main__":
    server.start_io()
