"""`textDocument/definition`: from where a parameter is read to where it gets its value."""

from __future__ import annotations

from isoscan.lsp import wire
from isoscan.lsp.occurrences import hits_at, nearest
from isoscan.lsp.view import View
from isoscan.source.spans import Position


def definition(view: View, position: Position) -> list[wire.Location] | list[wire.LocationLink] | None:
    """The definition of the parameter at a position; None where there is none. A literal is its own."""
    hits = hits_at(view.analysis, position) if view.config.navigation else []
    if not hits:
        return None
    here, _, parameter = nearest(hits, position)
    document = view.document
    target = document.range_of(parameter.span)
    if not view.client.follows_links:
        location: wire.Location = {"uri": document.uri, "range": target}
        return [location]
    whole = document.range_of(parameter.span)
    if parameter.value_span.start >= parameter.span.end:
        whole = {"start": target["start"], "end": document.range_of(parameter.value_span)["end"]}
    link: wire.LocationLink = {
        "originSelectionRange": document.range_of(here),
        "targetUri": document.uri,
        "targetRange": whole,
        "targetSelectionRange": target,
    }
    return [link]
