"""`textDocument/documentSymbol`: the outline, with scanners among the functions and classes they live in.

A scanner's parameters are its children, shown where the scanner holds or first reads them. Every child
lies inside its parent and every name inside its own range, as the protocol demands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.capabilities import Client
from isoscan.lsp.documents import Document
from isoscan.source.spans import Position, Span

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.boundaries.boundary import Boundary
    from isoscan.model.module import Unit
    from isoscan.parameters.parameter import Parameter, Scanner

_MODULE, _NAMESPACE, _CLASS, _METHOD, _FUNCTION, _BOOLEAN, _OBJECT = 2, 3, 5, 6, 12, 17, 19
PARAMETER_KIND = 14  # a constant

SCANNER_KINDS = {
    "function": _FUNCTION,
    "class": _CLASS,
    "method": _METHOD,
    "mask": _BOOLEAN,
    "section": _NAMESPACE,
    "table": _OBJECT,
    "module": _MODULE,
}


@dataclass(slots=True)
class Symbol:
    """A node of the outline while it is being built; spans in file lines."""

    name: str
    kind: int
    span: Span
    name_span: Span
    detail: str = ""
    children: list[Symbol] = field(default_factory=list)


def document_symbol(
    document: Document, analysis: Analysis, client: Client
) -> list[wire.DocumentSymbol] | list[wire.SymbolInformation]:
    """The outline as a tree, or as a flat list for clients that know no tree."""
    return symbols_on_wire(document, analysis.module.units, analysis.scanners, client)


def symbols_on_wire(
    document: Document, units: Iterable[Unit], scanners: Iterable[Scanner], client: Client
) -> list[wire.DocumentSymbol] | list[wire.SymbolInformation]:
    """The outline of some defs, classes and scanners."""
    tree = _outline(document, units, scanners)
    if client.shows_symbol_tree:
        return _to_tree(tree, document)
    return list(_to_list(tree, document))


def _outline(document: Document, units: Iterable[Unit], found: Iterable[Scanner]) -> list[Symbol]:
    scanners = {_place(scanner.boundary): scanner for scanner in found}
    symbols = []
    for unit in units:
        scanner = scanners.pop((unit.name, unit.name_span.line), None)
        if scanner is not None:
            symbols.append(_scanner_symbol(scanner, document))
        else:
            kind = _CLASS if unit.kind == "class" else _METHOD if unit.parent_kind == "class" else _FUNCTION
            symbols.append(Symbol(unit.name, kind, unit.span, unit.name_span))
    symbols += (_scanner_symbol(scanner, document) for scanner in scanners.values())
    return _nested(symbols)


def _place(boundary: Boundary) -> tuple[str, int]:
    return boundary.name, boundary.name_span.line


def _scanner_symbol(scanner: Scanner, document: Document) -> Symbol:
    boundary = scanner.boundary
    span = document.lines_span(boundary.start_line, boundary.end_line)
    count = len(scanner.parameters)
    detail = f"scanner, {count} parameter{'' if count == 1 else 's'}"
    if boundary.status != "valid":
        detail += ", uncertain"
    symbol = Symbol(boundary.name, SCANNER_KINDS[boundary.kind], span, boundary.name_span, detail)
    symbol.children = list(_parameter_symbols(scanner, span))
    return symbol


def _parameter_symbols(scanner: Scanner, span: Span) -> Iterator[Symbol]:
    seen = set()
    for parameter in scanner.parameters:
        place = _place_inside(parameter, span)
        if place is None or (parameter.name, place) in seen:
            continue
        seen.add((parameter.name, place))
        yield Symbol(parameter.name, PARAMETER_KIND, place, place, parameter.text)


def _place_inside(parameter: Parameter, span: Span) -> Span | None:
    """Where the scanner holds the parameter, else where it first reads it."""
    return next((place for place in (parameter.span, *parameter.reads) if _holds(span, place)), None)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _nested(symbols: list[Symbol]) -> list[Symbol]:
    """Put each symbol under the smallest one that holds it."""
    top: list[Symbol] = []
    around: list[Symbol] = []
    for symbol in sorted(symbols, key=lambda symbol: (symbol.span.start, _backwards(symbol.span.end))):
        symbol.name_span = _clamped(symbol.name_span, symbol.span)
        while around and not _holds(around[-1].span, symbol.span):
            around.pop()
        (around[-1].children if around else top).append(symbol)
        around.append(symbol)
    return top


def _backwards(position: Position) -> tuple[int, int]:
    return -position.line, -position.column


def _clamped(inner: Span, outer: Span) -> Span:
    if _holds(outer, inner):
        return inner
    return Span(outer.line, outer.column, outer.line, outer.column)


def _to_tree(symbols: list[Symbol], document: Document) -> list[wire.DocumentSymbol]:
    """The answer's tree; built with a stack, since code may nest deeper than Python may recurse."""
    answer: list[wire.DocumentSymbol] = []
    waiting = [(symbol, answer) for symbol in reversed(symbols)]
    while waiting:
        symbol, siblings = waiting.pop()
        node: wire.DocumentSymbol = {
            "name": symbol.name.strip() or "?",
            "kind": symbol.kind,
            "range": document.range_of(symbol.span),
            "selectionRange": document.range_of(symbol.name_span),
        }
        if symbol.detail:
            node["detail"] = symbol.detail
        siblings.append(node)
        if symbol.children:
            children: list[wire.DocumentSymbol] = []
            node["children"] = children
            in_order = sorted(symbol.children, key=lambda child: child.span, reverse=True)
            waiting += ((child, children) for child in in_order)
    return answer


def _to_list(symbols: list[Symbol], document: Document) -> Iterator[wire.SymbolInformation]:
    waiting = [(symbol, "") for symbol in reversed(symbols)]
    while waiting:
        symbol, container = waiting.pop()
        information: wire.SymbolInformation = {
            "name": symbol.name.strip() or "?",
            "kind": symbol.kind,
            "location": {"uri": document.uri, "range": document.range_of(symbol.span)},
        }
        if container:
            information["containerName"] = container
        yield information
        inner = f"{container}.{symbol.name}" if container else symbol.name
        in_order = sorted(symbol.children, key=lambda child: child.span, reverse=True)
        waiting += ((child, inner) for child in in_order)
