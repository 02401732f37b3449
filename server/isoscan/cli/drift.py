"""Whether a generated file still matches its source: finds the source, and asks the core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from isoscan.analysis import Analysis, analyse
from isoscan.config import Config
from isoscan.extraction.drift import find_drift
from isoscan.extraction.provenance import Provenance
from isoscan.rules.diagnostic import Diagnostic
from isoscan.source.decoding import decode

_FOLDERS_ABOVE = 6


def drift_of(text: str, shown_as: str, config: Config) -> tuple[Diagnostic, ...]:
    """What is out of step in a generated file; `shown_as` is its path."""

    def source_of(provenance: Provenance) -> Analysis | None:
        if provenance.source.endswith(".ipynb"):
            return None  # a notebook's cells are read where it is open
        for candidate in _candidates(provenance.source, Path(shown_as)):
            try:
                data = candidate.read_bytes()
            except OSError:
                continue
            decoded = decode(data)
            return None if decoded.problem else analyse(decoded.text, config, module_name=candidate.stem)
        return None

    return find_drift(text, source_of, config)


def _candidates(source: str, file: Path) -> Iterator[Path]:
    """Where a source may lie: seen from here, from the generated file, from the folders above it."""
    yield Path(source)
    folder = file.absolute().parent
    for above in (folder, *folder.parents[:_FOLDERS_ABOVE]):
        yield above / source
