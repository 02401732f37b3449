"""Writing extracted modules: whole or not at all, never over what is there unless that is wanted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from isoscan.extraction import Extraction
from isoscan.extraction.again import Making, updated
from isoscan.source.decoding import decode, encode


class Manner(NamedTuple):
    """What is done about files that exist: they are overwritten, or merged with, or left alone.

    `making` is how modules are made, `source` the file they are made of.
    """

    overwrites: bool
    merges: bool
    making: Making
    source: Path


class Written(NamedTuple):
    """What came of it: a sentence about what went wrong, "" if nothing did, and remarks.

    `edited` is the module's text where it has edits made by hand in it.
    """

    problem: str
    remarks: tuple[str, ...] = ()
    edited: str = ""


def write_extraction(folder: Path, extraction: Extraction, manner: Manner) -> Written:
    """Write a module and its tests."""
    file, test = folder / extraction.file_name, folder / (extraction.test_file_name or extraction.file_name)
    merges = manner.merges and os.path.lexists(file)
    if not (manner.overwrites or merges) and test != file and os.path.lexists(test):
        return Written(f"{test} exists; --force overwrites it")
    if merges:
        written = _merge(file, extraction, manner)
    else:
        written = Written(write_text(file, extraction.text, overwrites=manner.overwrites))
    if written.problem or test == file or (merges and os.path.lexists(test) and not manner.overwrites):
        return written
    return written._replace(problem=write_text(test, extraction.test_text, overwrites=manner.overwrites))


def _merge(file: Path, extraction: Extraction, manner: Manner) -> Written:
    """Bring a module that exists up to date, with what was edited by hand in it."""
    from isoscan.workspace.history import history_of

    try:
        decoded = decode(file.read_bytes())
    except OSError as error:
        return Written(f"{file} cannot be read ({error.strerror or error})")
    if decoded.problem:
        return Written(f"{file}: {decoded.problem}")
    again = updated(decoded.text, extraction.text, manner.making, history_of(manner.source, file))
    problem = again if isinstance(again, str) else again.problem
    if isinstance(again, str) or problem:
        return Written(f"{file} is left as it is: {problem}; --force overwrites it")
    edited = again.text if again.keeps_edits else ""
    if again.text == decoded.text:
        return Written("", ("it is up to date",), edited)
    encoded = encode(again.text, decoded)
    problem = encoded.problem or write_bytes(file, encoded.data)
    return Written(problem, ("the edits made by hand were kept",) if edited else (), edited)


def write_text(file: Path, text: str, *, overwrites: bool) -> str:
    """Write a file whole or not at all; gives the sentence about what went wrong, "" if nothing did."""
    if not overwrites and os.path.lexists(file):
        return f"{file} exists; --force overwrites it"
    return write_bytes(file, text.encode("utf-8"))


def write_bytes(file: Path, data: bytes) -> str:
    """Write a file whole or not at all; gives the sentence about what went wrong, "" if nothing did."""
    partial = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(file)
    except OSError as error:
        _remove(partial)
        return f"{file} cannot be written ({error.strerror or error}); name another folder by --output-dir"
    return ""


def _remove(file: Path) -> None:
    try:
        file.unlink()
    except OSError:
        return  # it was never made
