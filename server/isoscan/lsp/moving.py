"""Moving a scanner to a file of its own: the edit that creates that and takes the scanner out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isoscan.lsp import wire
from isoscan.lsp.extract import as_sentence, created, files_of, placed, source_path
from isoscan.lsp.failures import RefusalError
from isoscan.lsp.order import analysed, extracted, order_for
from isoscan.lsp.view import View
from isoscan.surroundings import imported_as

if TYPE_CHECKING:
    from isoscan.parameters.parameter import Scanner

_NEW_FILE, _SOURCE = "isoscan.newFile", "isoscan.source"


def move_edit(view: View, scanner: Scanner) -> wire.WorkspaceEdit:
    """The edit that moves a scanner; the client shows it before it is made, where it can do that.

    Raises RefusalError with the reason when the scanner cannot be moved.
    """
    from isoscan.extraction.moving import marked_as_moved, move_scanners

    document, _, config, client = view
    order = order_for(document, config)
    analysis = analysed(order)
    namespace = scanner.boundary.namespace
    extraction = extracted(order, analysis, namespace)
    module, *tests = placed(document, files_of(extraction), config)
    name = imported_as(module.path, source_path(document), order.package)
    if not name:
        raise RefusalError("The source has to import the new file: have it put into its folder or below it")
    move = move_scanners(analysis, {namespace: name})
    if move.problem:
        raise RefusalError(as_sentence(move.problem))
    files = [module._replace(text=marked_as_moved(module.text)), *tests]
    # The fresh analysis counts lines as the file does, as the client's positions do.
    edits = [{"range": document.file_range_of(span), "newText": text} for span, text in move.replacements]
    changes = [part for file in files for part in created(file)]
    version = document.version if client.takes_versioned_edits else None
    changes.append({"textDocument": {"uri": document.uri, "version": version}, "edits": edits})
    edit: wire.WorkspaceEdit = {"documentChanges": changes}
    return _annotated(edit, scanner, document.uri) if client.shows_annotations else edit


def _annotated(edit: wire.WorkspaceEdit, scanner: Scanner, source: str) -> wire.WorkspaceEdit:
    """The edit with what each part of it is for; taking lines out is for the user to confirm."""
    changes: list[dict[str, Any]] = []
    for change in edit["documentChanges"]:
        if change.get("kind") == "create":
            changes.append({**change, "annotationId": _NEW_FILE})
            continue
        kind = _SOURCE if change["textDocument"]["uri"] == source else _NEW_FILE
        edits = [{**one, "annotationId": kind} for one in change["edits"]]
        changes.append({**change, "edits": edits})
    name = scanner.boundary.name
    return {
        "documentChanges": changes,
        "changeAnnotations": {
            _NEW_FILE: {"label": f"A file for `{name}`", "needsConfirmation": False},
            _SOURCE: {"label": f"Take `{name}` out of its source", "needsConfirmation": True},
        },
    }
