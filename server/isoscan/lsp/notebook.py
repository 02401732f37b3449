"""Notebooks: the code cells of one, read as one Python text in which each cell is a section.

Every cell begins with a `# %%` line that the user does not see. What IPython alone understands (`%time`,
`!pip`) is read as a comment of the same length, so that columns stay what they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from isoscan.lsp import wire
from isoscan.lsp.capabilities import Encoding
from isoscan.lsp.documents import Document
from isoscan.lsp.uris import document_key
from isoscan.source.lines import file_lines

_CELL_MAGIC = re.compile(r"\s*%%\s*(\w+)")
# Cell magics whose cells still hold Python.
_STILL_PYTHON = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "pypy"})
_MAGIC = re.compile(r"(\s*)[%!?](?=\S)")
_HEADING = "# %%\n"
_CODE = 2


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A code cell: its text as the client edits it, and the line of the notebook's text that it begins in."""

    document: Document
    first_line: int

    @property
    def uri(self) -> str:
        """The cell's own address, as the client spells it."""
        return self.document.uri

    @property
    def end_line(self) -> int:
        """The line of the notebook's text behind the cell's last one."""
        return self.first_line + self.document.line_count


class Notebook(Document):
    """An open notebook. As a document it is the text of all code cells; its lines are that text's."""

    def __init__(self, item: wire.JsonObject, texts: Iterable[wire.JsonObject], encoding: Encoding) -> None:
        """Take a `NotebookDocument` and the `TextDocumentItem`s of its cells."""
        super().__init__(item["uri"], item.get("version"), "", encoding)
        self._cell_encoding = encoding
        self._order = [_address(cell) for cell in item.get("cells", ())]
        self._texts: dict[str, Document] = {}
        self.cells: tuple[Cell, ...] = ()
        """The code cells in the order in which they stand."""
        self._open(texts)
        self._assemble()

    def change_cells(self, version: int | None, change: wire.JsonObject) -> list[str]:
        """Apply what a `notebookDocument/didChange` says; gives the addresses of the cells that are gone."""
        cells = change.get("cells") or {}
        structure = cells.get("structure")
        gone: list[str] = []
        if structure:
            array = structure["array"]
            start = array["start"]
            added = [_address(cell) for cell in array.get("cells") or ()]
            self._order[start : start + array["deleteCount"]] = added
            self._open(structure.get("didOpen") or ())
            for closed in structure.get("didClose") or ():
                document = self._texts.pop(document_key(closed["uri"]), None)
                if document is not None:
                    gone.append(document.uri)
        for content in cells.get("textContent") or ():
            identifier = content["document"]
            document = self._texts.get(document_key(identifier["uri"]))
            if document is not None:
                document.change(identifier.get("version"), content["changes"])
        self._assemble(version)
        return gone

    def _open(self, texts: Iterable[wire.JsonObject]) -> None:
        for text in texts:
            if text.get("languageId", "python") == "python":
                document = Document(text["uri"], text.get("version"), text["text"], self._cell_encoding)
                self._texts[document_key(document.uri)] = document

    def _assemble(self, version: int | None = None) -> None:
        cells: list[Cell] = []
        texts: list[str] = []
        line = 0
        for address in self._order:
            document = self._texts.get(address)
            if document is None:
                continue
            text = _python_in(document.text)
            texts += (_HEADING, text if text.endswith(("\n", "\r")) else f"{text}\n")
            cells.append(Cell(document, line + 1))
            line += 1 + len(file_lines(texts[-1]))
        self.cells = tuple(cells)
        self.change(version if version is not None else self.version, [{"text": "".join(texts)}])

    def cell(self, uri: str) -> Cell | None:
        """The code cell with an address, in any spelling."""
        key = document_key(uri)
        return next((cell for cell in self.cells if document_key(cell.uri) == key), None)

    def cell_at(self, line: int) -> Cell | None:
        """The cell that a line of the notebook's text belongs to; its heading belongs to it, too."""
        place = bisect_right([cell.first_line - 1 for cell in self.cells], line) - 1
        return self.cells[place] if place >= 0 else None

    def line_name(self, line: int) -> str:
        """A core line as the user finds it: `4 of cell 2`."""
        number = self.file_line(line)
        cell = self.cell_at(number)
        if cell is None:
            return str(number + 1)
        return f"{max(number - cell.first_line, 0) + 1} of cell {self.cells.index(cell) + 1}"


def _address(cell: Mapping[str, Any]) -> str:
    """The key of a notebook cell's text, "" if it holds no code."""
    return document_key(cell["document"]) if cell.get("kind") == _CODE else ""


def _python_in(text: str) -> str:
    """A cell's text with what is not Python made comments of the same length."""
    if "%" not in text and "!" not in text and "?" not in text:
        return text
    magic = _CELL_MAGIC.match(text)
    as_line = _commented if magic is not None and magic[1] not in _STILL_PYTHON else _without_magic
    return "".join(map(as_line, file_lines(text)))


def _without_magic(line: str) -> str:
    if line.rstrip().endswith("?"):
        return _commented(line)
    return _MAGIC.sub(r"\1#", line, count=1) if _MAGIC.match(line) else line


def _commented(line: str) -> str:
    return f"#{line[1:]}" if line.strip() else line
