"""Whether a generated file still matches its source: finds the source, and asks the core."""

from __future__ import annotations

from pathlib import Path

from isoscan.analysis import Analysis, analyse
from isoscan.config import Config
from isoscan.extraction.drift import find_drift
from isoscan.extraction.provenance import Provenance
from isoscan.rules.diagnostic import Diagnostic
from isoscan.workspace.origin import find_source, read_text


def drift_of(text: str, shown_as: str, config: Config) -> tuple[Diagnostic, ...]:
    """What is out of step in a generated file; `shown_as` is its path."""

    def source_of(provenance: Provenance) -> Analysis | None:
        if provenance.source.endswith(".ipynb"):
            return None  # a notebook's cells are read where it is open
        source = find_source(provenance.source, Path(shown_as))
        text = read_text(source) if source is not None else None
        if source is None or text is None:
            return None
        return analyse(text, config, module_name=source.stem)

    return find_drift(text, source_of, config)
