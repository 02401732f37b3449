"""Generated modules in an editor: extracting them again, with or without what was edited by hand in them.

The actions stand in a module's docstring and cost nothing until one is picked: only then is the source read,
from its open document where there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.capabilities import QUICK_FIX_KIND
from isoscan.lsp.documents import Document, DocumentStore
from isoscan.lsp.drift import is_generated
from isoscan.lsp.edits import document_edit
from isoscan.lsp.extract import as_sentence
from isoscan.lsp.failures import RefusalError, StaleError
from isoscan.lsp.notebook import Notebook
from isoscan.lsp.uris import path_of, uri_of
from isoscan.lsp.view import View
from isoscan.source.lines import split_lines
from isoscan.source.spans import Span

if TYPE_CHECKING:
    from isoscan.extraction.again import Again
    from isoscan.extraction.provenance import Provenance

AGAIN = "again"
"""The key of an action's data that says what is done about edits made by hand."""

_MENDED = ("ISO501", "ISO502")
_KEPT, _MARKED, _FRESH = "kept", "marked", "fresh"


def again_actions(view: View, selection: Span, findings: Iterable[object]) -> Iterator[wire.CodeAction]:
    """The actions for a selection that touches the docstring of a generated module.

    Of the `findings` that the editor asks about they mend those that say that it is out of step.
    """
    document, _, _, client = view
    if isinstance(document, Notebook) or not (client.takes_code_actions and client.resolves_edits):
        return
    if not is_generated(document):
        return
    from isoscan.extraction.digest import code_digest
    from isoscan.extraction.provenance import read_provenance

    text = document.text
    provenance = read_provenance(text)
    if provenance is None or provenance.moved or not _touches(document, selection, provenance):
        return
    again = f"Extract `{provenance.name}` again"
    titles = {_KEPT: again}
    if provenance.code_digest != code_digest(text):
        titles = {
            _KEPT: f"{again}, with what was edited by hand",
            _MARKED: f"{again}, and mark where the source changed what was edited by hand",
            _FRESH: f"{again}, without what was edited by hand",
        }
    mended = [each for each in findings if isinstance(each, Mapping) and each.get("code") in _MENDED]
    for way, title in titles.items():
        data = {"uri": document.uri, "revision": document.revision, AGAIN: way}
        action: wire.CodeAction = {"title": title, "kind": QUICK_FIX_KIND, "data": data}
        if mended:
            action["diagnostics"] = mended
        yield action


def _touches(document: Document, selection: Span, provenance: Provenance) -> bool:
    """Whether a selection touches the docstring's first lines, down to the one that names the source."""
    first, last = document.file_line(selection.line), document.file_line(selection.end_line)
    return first <= provenance.source_span.line and provenance.span.line <= last


def again_resolved(view: View, action: wire.JsonObject, documents: DocumentStore) -> wire.JsonObject:
    """The action with its edit; raises RefusalError with the reason where there is nothing to edit."""
    document, _, _, client = view
    data = action["data"]
    if data.get("revision") != document.revision:
        raise StaleError("The file has changed meanwhile, try again")
    again = _again(view, documents)
    way = data.get(AGAIN)
    text = again.fresh if way == _FRESH else again.text
    if not text and way == _MARKED:
        text = again.marked
    if not text:
        raise RefusalError(as_sentence(again.problem))
    if text == document.text:
        raise RefusalError("It is up to date")
    lines = split_lines(document.text)
    whole = document.file_range_of(Span(0, 0, len(lines) - 1, len(lines[-1])))
    edit: wire.TextEdit = {"range": whole, "newText": text}
    return {**action, "edit": document_edit(document, client, [edit])}


def _again(view: View, documents: DocumentStore) -> Again:
    from isoscan.analysis import analyse
    from isoscan.extraction.again import Making, extract_again
    from isoscan.extraction.provenance import current_slices, read_provenance
    from isoscan.surroundings import package_of, template_for
    from isoscan.workspace.finishing import finisher_for
    from isoscan.workspace.history import history_of
    from isoscan.workspace.origin import find_source

    document, _, config, _ = view
    module, provenance = path_of(document.uri), read_provenance(document.text)
    if module is None or provenance is None:
        raise RefusalError("Save the file first: its source is looked for from its place")
    source = find_source(provenance.source, module)
    text = _text_of(source, documents) if source is not None else None
    if source is None or text is None:
        raise RefusalError(f"Its source {provenance.source} is not there")
    analysis = analyse(text, config, module_name=source.stem)
    slices = current_slices(analysis, provenance)
    if not slices:
        raise RefusalError(f"`{provenance.name}` is not in {provenance.source} any more")
    making = Making(
        provenance.source,
        config,
        template_for(provenance.template, source),
        package_of(source)[0],
        finisher_for(source, module.parent),
    )
    again = extract_again(document.text, analysis, slices[0].namespace, making, history_of(source, module))
    if isinstance(again, str):
        raise RefusalError(as_sentence(again))
    return again


def _text_of(file: Path, documents: DocumentStore) -> str | None:
    """A file's text as the editor has it, else as it is on disk; None if it cannot be read."""
    from isoscan.workspace.origin import read_text

    document = documents.find(uri_of(file.absolute()))
    return document.text if document is not None else read_text(file)
