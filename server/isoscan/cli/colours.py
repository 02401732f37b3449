"""Colours for a terminal, and the decision whether to use them."""

from __future__ import annotations

import os
from typing import TextIO

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "1;31",
    "yellow": "1;33",
    "blue": "1;34",
    "cyan": "36",
    "green": "32",
}


def wants_colour(stream: TextIO) -> bool:
    """Say whether `stream` gets colours: a terminal does; NO_COLOR and FORCE_COLOR overrule that."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


class Palette:
    """Paints text, or leaves it as it is."""

    def __init__(self, coloured: bool) -> None:
        self._coloured = coloured

    def paint(self, text: str, style: str) -> str:
        """Give `text` in a style of `_CODES`, or unchanged where colours are off."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self._coloured and text else text
