"""Which feature answers which request about a document; loaded in idle time, or when the first one comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from isoscan.lsp import wire
from isoscan.lsp.features.code_action import code_action
from isoscan.lsp.features.document_symbol import document_symbol
from isoscan.lsp.features.folding_range import folding_range
from isoscan.lsp.features.hover import hover
from isoscan.lsp.requests import CodeActionRequest, code_action_in, nothing_in, position_in
from isoscan.lsp.view import View


class Route(NamedTuple):
    """`read` takes what is asked for out of the parameters; `answer` gives what is sent."""

    read: Callable[[wire.JsonObject], Any]
    answer: Callable[[View, Any], object]


def _folding_range(view: View, _nothing: None) -> object:
    return folding_range(*view)


def _document_symbol(view: View, _nothing: None) -> object:
    return document_symbol(view.document, view.analysis, view.client)


def _hover(view: View, position: wire.Position) -> object:
    return hover(view.document, view.analysis, view.client, view.core(position))


def _code_action(view: View, wanted: CodeActionRequest) -> object:
    return code_action(view, view.selection(wanted.range), wanted)


ROUTES: dict[str, Route] = {
    "textDocument/foldingRange": Route(nothing_in, _folding_range),
    "textDocument/documentSymbol": Route(nothing_in, _document_symbol),
    "textDocument/hover": Route(position_in, _hover),
    "textDocument/codeAction": Route(code_action_in, _code_action),
}
