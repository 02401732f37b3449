"""Extraction for an editor: where the new file goes, the edit that creates it, or the file itself.

The core writes the text; this module chooses a name nothing has yet and never overwrites anything.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from isoscan.config import Config
from isoscan.lsp import wire
from isoscan.lsp.documents import Document
from isoscan.lsp.failures import RefusalError, StaleError
from isoscan.lsp.settings import folder_for_extraction, has_own_output_directory
from isoscan.lsp.uris import module_name, path_of, sibling_uri, uri_of

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.parameters.parameter import Scanner

_MOST_NUMBERS = 1000


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be: its name as the core proposes it, and its text."""

    file_name: str
    text: str


def reason_against(document: Document, scanner: Scanner) -> str:
    """Why a scanner cannot be extracted, as far as it shows without trying; "" when nothing does."""
    if path_of(document.uri) is None:
        return "Save the file first: the scanner's own file is put beside it"
    boundary = scanner.boundary
    if boundary.status == "invalid":
        return f"`{boundary.name}` is not complete enough to be extracted"
    return ""


def extracted(document: Document, config: Config, scanner: Scanner) -> NewFile:
    """The scanner's own file; raises RefusalError with the reason when there can be none."""
    # Extraction's tools take longer to load than a server may take to start.
    from isoscan.analysis import analyse
    from isoscan.extraction import extract

    source = _source_path(document)
    shown = _as_seen_from(folder_for_extraction(config, source), source)
    # What is kept while the text is edited does not number lines as the file does: extraction starts afresh.
    analysis = analyse(document.text, config, module_name=module_name(document.uri))
    extraction = extract(analysis, scanner.boundary.namespace, shown, config, config.template)
    if extraction.problem:
        raise RefusalError(_as_sentence(extraction.problem))
    return NewFile(extraction.file_name, extraction.text)


def shown_source(document: Document, config: Config) -> str:
    """The source's path as a new file names it; raises RefusalError for a document that is no file."""
    source = _source_path(document)
    return _as_seen_from(folder_for_extraction(config, source), source)


def _as_sentence(problem: str) -> str:
    """The core's problems continue a line of the command line's; here they stand alone."""
    return problem[:1].upper() + problem[1:]


def scanner_named(document: Document, analysis: Analysis, revision: object, namespace: str) -> Scanner:
    """The scanner an action was offered for; raises StaleError when the text is no longer that one."""
    if document.revision == revision:
        for scanner in analysis.scanners:
            if scanner.boundary.namespace == namespace:
                return scanner
    raise StaleError("The file has changed meanwhile, try again")


def creation_edit(document: Document, file: NewFile, config: Config) -> wire.WorkspaceEdit:
    """The edit that creates the file and fills it; it fails in the editor if the file exists by then."""
    source = _source_path(document)
    target = _free_path(folder_for_extraction(config, source), file.file_name)
    own_folder = has_own_output_directory(config)
    uri = uri_of(target.absolute()) if own_folder else sibling_uri(document.uri, target.name)
    start: wire.Position = {"line": 0, "character": 0}
    insertion: wire.TextEdit = {"range": {"start": start, "end": start}, "newText": file.text}
    return {
        "documentChanges": [
            {"kind": "create", "uri": uri, "options": {"overwrite": False, "ignoreIfExists": False}},
            {"textDocument": {"uri": uri, "version": None}, "edits": [insertion]},
        ]
    }


def write_file(document: Document, file: NewFile, config: Config) -> Path:
    """Write the file beside its source, or where the user wants it; raises RefusalError when it cannot be."""
    folder = folder_for_extraction(config, _source_path(document))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            target = _free_path(folder, file.file_name)
            try:
                with target.open("x", encoding="utf-8", newline="") as stream:
                    stream.write(file.text)
            except FileExistsError:  # somebody else was quicker: take the next name
                continue
            return target
    except OSError as error:
        raise RefusalError(f"{folder} cannot be written to ({error.strerror or error})") from error


def _source_path(document: Document) -> Path:
    path = path_of(document.uri)
    if path is None:
        raise RefusalError("Save the file first: the scanner's own file is put beside it")
    return path


def _as_seen_from(folder: Path, source: Path) -> str:
    """The source's path relative to the new file's folder: it holds when the project moves."""
    try:
        return Path(os.path.relpath(source, folder)).as_posix()
    except ValueError:  # another drive
        return source.as_posix()


def _free_path(folder: Path, file_name: str) -> Path:
    """The proposed name, or the first of `name_2.py`, `name_3.py`, ... that no file has."""
    stem, suffix = Path(file_name).stem, Path(file_name).suffix
    names = (file_name, *(f"{stem}_{number}{suffix}" for number in range(2, _MOST_NUMBERS)))
    for name in names:
        path = folder / name
        if not path.exists() and not path.is_symlink():
            return path
    raise RefusalError(f"{folder} holds too many files named {stem}; remove some first")
