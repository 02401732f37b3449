"""What a feature is given: one document as it is now, what is known about it, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from isoscan.lsp import wire
from isoscan.source.spans import Position, Span

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.config import Config
    from isoscan.lsp.capabilities import Client
    from isoscan.lsp.documents import Document
    from isoscan.parameters.parameter import Scanner


class View(NamedTuple):
    """One document at the time of a request."""

    document: Document
    analysis: Analysis
    config: Config
    client: Client

    def core(self, position: wire.Position) -> Position:
        """The core's position for the client's."""
        return self.document.position_of({"line": position["line"], "character": position["character"]})

    def target(self, scanner: Scanner) -> dict[str, object]:
        """What names a scanner of the present text to whoever comes back to it (see `server.target`)."""
        document = self.document
        return {
            "uri": document.uri,
            "revision": document.revision,
            "namespace": scanner.boundary.namespace,
        }

    def selection(self, wanted: wire.Range) -> Span:
        """The core's span for the client's range, whichever way round it is."""
        start, end = self.core(wanted["start"]), self.core(wanted["end"])
        return Span(*min(start, end), *max(start, end))
