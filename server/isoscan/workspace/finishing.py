"""Extracted modules as they are written: formatted as the project's own code is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from isoscan.extraction import Extraction
from isoscan.extraction.again import Finish, as_written
from isoscan.extraction.formatting import formatted_module
from isoscan.workspace.formatter import Formatter, find_formatter


def finisher_for(source: Path, folder: Path) -> Finish:
    """What is done to extractions from a source before they are written to a folder.

    Where there is no formatter, or it fails on a text, or does more than format it, the text stays as it is.
    """
    formatter = find_formatter(source)
    return as_written if formatter is None else lambda extraction: _finished(extraction, formatter, folder)


def finished_companions(companions: dict[str, str], source: Path, folder: Path) -> dict[str, str]:
    """A package's other files, by name, as they are written."""
    formatter = find_formatter(source)
    if formatter is None:
        return companions
    return {name: _formatted(text, formatter, folder / name) for name, text in companions.items()}


def _finished(extraction: Extraction, formatter: Formatter, folder: Path) -> Extraction:
    if extraction.problem:
        return extraction
    text = _formatted(extraction.text, formatter, folder / extraction.file_name)
    if not extraction.test_text:
        return replace(extraction, text=text)
    test = _formatted(extraction.test_text, formatter, folder / extraction.test_file_name)
    return replace(extraction, text=text, test_text=test)


def _formatted(text: str, formatter: Formatter, file: Path) -> str:
    return formatted_module(text, formatter.format(text, file), formatter.name)
