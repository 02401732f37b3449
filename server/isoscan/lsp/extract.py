"""Extraction for an editor: where the new file goes, the edit that creates it, or the file itself.

The core writes the text; this module chooses names nothing has yet and never overwrites anything.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from isoscan.config import Config
from isoscan.lsp import wire
from isoscan.lsp.documents import Document
from isoscan.lsp.failures import RefusalError, StaleError
from isoscan.lsp.settings import folder_for_extraction, has_own_output_directory
from isoscan.lsp.uris import path_of, sibling_uri, uri_of

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.extraction import Extraction
    from isoscan.parameters.parameter import Scanner

_MOST_NUMBERS = 1000


class NewFile(NamedTuple):
    """A file to be: its name as the core proposes it, and its text."""

    file_name: str
    text: str


class PlacedFile(NamedTuple):
    """A file to be, with its place: the path, and the address as the client spells it."""

    path: Path
    uri: str
    text: str


def files_of(extraction: Extraction) -> tuple[NewFile, ...]:
    """The module that an extraction gives, and its tests where the template has some; none if it failed."""
    if extraction.problem:
        return ()
    module = NewFile(extraction.file_name, extraction.text)
    tests = NewFile(extraction.test_file_name, extraction.test_text)
    return (module, tests) if tests.file_name else (module,)


def reason_against(document: Document, scanner: Scanner) -> str:
    """Why a scanner cannot be extracted, as far as it shows without trying; "" when nothing does."""
    if path_of(document.uri) is None:
        return "Save the file first: the scanner's own file is put beside it"
    boundary = scanner.boundary
    if boundary.status == "invalid":
        return f"`{boundary.name}` is not complete enough to be extracted"
    return ""


def shown_path(document: Document, config: Config) -> str:
    """The source's path as a new file names it; raises RefusalError for a document that is no file."""
    source = source_path(document)
    return _as_seen_from(folder_for_extraction(config, source), source)


def as_sentence(problem: str) -> str:
    """The core's problems continue a line of the command line's; here they stand alone."""
    return problem[:1].upper() + problem[1:]


def scanner_named(document: Document, analysis: Analysis, revision: object, namespace: str) -> Scanner:
    """The scanner an action was offered for; raises StaleError when the text is no longer that one."""
    if document.revision == revision:
        for scanner in analysis.scanners:
            if scanner.boundary.namespace == namespace:
                return scanner
    raise StaleError("The file has changed meanwhile, try again")


def creation_edit(document: Document, files: Sequence[NewFile], config: Config) -> wire.WorkspaceEdit:
    """The edit that creates files and fills them; it fails in the editor if one exists by then."""
    return {"documentChanges": [part for file in placed(document, files, config) for part in created(file)]}


def placed(document: Document, files: Sequence[NewFile], config: Config) -> list[PlacedFile]:
    """Where an extraction's files go: beside their source, or where the user wants them.

    Tests are written for a module of the proposed name: they are left out where that is taken.
    """
    source = source_path(document)
    folder = folder_for_extraction(config, source)
    own_folder = has_own_output_directory(config)
    result: list[PlacedFile] = []
    for file in files:
        path = _free_path(folder, file.file_name)
        if result and result[0].path.name != files[0].file_name:
            break
        uri = uri_of(path.absolute()) if own_folder else sibling_uri(document.uri, path.name)
        result.append(PlacedFile(path, uri, file.text))
    return result


def created(file: PlacedFile) -> list[dict[str, Any]]:
    """The changes that create a file and fill it."""
    start: wire.Position = {"line": 0, "character": 0}
    insertion: wire.TextEdit = {"range": {"start": start, "end": start}, "newText": file.text}
    return [
        {"kind": "create", "uri": file.uri, "options": {"overwrite": False, "ignoreIfExists": False}},
        {"textDocument": {"uri": file.uri, "version": None}, "edits": [insertion]},
    ]


def write_files(document: Document, files: Sequence[NewFile], config: Config) -> list[Path]:
    """Write an extraction's files (see `placed`); raises RefusalError when one cannot be."""
    folder = folder_for_extraction(config, source_path(document))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written: list[Path] = []
        for file in files:
            if written and written[0].name != files[0].file_name:
                break
            written.append(_written(folder, file))
        return written
    except OSError as error:
        raise RefusalError(f"{folder} cannot be written to ({error.strerror or error})") from error


def _written(folder: Path, file: NewFile) -> Path:
    while True:
        target = _free_path(folder, file.file_name)
        try:
            with target.open("x", encoding="utf-8", newline="") as stream:
                stream.write(file.text)
        except FileExistsError:  # somebody else was quicker: take the next name
            continue
        return target


def source_path(document: Document) -> Path:
    """The file that a document is; raises RefusalError when it is none."""
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
