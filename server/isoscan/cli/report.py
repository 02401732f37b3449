"""What a check found in one file, as plain data that can cross from a worker process."""

from __future__ import annotations

from dataclasses import dataclass, field

from isoscan.parameters.parameter import Scanner, SharedGlobal
from isoscan.rules.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file's result. `path` is shown as the user gave it.

    `problem` is a sentence if the file could not be read; it then has no result. `faults` are sentences on
    what failed inside isoscan; the rest of the result stands. `lines` holds, by 0-based number, the source
    lines around the findings. `hidden` counts the findings that a baseline hides.
    """

    path: str
    scanners: tuple[Scanner, ...] = ()
    shared_globals: tuple[SharedGlobal, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    lines: dict[int, str] = field(default_factory=dict)
    problem: str = ""
    faults: tuple[str, ...] = ()
    hidden: int = 0
