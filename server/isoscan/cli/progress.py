"""A one-line progress bar on standard error, for people who watch a terminal."""

from __future__ import annotations

import sys
from types import TracebackType

_WIDTH = 30


class Progress:
    """Counts files done out of `total`; draws only on a terminal, and wipes its line at the end."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._drawn = -1
        self._visible = total > 1 and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def advance(self) -> None:
        """Note that one more file is done."""
        self._done += 1
        filled = self._done * _WIDTH // self._total
        if self._visible and filled != self._drawn:
            self._drawn = filled
            bar = "█" * filled + "░" * (_WIDTH - filled)
            sys.stderr.write(f"\r{bar} {self._done}/{self._total} files")
            sys.stderr.flush()
