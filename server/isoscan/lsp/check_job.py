"""Checking files that nobody has open, in a process of its own: typing goes on meanwhile.

Writes a line of JSON with the number of files, then one per file: `{"uri", "signature", "findings", "items",
"problem"}`, where `items` are the findings as they go over the wire; of a file that is as the server knows
it `{"uri", "signature"}`. A signature is another one whenever the file or its settings are others.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from json import dumps
from pathlib import Path
from typing import Any
from zlib import crc32

from isoscan.config import Config
from isoscan.lsp.check_order import CheckOrder
from isoscan.lsp.documents import Document
from isoscan.lsp.features.publish_diagnostics import to_wire
from isoscan.lsp.jobs import say
from isoscan.lsp.settings import Settings
from isoscan.lsp.uris import document_key, module_name, uri_of
from isoscan.walk import walk
from isoscan.workspace.drift import MARK, WITHIN, with_drift

# Every scanner begins with one: of use where the cursor is, nowhere else.
_ONLY_IN_OPEN_FILES = "ISO100"


def main(order: CheckOrder) -> None:
    """Do the job."""
    if hasattr(os, "nice"):
        os.nice(5)
    settings = FolderSettings(order)
    already_open = frozenset(order.open)
    found = walk([Path(folder) for folder in order.folders], settings.excludes_of)
    addresses = {path: uri_of(path.absolute()) for path in found.files}
    files = [(path, uri) for path, uri in addresses.items() if document_key(uri) not in already_open]
    say({"files": len(files)})
    for path, uri in files:
        say(_line(path, uri, settings.of_folder(path.parent), order))


class FolderSettings:
    """The settings that hold in each folder, read once."""

    def __init__(self, order: CheckOrder) -> None:
        self._settings = Settings()
        self._settings.take_answers(order.settings, order.in_folders)
        self._of_folder: dict[Path, Config] = {}

    def of_folder(self, folder: Path) -> Config:
        """What holds for the files in a folder."""
        if folder not in self._of_folder:
            self._of_folder[folder] = self._settings.config_of(uri_of(folder.absolute() / "any.py"))
        return self._of_folder[folder]

    def excludes_of(self, folder: Path) -> tuple[Path, tuple[str, ...]]:
        """The patterns that a walk of a folder leaves out, and what they are relative to."""
        from isoscan.config import find_settings_file

        file = find_settings_file(folder)
        return (file.parent if file else folder), self.of_folder(folder).exclude


def _line(path: Path, uri: str, config: Config, order: CheckOrder) -> dict[str, Any]:
    try:
        signature = _signature(path, config)
        if order.known.get(document_key(uri)) == signature:
            return {"uri": uri, "signature": signature}
        return {"uri": uri, "signature": signature, **_checked(path, uri, config, order)}
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        return {"uri": uri, "signature": "", "findings": 0, "items": "", "problem": problem}


def _signature(path: Path, config: Config) -> str:
    states = [path.stat()]
    with path.open("rb") as file:
        beginning = file.read(WITHIN)
    if MARK.encode() in beginning:
        states += [source.stat() for source in _source(path)]
    told = ".".join(f"{state.st_mtime_ns}.{state.st_size}" for state in states)
    return f"{told}.{crc32(repr(config).encode('utf-8', 'replace'))}"


def _source(module: Path) -> Iterator[Path]:
    """The source of a generated module, where it is there."""
    from isoscan.extraction.provenance import read_provenance
    from isoscan.workspace.origin import find_source, read_text

    provenance = read_provenance(read_text(module) or "")
    source = find_source(provenance.source, module) if provenance is not None else None
    if source is not None:
        yield source


def _checked(path: Path, uri: str, config: Config, order: CheckOrder) -> dict[str, Any]:
    from isoscan.analysis import analyse
    from isoscan.source.decoding import decode

    decoded = decode(path.read_bytes())
    if decoded.problem:
        return {"findings": 0, "items": "", "problem": decoded.problem}
    try:
        analysis = analyse(decoded.text, config, module_name=module_name(uri))
        diagnostics = with_drift(analysis, decoded.text, path, config).diagnostics
    except Exception as error:  # a fault of ours in one file must not hide the findings in the others
        return {"findings": 0, "items": "", "problem": f"could not be analysed ({type(error).__name__})"}
    wants_all = any(_ONLY_IN_OPEN_FILES.startswith(prefix) for prefix in config.select)
    document = Document(uri, None, decoded.text, order.client.encoding)
    items = [
        dumps(to_wire(finding, document, order.client), separators=(",", ":"))
        for finding in diagnostics
        if wants_all or finding.code != _ONLY_IN_OPEN_FILES
    ]
    return {"findings": len(items), "items": ",".join(items), "problem": ""}
