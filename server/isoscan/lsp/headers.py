"""The line on which a reader meets a scanner, and where an editor shows what belongs to the whole of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isoscan.boundaries.boundary import Boundary


def header_line(boundary: Boundary) -> int:
    """The line of the def, class, column or entry; a section's is its banner's. 0-based."""
    return boundary.name_span.line if boundary.kind == "section" else boundary.definition_line
