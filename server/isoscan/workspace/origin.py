"""Where the source of a generated module lies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from isoscan.source.decoding import decode

_FOLDERS_ABOVE = 6


def find_source(source: str, module: Path) -> Path | None:
    """The file that a module's docstring names, None if it is not there.

    It is looked for from the folder isoscan runs in, from the module's folder, and from those above.
    """
    return next((candidate for candidate in _candidates(source, module) if _is_file(candidate)), None)


def _candidates(source: str, module: Path) -> Iterator[Path]:
    yield Path(source)
    folder = module.absolute().parent
    for above in (folder, *folder.parents[:_FOLDERS_ABOVE]):
        yield above / source


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def read_text(file: Path) -> str | None:
    """The text of a file, None if it cannot be read or is none."""
    try:
        decoded = decode(file.read_bytes())
    except OSError:
        return None
    return None if decoded.problem else decoded.text
