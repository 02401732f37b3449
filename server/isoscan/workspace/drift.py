"""Whether a generated file still matches its source: finds the source, and asks the core.

The tools of extraction are loaded for generated files alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from isoscan.analysis import Analysis, analyse
from isoscan.config import Config
from isoscan.workspace.origin import find_source, read_text

if TYPE_CHECKING:
    from isoscan.extraction.provenance import Provenance

MARK, WITHIN = "extracted by isoscan.", 2000
"""What tells generated files, and among how many of their first characters it stands."""


def with_drift(analysis: Analysis, text: str, module: Path, config: Config) -> Analysis:
    """The analysis with what is out of step, if the text, of the file `module`, was generated."""
    if MARK not in text[:WITHIN]:
        return analysis
    from isoscan.extraction.drift import find_drift, is_ignored

    if is_ignored(analysis.module):
        return analysis

    def source_of(provenance: Provenance) -> Analysis | None:
        if provenance.source.endswith(".ipynb"):
            return None  # a notebook's cells are read where it is open
        source = find_source(provenance.source, module)
        text = read_text(source) if source is not None else None
        if source is None or text is None:
            return None
        return analyse(text, config, module_name=source.stem)

    found = sorted((*analysis.diagnostics, *find_drift(text, source_of, config)), key=lambda each: each.span)
    return analysis._replace(diagnostics=tuple(found))
