"""What the client can do, as named predicates, resolved once; and what the server then offers.

Features never dig in optional dictionaries: they ask `Client`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")

EXTRACT_COMMAND = "isoscan.extract"
EXTRACT_ALL_COMMAND = "isoscan.extractAll"
VERIFY_COMMAND = "isoscan.verify"
CHECK_COMMAND = "isoscan.checkWorkspace"
SHOW_COMMAND = "isoscan.showDocument"
OPINION_COMMAND = "isoscan.opinion"
OPINION_LOG_COMMAND = "isoscan.opinionLog"
COMMANDS = (
    EXTRACT_COMMAND,
    EXTRACT_ALL_COMMAND,
    VERIFY_COMMAND,
    CHECK_COMMAND,
    SHOW_COMMAND,
    OPINION_COMMAND,
    OPINION_LOG_COMMAND,
)
TOKEN_TYPES = ("parameter", "property", "number")
TOKEN_MODIFIERS = ("declaration", "shared", "needsReview", "invalid")

EXTRACT_KIND = "refactor.extract"
MOVE_KIND = "refactor.move"
QUICK_FIX_KIND = "quickfix"
FIX_ALL_KIND = "source.fixAll.isoscan"

# What a client can be asked to ask for again, by where it announces that.
_REFRESHES = {
    "diagnostics": "workspace/diagnostic/refresh",
    "codeLens": "workspace/codeLens/refresh",
    "inlayHint": "workspace/inlayHint/refresh",
    "semanticTokens": "workspace/semanticTokens/refresh",
    "foldingRange": "workspace/foldingRange/refresh",
}


@dataclass(frozen=True, slots=True)
class Client:
    """The client's side of the contract. The defaults are those of a client that announces nothing."""

    encoding: Encoding = "utf-16"
    folds_whole_lines_only: bool = False
    fold_limit: int | None = None
    shows_collapsed_text: bool = False
    fold_kinds: frozenset[str] | None = None
    shows_symbol_tree: bool = False
    renders_markdown: bool = False
    renders_markup: bool = False
    shows_related_places: bool = False
    links_codes: bool = False
    keeps_diagnostic_data: bool = False
    diagnostic_tags: frozenset[int] = frozenset()
    takes_code_actions: bool = False
    shows_disabled_actions: bool = False
    shows_preferred_actions: bool = False
    resolves_edits: bool = False
    takes_versioned_edits: bool = False
    creates_files: bool = False
    shows_annotations: bool = False
    follows_links: bool = False
    resolves_lenses: bool = False
    resolves_hints: bool = False
    prepares_renames: bool = False
    overlays_tokens: bool = False
    asks_for_token_changes: bool = False
    asks_for_token_ranges: bool = False
    shows_progress: bool = False
    shows_documents: bool = False
    refreshes: frozenset[str] = frozenset()
    pulls_diagnostics: bool = False
    answers_configuration: bool = False
    has_workspace_folders: bool = False
    has_notebooks: bool = False
    watches_files_on_request: bool = False
    wants_boundaries_changed: bool = False


def negotiated_encoding(offered: object) -> Encoding:
    """The first encoding of the client's list that we know; utf-16 when there is none."""
    if isinstance(offered, list):
        for encoding in offered:
            if encoding in _ENCODINGS:
                return encoding  # type: ignore[no-any-return]
    return "utf-16"


def resolve_client(capabilities: Mapping[str, Any], options: Mapping[str, Any]) -> Client:
    """Read a client's announced capabilities and its initialization options (JSON objects as sent).

    Anything missing or of the wrong type counts as not announced.
    """

    def at(path: str) -> object:
        value: object = capabilities
        for key in path.split("."):
            if not isinstance(value, Mapping):
                return None
            value = value.get(key)
        return value

    def says(path: str) -> bool:
        return at(path) is True

    def listed(path: str) -> list[Any]:
        value = at(path)
        return value if isinstance(value, list) else []

    fold_limit = at("textDocument.foldingRange.rangeLimit")
    fold_kinds = at("textDocument.foldingRange.foldingRangeKind.valueSet")
    formats = listed("textDocument.hover.contentFormat")
    kinds_known = bool(at("textDocument.codeAction.codeActionLiteralSupport"))
    keeps_action_data = says("textDocument.codeAction.dataSupport")

    def shows(feature: str) -> bool:
        """Whether findings may carry something; told for those pushed, those pulled, or both."""
        return says(f"textDocument.publishDiagnostics.{feature}") or says(
            f"textDocument.diagnostic.{feature}"
        )

    return Client(
        encoding=negotiated_encoding(at("general.positionEncodings")),
        folds_whole_lines_only=says("textDocument.foldingRange.lineFoldingOnly"),
        fold_limit=fold_limit if isinstance(fold_limit, int) and fold_limit > 0 else None,
        shows_collapsed_text=says("textDocument.foldingRange.foldingRange.collapsedText"),
        fold_kinds=frozenset(fold_kinds) if isinstance(fold_kinds, list) else None,
        shows_symbol_tree=says("textDocument.documentSymbol.hierarchicalDocumentSymbolSupport"),
        renders_markdown="markdown" in formats,
        renders_markup=bool(formats),
        shows_related_places=shows("relatedInformation"),
        links_codes=shows("codeDescriptionSupport"),
        keeps_diagnostic_data=shows("dataSupport"),
        diagnostic_tags=frozenset(
            [
                *listed("textDocument.publishDiagnostics.tagSupport.valueSet"),
                *listed("textDocument.diagnostic.tagSupport.valueSet"),
            ]
        ),
        takes_code_actions=kinds_known,
        shows_disabled_actions=says("textDocument.codeAction.disabledSupport"),
        shows_preferred_actions=says("textDocument.codeAction.isPreferredSupport"),
        resolves_edits=keeps_action_data
        and "edit" in listed("textDocument.codeAction.resolveSupport.properties"),
        takes_versioned_edits=says("workspace.workspaceEdit.documentChanges"),
        # Resource operations travel in `documentChanges` only, so a client that lists `create`
        # takes them there even when it forgets to say so (Neovim).
        creates_files="create" in listed("workspace.workspaceEdit.resourceOperations"),
        shows_annotations=isinstance(at("workspace.workspaceEdit.changeAnnotationSupport"), Mapping),
        follows_links=says("textDocument.definition.linkSupport"),
        resolves_lenses=isinstance(at("textDocument.codeLens"), Mapping),
        resolves_hints="tooltip" in listed("textDocument.inlayHint.resolveSupport.properties"),
        prepares_renames=says("textDocument.rename.prepareSupport"),
        overlays_tokens=says("textDocument.semanticTokens.overlappingTokenSupport"),
        asks_for_token_changes=says("textDocument.semanticTokens.requests.full.delta"),
        asks_for_token_ranges=bool(at("textDocument.semanticTokens.requests.range")),
        shows_progress=says("window.workDoneProgress"),
        shows_documents=says("window.showDocument.support"),
        refreshes=frozenset(
            request for kind, request in _REFRESHES.items() if says(f"workspace.{kind}.refreshSupport")
        ),
        pulls_diagnostics=isinstance(at("textDocument.diagnostic"), Mapping),
        has_notebooks=isinstance(at("notebookDocument.synchronization"), Mapping),
        has_workspace_folders=says("workspace.workspaceFolders"),
        answers_configuration=says("workspace.configuration"),
        watches_files_on_request=says("workspace.didChangeWatchedFiles.dynamicRegistration"),
        wants_boundaries_changed=options.get("boundariesChanged") is True,
    )


def server_capabilities(client: Client) -> dict[str, Any]:
    """What the server announces to this client, as a JSON object."""
    actions: dict[str, Any] | bool = True
    if client.takes_code_actions:
        actions = {
            "codeActionKinds": [QUICK_FIX_KIND, EXTRACT_KIND, MOVE_KIND, FIX_ALL_KIND],
            "resolveProvider": client.resolves_edits,
        }
    capabilities: dict[str, Any] = {
        "positionEncoding": client.encoding,
        "textDocumentSync": {"openClose": True, "change": 2, "save": {"includeText": False}},
        "foldingRangeProvider": True,
        "documentSymbolProvider": True,
        "hoverProvider": True,
        "codeActionProvider": actions,
        "codeLensProvider": {"resolveProvider": client.resolves_lenses},
        "inlayHintProvider": {"resolveProvider": client.resolves_hints},
        "documentHighlightProvider": True,
        "definitionProvider": True,
        "referencesProvider": True,
        "renameProvider": {"prepareProvider": True} if client.prepares_renames else True,
        "selectionRangeProvider": True,
        "workspaceSymbolProvider": True,
        "semanticTokensProvider": {
            "legend": {"tokenTypes": list(TOKEN_TYPES), "tokenModifiers": list(TOKEN_MODIFIERS)},
            "full": {"delta": True} if client.asks_for_token_changes else True,
            "range": client.asks_for_token_ranges,
        },
        "executeCommandProvider": {"commands": list(COMMANDS), "workDoneProgress": True},
    }
    if client.has_notebooks:
        selector = {"notebook": {"notebookType": "jupyter-notebook"}, "cells": [{"language": "python"}]}
        capabilities["notebookDocumentSync"] = {"notebookSelector": [selector], "save": False}
    if client.has_workspace_folders:
        capabilities["workspace"] = {"workspaceFolders": {"supported": True, "changeNotifications": True}}
    if client.pulls_diagnostics:
        capabilities["diagnosticProvider"] = {
            "identifier": "isoscan",
            "interFileDependencies": False,
            "workspaceDiagnostics": True,
            "workDoneProgress": True,
        }
    return capabilities
