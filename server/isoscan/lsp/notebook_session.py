"""The open notebooks of a session: what the client says of them, and answers about their cells."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from json import dumps
from typing import TYPE_CHECKING, Any

from isoscan.lsp import wire
from isoscan.lsp.documents import Document, uri_in
from isoscan.lsp.features.boundaries import boundaries
from isoscan.lsp.features.diagnostic import cell_report
from isoscan.lsp.features.publish_diagnostics import publish_diagnostics, to_wire
from isoscan.lsp.notebook import Cell, Notebook
from isoscan.lsp.relocation import about_cell, edit_in, located, places, scanners_by_cell

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.lsp.server import IsoscanServer

logger = logging.getLogger(__name__)

Answer = Callable[[wire.JsonObject], object]


class NotebookSession:
    """The notebooks of one session with one client."""

    def __init__(self, session: IsoscanServer) -> None:
        self._session = session
        self._open: list[Notebook] = []
        self.notifications: dict[str, Callable[[wire.JsonObject], None]] = {
            "notebookDocument/didOpen": self._did_open,
            "notebookDocument/didChange": self._did_change,
            "notebookDocument/didSave": self._did_save,
            "notebookDocument/didClose": self._did_close,
        }

    # What the client says

    def _did_open(self, params: wire.JsonObject) -> None:
        item, texts = params["notebookDocument"], params.get("cellTextDocuments") or ()
        self._forget(item["uri"])
        notebook = Notebook(item, texts, self._session.documents.encoding)
        self._open.append(notebook)
        self._session.took(notebook)

    def _did_change(self, params: wire.JsonObject) -> None:
        identifier = params["notebookDocument"]
        notebook = self._find(identifier["uri"])
        if notebook is None:
            logger.warning("Ignored a change of %s, which is not open", identifier["uri"])
            return
        gone = notebook.change_cells(identifier.get("version"), params.get("change") or {})
        self._clear(gone)
        self._session.changed(notebook)

    def _did_save(self, params: wire.JsonObject) -> None:
        notebook = self._find(params["notebookDocument"]["uri"])
        if notebook is not None:
            self._session.saved(notebook)

    def _did_close(self, params: wire.JsonObject) -> None:
        self._forget(params["notebookDocument"]["uri"])

    def _forget(self, uri: str) -> None:
        notebook = self._find(uri)
        if notebook is not None:
            self._open.remove(notebook)
            self._session.forget(notebook)
            self._clear([cell.uri for cell in notebook.cells])

    def _find(self, uri: str) -> Notebook | None:
        document = self._session.documents.find(uri)
        return document if isinstance(document, Notebook) else None

    def _clear(self, uris: list[str]) -> None:
        for uri in [] if self._session.client.pulls_diagnostics else uris:
            self._session.protocol.notify("textDocument/publishDiagnostics", {"uri": uri, "diagnostics": []})

    # Findings

    def publish(self, notebook: Notebook, analysis: Analysis | None) -> None:
        """Tell the client the findings in each cell, if it does not ask for them."""
        if self._session.client.pulls_diagnostics:
            return
        for cell, findings in self._by_cell(notebook, analysis):
            items = ",".join(dumps(finding) for finding in findings)
            self._session.protocol.notify(
                "textDocument/publishDiagnostics", publish_diagnostics(cell.document, items)
            )

    def _by_cell(
        self, notebook: Notebook, analysis: Analysis | None
    ) -> Iterator[tuple[Cell, list[dict[str, Any]]]]:
        client = self._session.client
        found: list[Any] = [
            to_wire(finding, notebook, client) for finding in (analysis.diagnostics if analysis else ())
        ]
        moved = list(places(notebook, found))
        for cell in notebook.cells:
            yield cell, [finding for home, finding in moved if home is cell]

    def reports(self, notebook: Notebook) -> list[tuple[Document, wire.Prepared]]:
        """The findings of each cell as `textDocument/diagnostic` gives them."""
        found = self._by_cell(notebook, self._session.analysis_of(notebook))
        return [(cell.document, cell_report(findings)) for cell, findings in found]

    # Answers

    def cell_in(self, params: wire.JsonObject) -> tuple[Notebook, Cell] | None:
        """The cell that a request is about, with its notebook; None if it is about something else."""
        uri = uri_in(params) if self._open else ""
        for notebook in self._open:
            cell = notebook.cell(uri)
            if cell is not None:
                return notebook, cell
        return None

    def taking_cells(self, answer: Answer) -> Answer:
        """What answers requests about documents, made to answer those about cells, too."""

        def answered(params: wire.JsonObject) -> object:
            known = self.cell_in(params)
            return about_cell(*known, params, answer) if known else answer(params)

        return answered

    def notebook_with(self, uri: str) -> Notebook | None:
        """The notebook that has a cell with this address."""
        return next((notebook for notebook in self._open if notebook.cell(uri)), None)

    def boundaries(self, notebook: Notebook, cell_uri: str | None) -> dict[str, object]:
        """What `isoscan/boundaries` answers about a notebook, or about one cell of it."""
        told = boundaries(notebook, self._session.analysis_of(notebook))
        pieces = list(scanners_by_cell(notebook, told["scanners"]))
        if cell_uri is None:
            return {**told, "scanners": pieces}
        cell = notebook.cell(cell_uri)
        own = [piece for piece in pieces if cell is not None and piece.pop("uri") == cell.uri]
        return {**told, "scanners": own}

    def tokens(self, cell: Cell, params: wire.JsonObject) -> object:
        """The semantic tokens of a cell."""
        start: wire.Position = {"line": 0, "character": 0}
        end: wire.Position = {"line": cell.document.line_count, "character": 0}
        whole = {"textDocument": params["textDocument"], "range": {"start": start, "end": end}}
        answer = self._session.late_request("textDocument/semanticTokens/range")
        return answer(whole) if answer else None

    def resolved(self, item: wire.JsonObject, answer: object) -> object:
        """What was resolved for an item about a cell, with its edits as edits of cells."""
        data = item.get("data")
        notebook = self._find(str(data.get("uri"))) if self._open and isinstance(data, dict) else None
        if notebook is not None and isinstance(answer, dict) and "edit" in answer:
            return {**answer, "edit": edit_in(notebook, answer["edit"])}
        return answer

    def located(self, symbols: list[wire.SymbolInformation]) -> list[wire.SymbolInformation]:
        """Symbols of all documents, those in notebooks named by their cells."""
        for notebook in self._open:
            symbols = list(located(notebook, symbols))
        return symbols
