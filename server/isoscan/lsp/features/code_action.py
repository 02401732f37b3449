"""`textDocument/codeAction` and `codeAction/resolve`: extraction of scanners, and quick fixes.

Extraction is offered on a scanner's header line or a selection of the scanner, nowhere else, and done only
when the user picks it (where the client can wait for the edit). A document that moved on meanwhile
refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isoscan.config import Config
from isoscan.lsp import wire
from isoscan.lsp.capabilities import EXTRACT_COMMAND, EXTRACT_KIND, QUICK_FIX_KIND, SHOW_COMMAND, Client
from isoscan.lsp.documents import Document
from isoscan.lsp.edits import document_edit
from isoscan.lsp.extract import creation_edit, extracted, reason_against
from isoscan.lsp.failures import RefusalError
from isoscan.lsp.features.publish_diagnostics import fix_edits, to_wire
from isoscan.lsp.headers import header_line
from isoscan.lsp.requests import CodeActionRequest
from isoscan.lsp.view import View
from isoscan.source.spans import Span

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.parameters.parameter import Scanner
    from isoscan.rules.diagnostic import Diagnostic, Fix


def code_action(
    view: View, selection: Span, wanted: CodeActionRequest
) -> list[wire.CodeAction | wire.Command] | None:
    """What can be done at a selection; None when there is nothing."""
    document, analysis, config, client = view
    actions: list[wire.CodeAction | wire.Command] = []
    if client.takes_code_actions and _wants(wanted.only, QUICK_FIX_KIND):
        actions += _quick_fixes(document, analysis, client, selection)
    if _wants(wanted.only, EXTRACT_KIND):
        for scanner in _chosen_scanners(document, analysis, selection, wanted.automatic):
            action = _extraction(document, analysis, config, client, scanner)
            if action is not None:
                actions.append(action)
    return actions or None


def _wants(only: Iterable[str] | None, kind: str) -> bool:
    """Whether a client that asks for certain kinds, or for kinds they begin with, wants this one."""
    if only is None:
        return True
    return any(wanted in ("", kind) or kind.startswith(f"{wanted}.") for wanted in only)


# Extraction


def _chosen_scanners(
    document: Document, analysis: Analysis, selection: Span, automatic: bool
) -> list[Scanner]:
    """The scanners whose header the cursor is on, else those the selection holds.

    When the editor asks by itself, a selection of several is nobody's wish to extract: none then.
    """
    on_header = [
        scanner
        for scanner in analysis.scanners
        if header_line(scanner.boundary) == selection.line == selection.end_line
    ]
    if on_header:
        return on_header[:1] if automatic else on_header
    selected = [scanner for scanner in analysis.scanners if _selects(document, selection, scanner)]
    return [] if automatic and len(selected) > 1 else selected


def _selects(document: Document, selection: Span, scanner: Scanner) -> bool:
    """Whether the selection holds the scanner from its header to its end, white space aside."""
    first = document.header_span(header_line(scanner.boundary))
    last = document.header_span(scanner.boundary.end_line)
    return selection.start <= first.start and last.end <= selection.end


def _extraction(
    document: Document, analysis: Analysis, config: Config, client: Client, scanner: Scanner
) -> wire.CodeAction | wire.Command | None:
    title = f"Extract scanner `{scanner.boundary.name}` to a new file"
    target = {
        "uri": document.uri,
        "revision": document.revision,
        "namespace": scanner.boundary.namespace,
    }
    reason = reason_against(document, scanner)
    command: wire.Command = {"title": title, "command": EXTRACT_COMMAND, "arguments": [target]}
    if not client.takes_code_actions:
        return None if reason else command
    action: wire.CodeAction = {"title": title, "kind": EXTRACT_KIND}
    if not reason and client.creates_files and not client.resolves_edits:
        try:
            action["edit"] = creation_edit(document, extracted(document, config, scanner), config)
        except RefusalError as refusal:
            reason = refusal.message
    if reason:
        action["disabled"] = {"reason": reason}
        return action if client.shows_disabled_actions else None
    if not client.creates_files:
        action["command"] = command
    elif client.resolves_edits:
        action["data"] = target
    return action


def code_action_resolve(view: View, scanner: Scanner, action: wire.JsonObject) -> wire.JsonObject:
    """The action with its edit, and a command that opens the new file in an editor that can do that.

    Raises RefusalError when the scanner cannot be extracted.
    """
    document, _, config, client = view
    edit = creation_edit(document, extracted(document, config, scanner), config)
    if not client.shows_documents:
        return {**action, "edit": edit}
    created = edit["documentChanges"][0]["uri"]
    command: wire.Command = {"title": "Show", "command": SHOW_COMMAND, "arguments": [created]}
    return {**action, "edit": edit, "command": command}


# Quick fixes


def _quick_fixes(
    document: Document, analysis: Analysis, client: Client, selection: Span
) -> Iterator[wire.CodeAction]:
    for finding in analysis.diagnostics:
        if not _touch(finding.span, selection):
            continue
        for fix in analysis.fixes_of(finding):
            if fix.edits:
                yield _quick_fix(document, client, finding, fix)


def _touch(span: Span, selection: Span) -> bool:
    return span.start <= selection.end and selection.start <= span.end


def _quick_fix(document: Document, client: Client, finding: Diagnostic, fix: Fix) -> wire.CodeAction:
    title = fix.title if fix.safety == "safe" else f"{fix.title} ({_CAUTION[fix.safety]})"
    action: wire.CodeAction = {
        "title": title,
        "kind": QUICK_FIX_KIND,
        "diagnostics": [to_wire(finding, document, client)],
        "edit": document_edit(document, client, fix_edits(fix, document)),
    }
    if fix.safety == "safe" and client.shows_preferred_actions:
        action["isPreferred"] = True
    return action


_CAUTION = {"unsafe": "may change results", "display": "suggestion"}
