"""Answers that are kept: under what was asked, for as long as they were sure, in no more space than allowed.

An answer's key is its piece's text, the model and the prompt's version: where the piece stands, and what else
is in the file, does not matter. Its lines count from the piece's first one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from isoscan.ai_settings import AiSettings
from isoscan.boundaries.boundary import ParameterNote
from isoscan.opinion.answer import Unit
from isoscan.opinion.folders import cache_folder, read_whole, write_whole
from isoscan.opinion.pieces import Piece
from isoscan.opinion.prompt import PROMPT_VERSION

# How sure an answer is that reports nothing.
_SURE_OF_NOTHING = 0.5


class AnswerCache:
    """The answers of one model at one address."""

    def __init__(self, settings: AiSettings, folder: Path | None = None) -> None:
        self._settings = settings
        self._folder = (folder or cache_folder()) / "opinions"

    def find(self, piece: Piece, now: float) -> tuple[Unit, ...] | None:
        """The answer about a piece, if there is one that still holds; `now` is in seconds since 1970."""
        path = self._path(piece)
        text = read_whole(path)
        if not text:
            return None
        try:
            kept = json.loads(text)
            units = tuple(_unit(fields, piece) for fields in kept["units"])
            holds = kept["version"] == 1 and now < float(kept["until"])
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            holds = False
        if not holds:
            path.unlink(missing_ok=True)
            return None
        return units

    def keep(self, piece: Piece, units: Sequence[Unit], now: float) -> None:
        """Keep an answer for a time that grows with its confidence; without success it is asked for again."""
        sure = sum(unit.confidence for unit in units) / len(units) if units else _SURE_OF_NOTHING
        until = now + self._settings.cache_hours * 3600 * sure
        if until > now:
            kept = {"version": 1, "until": until, "units": [list(unit) for unit in units]}
            write_whole(self._path(piece), json.dumps(kept))
            self._make_room()

    def _path(self, piece: Piece) -> Path:
        asked = "\0".join((PROMPT_VERSION, self._settings.base_url, self._settings.model, piece.text))
        return self._folder / f"{sha256(asked.encode('utf-8', 'replace')).hexdigest()}.json"

    def _make_room(self) -> None:
        """Take out the oldest answers where all together are too large."""
        try:
            files = [(file.stat().st_mtime, file.stat().st_size, file) for file in self._folder.iterdir()]
        except OSError:
            return  # somebody else makes room
        left = int(self._settings.cache_megabytes * 1_000_000)
        for _, size, file in sorted(files, key=lambda one: one[0], reverse=True):
            left -= size
            if left < 0:
                file.unlink(missing_ok=True)


def _unit(fields: Any, piece: Piece) -> Unit:  # noqa: ANN401 (whatever a file holds)
    """A unit as it was kept; raises ValueError or TypeError for what is none."""
    unit = Unit(*fields)
    unit = unit._replace(parameters=tuple(ParameterNote(*note) for note in unit.parameters))
    numbers = isinstance(unit.first, int) and isinstance(unit.last, int) and isinstance(unit.is_scanner, bool)
    spoken = (unit.name, unit.description, unit.reason, *(text for note in unit.parameters for text in note))
    texts = all(isinstance(text, str) for text in spoken)
    if not numbers or not texts or not 0 <= unit.first <= unit.last < len(piece.lines):
        raise ValueError("not a unit of this piece")
    return unit._replace(confidence=min(1.0, max(0.0, float(unit.confidence))))
