"""`textDocument/references`: everything in the file that reads a parameter, whether a scanner does or not."""

from __future__ import annotations

from isoscan.lsp import wire
from isoscan.lsp.occurrences import hits_at, nearest, places_of
from isoscan.lsp.requests import ReferencesRequest
from isoscan.lsp.view import View


def references(view: View, wanted: ReferencesRequest) -> list[wire.Location] | None:
    """The places that read the parameter at a position, and if wanted its definitions; None where none is."""
    position = view.core(wanted.position)
    hits = hits_at(view.analysis, position) if view.config.navigation else []
    if not hits:
        return None
    places = places_of(view.analysis, nearest(hits, position).parameter)
    spans = places.all if wanted.with_declaration else places.reads
    return [{"uri": view.document.uri, "range": view.document.range_of(span)} for span in spans]
