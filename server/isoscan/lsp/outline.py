"""A document's outline as it goes over the wire: JSON text, kept for each part of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.capabilities import Client
from isoscan.lsp.features.document_symbol import document_symbol, symbols_on_wire
from isoscan.lsp.gaps import Template, template_of, with_gaps
from isoscan.tracking.store import Family

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis
    from isoscan.lsp.documents import Document


class OutlineText:
    """The outline of one document for one client, as long as its analysis is the same one."""

    def __init__(self, document: Document, analysis: LiveAnalysis, client: Client) -> None:
        self.analysis = analysis
        self._document = document
        self._client = client
        self._templates: Family[int, Template | None] = Family(analysis.module.store, self._template)

    def answer(self) -> object:
        """The answer to a request for the present text."""
        document = self._document
        texts = []
        for part in self.analysis.module.parts.order:
            template = self._templates(part)
            if template is None:
                return document_symbol(document, self.analysis, self._client)
            if template.text:
                texts.append(template.moved(document.file_line(part) - part))
        return wire.Prepared(f"[{','.join(texts)}]")

    def _template(self, index: int) -> Template | None:
        """The symbols of one part; None if they reach into others, and so may hold theirs."""
        part = self.analysis.module.parts[index]
        scanners = self.analysis.scanners_in(index)
        end = index + part.chunk.line_count
        if any(scanner.boundary.end_line >= end for scanner in scanners):
            return None
        units = self.analysis.module.units_of(index).values()
        return template_of(symbols_on_wire(with_gaps(self._document), units, scanners, self._client))
