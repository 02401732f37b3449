"""Which feature answers which request about a document; loaded in idle time, or when the first one comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from isoscan.lsp import wire
from isoscan.lsp.features.code_action import code_action, code_action_resolve
from isoscan.lsp.features.code_lens import code_lens, code_lens_resolve
from isoscan.lsp.features.definition import definition
from isoscan.lsp.features.document_highlight import document_highlight
from isoscan.lsp.features.hover import hover
from isoscan.lsp.features.inlay_hint import inlay_hint, inlay_hint_resolve
from isoscan.lsp.features.references import references
from isoscan.lsp.features.rename import prepare_rename, rename
from isoscan.lsp.features.selection_range import selection_range
from isoscan.lsp.features.semantic_tokens import tokens_in
from isoscan.lsp.folds import FoldsText
from isoscan.lsp.outline import OutlineText
from isoscan.lsp.requests import (
    CodeActionRequest,
    code_action_in,
    nothing_in,
    position_in,
    positions_in,
    range_in,
    references_in,
    rename_in,
)
from isoscan.lsp.view import View

if TYPE_CHECKING:
    from isoscan.parameters.parameter import Scanner


class Route(NamedTuple):
    """`read` takes what is asked for out of the parameters; `answer` gives what is sent."""

    read: Callable[[wire.JsonObject], Any]
    answer: Callable[[View, Any], object]


def _folding_range(view: View, _nothing: None) -> object:
    return view.document.kept("folds", view.analysis, lambda: FoldsText(*view)).answer()


def _document_symbol(view: View, _nothing: None) -> object:
    return view.document.kept("outline", view.analysis, lambda: OutlineText(*view[:2], view.client)).answer()


def _code_lens(view: View, _nothing: None) -> object:
    return code_lens(view)


def _hover(view: View, position: wire.Position) -> object:
    return hover(view, view.core(position))


def _document_highlight(view: View, position: wire.Position) -> object:
    return document_highlight(view, view.core(position))


def _definition(view: View, position: wire.Position) -> object:
    return definition(view, view.core(position))


def _prepare_rename(view: View, position: wire.Position) -> object:
    return prepare_rename(view, view.core(position))


def _inlay_hint(view: View, wanted: wire.Range) -> object:
    return inlay_hint(view, view.selection(wanted))


def _tokens_in(view: View, wanted: wire.Range) -> object:
    return tokens_in(view, view.selection(wanted))


def _code_action(view: View, wanted: CodeActionRequest) -> object:
    return code_action(view, view.selection(wanted.range), wanted)


def _code_action_resolve(view: View, scanner: Scanner, action: wire.JsonObject) -> object:
    return code_action_resolve(view, scanner, action)


ROUTES: dict[str, Route] = {
    "textDocument/codeAction": Route(code_action_in, _code_action),
    "textDocument/codeLens": Route(nothing_in, _code_lens),
    "textDocument/definition": Route(position_in, _definition),
    "textDocument/documentHighlight": Route(position_in, _document_highlight),
    "textDocument/documentSymbol": Route(nothing_in, _document_symbol),
    "textDocument/foldingRange": Route(nothing_in, _folding_range),
    "textDocument/hover": Route(position_in, _hover),
    "textDocument/inlayHint": Route(range_in, _inlay_hint),
    "textDocument/prepareRename": Route(position_in, _prepare_rename),
    "textDocument/references": Route(references_in, references),
    "textDocument/rename": Route(rename_in, rename),
    "textDocument/selectionRange": Route(positions_in, selection_range),
    "textDocument/semanticTokens/range": Route(range_in, _tokens_in),
}

# What is resolved carries `{uri, namespace, revision}` of its scanner as its data.
RESOLVERS: dict[str, Callable[[View, Scanner, wire.JsonObject], object]] = {
    "codeAction/resolve": _code_action_resolve,
    "codeLens/resolve": code_lens_resolve,
    "inlayHint/resolve": inlay_hint_resolve,
}
