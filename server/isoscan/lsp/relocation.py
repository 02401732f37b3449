"""From a cell to its notebook and back: what is asked and answered about one is made to be about the other.

The features know documents. A request about a cell becomes one about the notebook's whole text; what of the
answer lies in the cell is moved to where it stands there, and what names a place names the cell it is in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from isoscan.lsp import wire
from isoscan.lsp.notebook import Cell, Notebook

_ELSEWHERE = object()
# What is handed back to us as it is.
_OPAQUE = ("data", "command", "arguments", "context")


def about_cell(
    notebook: Notebook, cell: Cell, params: wire.JsonObject, answer: Callable[[wire.JsonObject], object]
) -> object:
    """Answer a request about a cell by answering one about its notebook."""
    forth = {key: value if key in _OPAQUE else _forth(value, cell) for key, value in params.items()}
    forth["textDocument"] = {"uri": notebook.uri}
    found = in_cell(notebook, cell, plain(answer(forth)))
    if isinstance(found, list):
        return [item for item in found if not _is_symbol_elsewhere(item, cell)]
    return found


def _is_symbol_elsewhere(item: Any, cell: Cell) -> bool:  # noqa: ANN401 (JSON of any shape)
    """Whether an item is a symbol (of a flat outline) in another cell."""
    return (
        isinstance(item, Mapping)
        and "name" in item
        and item.get("location", {}).get("uri", cell.uri) != cell.uri
    )


def plain(answer: object) -> Any:  # noqa: ANN401 (JSON of any shape)
    """An answer as JSON values, also where it is text already."""
    return json.loads(answer) if isinstance(answer, wire.Prepared) else answer


def _forth(value: Any, cell: Cell) -> Any:  # noqa: ANN401 (JSON of any shape)
    if isinstance(value, list):
        return [_forth(item, cell) for item in value]
    if not isinstance(value, Mapping):
        return value
    if _is_position(value):
        return {**value, "line": value["line"] + cell.first_line}
    return {key: _forth(item, cell) for key, item in value.items()}


def in_cell(notebook: Notebook, cell: Cell, answer: Any) -> Any:  # noqa: ANN401 (JSON of any shape)
    """What of an answer about a notebook's text is about a cell, in the cell's lines; None if nothing is."""
    found = _back(notebook, cell, answer)
    return None if found is _ELSEWHERE or (found == [] and answer != []) else found


def places(notebook: Notebook, found: Iterable[dict[str, Any]]) -> Iterator[tuple[Cell, dict[str, Any]]]:
    """Objects with ranges, each with the cell that it is in and in that cell's lines."""
    for item in found:
        cell = notebook.cell_at(item["range"]["start"]["line"])
        moved = in_cell(notebook, cell, item) if cell is not None else None
        if cell is not None and moved is not None:
            yield cell, moved


def scanners_by_cell(notebook: Notebook, scanners: Iterable[wire.ScannerRange]) -> Iterator[dict[str, Any]]:
    """The scanners of `isoscan/boundaries` in the lines of cells, with the cell's `uri`.

    A scanner that goes on in further cells is there once for each; its header is empty where it goes on.
    """
    for scanner in scanners:
        first, last = (scanner["range"][end]["line"] for end in ("start", "end"))
        for cell in notebook.cells:
            if cell.first_line - 1 <= last and first < cell.end_line:
                here = {key: _range_in(cell, scanner[key]) for key in ("range", "headerRange")}
                yield {"uri": cell.uri, **scanner, **here}


def located(
    notebook: Notebook, symbols: Iterable[wire.SymbolInformation]
) -> Iterator[wire.SymbolInformation]:
    """Symbols of any documents, those in a notebook named by their cells."""
    for symbol in symbols:
        location = _location_in(notebook, symbol["location"])
        if location is not _ELSEWHERE:
            yield {**symbol, "location": location}


def _back(notebook: Notebook, cell: Cell, value: Any) -> Any:  # noqa: ANN401 (JSON of any shape)
    if isinstance(value, list):
        moved = [_back(notebook, cell, item) for item in value]
        return [item for item in moved if item is not _ELSEWHERE]
    if not isinstance(value, Mapping):
        return value
    if _is_position(value):
        return _place_in(cell, value)
    if "startLine" in value:
        return _fold_in(cell, value)
    if isinstance(value.get("data"), list):
        return {**value, "data": _tokens_in(cell, value["data"])}
    if "changes" in value or "documentChanges" in value:
        return edit_in(notebook, value)
    if "uri" in value and "range" in value:
        return _location_in(notebook, value)
    if "targetUri" in value:
        return _link_in(notebook, cell, value)
    if not _starts_in(cell, value):
        return _ELSEWHERE
    items = {key: item if key in _OPAQUE else _back(notebook, cell, item) for key, item in value.items()}
    return {key: item for key, item in items.items() if item is not _ELSEWHERE}


def _is_position(value: Mapping[str, Any]) -> bool:
    return value.keys() == {"line", "character"}


def _starts_in(cell: Cell, value: Mapping[str, Any]) -> bool:
    """Whether an object that stands somewhere stands in the cell; its heading counts as its first line."""
    where = value.get("range", value.get("selectionRange"))
    start = where.get("start") if isinstance(where, Mapping) else value.get("position")
    return start is None or cell.first_line - 1 <= start["line"] < cell.end_line


def _place_in(cell: Cell, place: Mapping[str, Any]) -> wire.Position:
    line = place["line"] - cell.first_line
    if line < 0:
        return {"line": 0, "character": 0}
    if line >= cell.document.line_count:
        last = cell.document.line_count - 1
        end = cell.document.lines_span(last, last)
        return cell.document.range_of(end)["end"]
    return {"line": line, "character": place["character"]}


def _range_in(cell: Cell, where: Mapping[str, Any]) -> wire.Range:
    return {"start": _place_in(cell, where["start"]), "end": _place_in(cell, where["end"])}


def _fold_in(cell: Cell, fold: Mapping[str, Any]) -> Any:  # noqa: ANN401 (JSON of any shape)
    start, end = fold["startLine"], min(fold["endLine"], cell.end_line - 1)
    if not cell.first_line <= start < end:
        return _ELSEWHERE
    return {**fold, "startLine": start - cell.first_line, "endLine": end - cell.first_line}


def _tokens_in(cell: Cell, data: list[int]) -> list[int]:
    """The first token's line is counted from the beginning of the text."""
    return [data[0] - cell.first_line, *data[1:]] if data else []


def _location_in(notebook: Notebook, location: Mapping[str, Any]) -> Any:  # noqa: ANN401 (JSON of any shape)
    if location["uri"] != notebook.uri:
        return location
    cell = notebook.cell_at(location["range"]["start"]["line"])
    if cell is None:
        return _ELSEWHERE
    return {**location, "uri": cell.uri, "range": _range_in(cell, location["range"])}


def _link_in(notebook: Notebook, cell: Cell, link: Mapping[str, Any]) -> Any:  # noqa: ANN401 (JSON of any shape)
    target = notebook.cell_at(link["targetRange"]["start"]["line"])
    if target is None:
        return _ELSEWHERE
    return {
        "originSelectionRange": _range_in(cell, link["originSelectionRange"]),
        "targetUri": target.uri,
        "targetRange": _range_in(target, link["targetRange"]),
        "targetSelectionRange": _range_in(target, link["targetSelectionRange"]),
    }


def edit_in(notebook: Notebook, edit: Mapping[str, Any]) -> dict[str, Any]:
    """A workspace edit with the notebook's changes as changes of its cells."""
    result = dict(edit)
    if "changes" in edit:
        result["changes"] = {
            address: edits
            for uri, changes in edit["changes"].items()
            for address, edits in (
                [(cell.uri, edits) for cell, edits in _by_cell(notebook, changes)]
                if uri == notebook.uri
                else [(uri, changes)]
            )
        }
    if "documentChanges" in edit:
        result["documentChanges"] = [
            part for change in edit["documentChanges"] for part in _change_in(notebook, change)
        ]
    return result


def _change_in(notebook: Notebook, change: dict[str, Any]) -> list[dict[str, Any]]:
    identifier = change.get("textDocument")
    if identifier is None or identifier["uri"] != notebook.uri:
        return [change]
    return [
        {"textDocument": {"uri": cell.uri, "version": cell.document.version}, "edits": edits}
        for cell, edits in _by_cell(notebook, change["edits"])
    ]


def _by_cell(notebook: Notebook, edits: Iterable[dict[str, Any]]) -> list[tuple[Cell, list[dict[str, Any]]]]:
    found: dict[str, tuple[Cell, list[dict[str, Any]]]] = {}
    for edit in edits:
        cell = notebook.cell_at(edit["range"]["start"]["line"])
        if cell is not None:
            moved = {**edit, "range": _range_in(cell, edit["range"])}
            found.setdefault(cell.uri, (cell, []))[1].append(moved)
    return list(found.values())
