"""Edits of an open document, in the form that the client takes."""

from __future__ import annotations

from typing import Any

from isoscan.lsp import wire
from isoscan.lsp.capabilities import Client
from isoscan.lsp.documents import Document


def document_edit(document: Document, client: Client, edits: list[wire.TextEdit]) -> wire.WorkspaceEdit:
    """Edits of the document, bound to its version where the client checks that."""
    if not client.takes_versioned_edits:
        return {"changes": {document.uri: edits}}
    identifier: dict[str, Any] = {"uri": document.uri, "version": document.version}
    return {"documentChanges": [{"textDocument": identifier, "edits": edits}]}
