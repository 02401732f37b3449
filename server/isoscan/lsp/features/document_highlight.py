"""`textDocument/documentHighlight`: the other places of the parameter under the cursor."""

from __future__ import annotations

from isoscan.lsp import wire
from isoscan.lsp.occurrences import hits_at, nearest, places_of
from isoscan.lsp.view import View
from isoscan.source.spans import Position

_READ, _WRITE = 2, 3


def document_highlight(view: View, position: Position) -> list[wire.DocumentHighlight] | None:
    """All places of the parameter at a position, in file order; None where there is none."""
    hits = hits_at(view.analysis, position) if view.config.highlights else []
    if not hits:
        return None
    places = places_of(view.analysis, nearest(hits, position).parameter)
    return [
        {
            "range": view.document.range_of(span),
            "kind": _WRITE if span in places.definitions else _READ,
        }
        for span in places.all
    ]
