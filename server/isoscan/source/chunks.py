"""Top-level chunks: one top-level statement each, with the blank and comment lines above it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole lines of the file, line ends included, that is read on its own.

    `line_count` is the number of lines `text` spans in the file; the last chunk of a file may lack
    a line end.
    """

    text: str
    line_count: int
