"""`textDocument/codeAction` and `codeAction/resolve`: extracting and moving scanners, and fixes.

A scanner is extracted or moved from its header line or a selection of it, nowhere else, and only when the
user picks that (where the client can wait for the edit). A document that moved on meanwhile refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isoscan.config import Config
from isoscan.lsp import wire
from isoscan.lsp.again import again_actions
from isoscan.lsp.capabilities import (
    EXTRACT_COMMAND,
    EXTRACT_KIND,
    FIX_ALL_KIND,
    MOVE_KIND,
    QUICK_FIX_KIND,
    SHOW_COMMAND,
)
from isoscan.lsp.documents import Document
from isoscan.lsp.edits import document_edit
from isoscan.lsp.extract import creation_edit, files_of, reason_against
from isoscan.lsp.failures import RefusalError
from isoscan.lsp.features.fix_all import fixes_for_all
from isoscan.lsp.features.publish_diagnostics import text_edits, to_wire
from isoscan.lsp.headers import header_line
from isoscan.lsp.moving import move_edit
from isoscan.lsp.notebook import Notebook
from isoscan.lsp.order import analysed, extracted, order_for
from isoscan.lsp.requests import CodeActionRequest
from isoscan.lsp.view import View
from isoscan.source.spans import Span

if TYPE_CHECKING:
    from isoscan.parameters.parameter import Scanner
    from isoscan.rules.diagnostic import Diagnostic, Fix


def code_action(
    view: View, selection: Span, wanted: CodeActionRequest
) -> list[wire.CodeAction | wire.Command] | None:
    """What can be done at a selection; None when there is nothing."""
    client = view.client
    actions: list[wire.CodeAction | wire.Command] = []
    if client.takes_code_actions and _wants(wanted.only, QUICK_FIX_KIND):
        actions += _quick_fixes(view, selection)
        actions += again_actions(view, selection, wanted.findings)
    if client.takes_code_actions and wanted.only is not None and _wants(wanted.only, FIX_ALL_KIND):
        actions += _fix_all(view)
    extracts, moves = _wants(wanted.only, EXTRACT_KIND), _wants(wanted.only, MOVE_KIND)
    for scanner in _chosen_scanners(view, selection, wanted.automatic) if extracts or moves else ():
        if extracts and (action := _extraction(view, scanner)) is not None:
            actions.append(action)
        if moves and (move := _move(view, scanner)) is not None:
            actions.append(move)
    return actions or None


def _wants(only: Iterable[str] | None, kind: str) -> bool:
    """Whether a client that asks for certain kinds, or for kinds they begin with, wants this one."""
    if only is None:
        return True
    return any(wanted in ("", kind) or kind.startswith(f"{wanted}.") for wanted in only)


# Extracting and moving


def _chosen_scanners(view: View, selection: Span, automatic: bool) -> list[Scanner]:
    """The scanners whose header the cursor is on, else those the selection holds.

    When the editor asks by itself, a selection of several is nobody's wish to extract: none then.
    """
    near = list(view.analysis.scanners_near(selection))
    on_header = [
        scanner for scanner in near if header_line(scanner.boundary) == selection.line == selection.end_line
    ]
    if on_header:
        return on_header[:1] if automatic else on_header
    selected = [scanner for scanner in near if _selects(view.document, selection, scanner)]
    return [] if automatic and len(selected) > 1 else selected


def _selects(document: Document, selection: Span, scanner: Scanner) -> bool:
    """Whether the selection holds the scanner from its header to its end, white space aside."""
    first = document.header_span(header_line(scanner.boundary))
    last = document.header_span(scanner.boundary.end_line)
    return selection.start <= first.start and last.end <= selection.end


def _extraction(view: View, scanner: Scanner) -> wire.CodeAction | wire.Command | None:
    document, _, config, client = view
    title = f"Extract scanner `{scanner.boundary.name}` to a new file"
    target = view.target(scanner)
    reason = reason_against(document, scanner)
    command: wire.Command = {"title": title, "command": EXTRACT_COMMAND, "arguments": [target]}
    if not client.takes_code_actions:
        return None if reason else command
    action: wire.CodeAction = {"title": title, "kind": EXTRACT_KIND}
    if not reason and client.creates_files and not client.resolves_edits:
        try:
            action["edit"] = _extraction_edit(document, config, scanner)
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


def _extraction_edit(document: Document, config: Config, scanner: Scanner) -> wire.WorkspaceEdit:
    order = order_for(document, config)
    extraction = extracted(order, analysed(order), scanner.boundary.namespace)
    return creation_edit(document, files_of(extraction), config)


def _move(view: View, scanner: Scanner) -> wire.CodeAction | None:
    """Moving, for clients that can wait for the edit: it is worked out when the user picks it."""
    client = view.client
    if isinstance(view.document, Notebook):
        return None  # what its cells are run with decides what they can import
    if not (client.takes_code_actions and client.creates_files and client.resolves_edits):
        return None
    if reason_against(view.document, scanner):
        return None
    action: wire.CodeAction = {
        "title": f"Move scanner `{scanner.boundary.name}` to a new file",
        "kind": MOVE_KIND,
    }
    reason = _NOT_MOVED.get(scanner.boundary.kind)
    if reason is None:
        action["data"] = view.target(scanner)
        return action
    action["disabled"] = {"reason": reason}
    return action if client.shows_disabled_actions else None


_NOT_MOVED = {
    "method": "A method belongs to its class: extract it",
    "section": "Code below may read what a section leaves behind: extract it",
    "module": "There is nothing else in the file: extract it",
    "table": "What reads the table expects its entry there: extract it",
}


def code_action_resolve(view: View, scanner: Scanner, action: wire.JsonObject) -> wire.JsonObject:
    """The action with its edit, and a command that opens the new file in an editor that can do that.

    Raises RefusalError when the scanner cannot be extracted or moved.
    """
    document, _, config, client = view
    moves = action.get("kind") == MOVE_KIND
    edit = move_edit(view, scanner) if moves else _extraction_edit(document, config, scanner)
    if not client.shows_documents:
        return {**action, "edit": edit}
    created = edit["documentChanges"][0]["uri"]
    command: wire.Command = {"title": "Show", "command": SHOW_COMMAND, "arguments": [created]}
    return {**action, "edit": edit, "command": command}


# Fixes


def _quick_fixes(view: View, selection: Span) -> Iterator[wire.CodeAction]:
    for finding in view.analysis.diagnostics_near(selection):
        if not _touch(finding.span, selection):
            continue
        for fix in view.analysis.fixes_of(finding):
            if fix.edits:
                yield _quick_fix(view, finding, fix, view.client.shows_preferred_actions)
        ignoring = view.analysis.ignoring(finding) if finding.code not in _NOT_TO_IGNORE else None
        if ignoring is not None:
            yield _quick_fix(view, finding, ignoring, preferable=False)


# One has its own fix, and nobody is warned by the other.
_NOT_TO_IGNORE = ("ISO001", "ISO100")


def _touch(span: Span, selection: Span) -> bool:
    return span.start <= selection.end and selection.start <= span.end


def _quick_fix(view: View, finding: Diagnostic, fix: Fix, preferable: bool) -> wire.CodeAction:
    document, _, _, client = view
    title = fix.title if fix.safety == "safe" else f"{fix.title} ({_CAUTION[fix.safety]})"
    action: wire.CodeAction = {
        "title": title,
        "kind": QUICK_FIX_KIND,
        "diagnostics": [to_wire(finding, document, client)],
        "edit": document_edit(document, client, text_edits(fix.edits, document)),
    }
    if fix.safety == "safe" and preferable:
        action["isPreferred"] = True
    return action


_CAUTION = {"unsafe": "may change results", "display": "suggestion"}


def _fix_all(view: View) -> Iterator[wire.CodeAction]:
    document, analysis, _, client = view
    edits = fixes_for_all(document, analysis)
    if edits:
        yield {
            "title": "Make all safe fixes",
            "kind": FIX_ALL_KIND,
            "edit": document_edit(document, client, text_edits(edits, document)),
        }
