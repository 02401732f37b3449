"""`workspace/symbol`: the scanners of all open documents, and their parameters by qualified name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.features.document_symbol import PARAMETER_KIND, SCANNER_KINDS

if TYPE_CHECKING:
    from isoscan.lsp.view import View

_MOST = 1000


def workspace_symbol(views: Iterable[View], query: str) -> list[wire.SymbolInformation]:
    """The symbols whose name holds the query's letters in their order; without a query, the scanners."""
    letters = "".join(query.split()).casefold()
    return list(islice((symbol for view in views for symbol in _symbols(view, letters)), _MOST))


def _symbols(view: View, letters: str) -> Iterator[wire.SymbolInformation]:
    document = view.document
    for scanner in view.analysis.scanners:
        boundary = scanner.boundary
        if _fits(letters, boundary.namespace):
            span = document.lines_span(boundary.start_line, boundary.end_line)
            yield _symbol(view, boundary.name, SCANNER_KINDS[boundary.kind], document.range_of(span))
        if not letters:
            continue
        for parameter in scanner.parameters:
            if _fits(letters, parameter.qualified_name):
                place = document.range_of(parameter.span)
                symbol = _symbol(view, parameter.name, PARAMETER_KIND, place)
                symbol["containerName"] = boundary.namespace
                yield symbol


def _symbol(view: View, name: str, kind: int, place: wire.Range) -> wire.SymbolInformation:
    return {
        "name": name.strip() or "?",
        "kind": kind,
        "location": {"uri": view.document.uri, "range": place},
    }


def _fits(letters: str, name: str) -> bool:
    """Whether the letters come in the name in this order, whatever stands between them."""
    remaining = iter(name.casefold())
    return all(letter in remaining for letter in letters)
