"""`source.fixAll.isoscan`: all safe fixes of a document in one edit, as on saving.

Of fixes that come near one another only the first is made, and likewise of those that would bring in the same
name: the rest is offered again for the text that results.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.lsp.documents import Document
    from isoscan.rules.diagnostic import Edit, Fix

_WORD = re.compile(r"\w+")


def fixes_for_all(document: Document, analysis: Analysis) -> list[Edit]:
    """The edits of all safe fixes that do not meet, in the order of the findings."""
    words = set(_WORD.findall(document.text))
    taken: set[int] = set()
    brought: set[str] = set()
    edits: list[Edit] = []
    for finding in analysis.diagnostics:
        fix = next((one for one in analysis.fixes_of(finding) if one.safety == "safe" and one.edits), None)
        if fix is None:
            continue
        lines, fresh = _lines(fix), _words(fix) - words
        if taken & lines or brought & fresh:
            continue
        taken |= lines
        brought |= fresh
        edits.extend(fix.edits)
    return edits


def _lines(fix: Fix) -> set[int]:
    """The core lines that a fix touches, and those beside them in their parts."""
    return {line for edit in fix.edits for line in range(edit.span.line - 1, edit.span.end_line + 2)}


def _words(fix: Fix) -> set[str]:
    return {word for edit in fix.edits for word in _WORD.findall(edit.text)}
