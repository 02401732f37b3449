"""Finding out how to call the original, and bars on which it has something to say."""

from __future__ import annotations

import re
import time
from typing import Any

from .arguments import shapes
from .bars import genes_of
from .calling import Caller
from .replacing import Replacement

_SHAPE_CASES = 3
_MOST_COLUMNS = 24
_WANTED_HITS = 6
_WANTED_MISSES = 4


class Search:
    """Looks for a shape of arguments that the original accepts, then for cases with hits."""

    def __init__(self, caller: Caller, replacements: list[Replacement], seconds: float) -> None:
        self._caller = caller
        self._replacements = replacements
        self._until = time.monotonic() + seconds
        self._seconds = seconds
        self.tried = 0

    def run(self) -> dict[str, Any]:
        """Search; gives the chosen cases, what was replaced, the bars' columns, and how many have hits."""
        chosen = self._shape()
        if chosen is None:
            return {"cases": [], "raised": self._error, "tried": self.tried}
        shape, replacement = chosen
        replacement.apply()
        hits: list[dict[str, Any]] = []
        misses: list[dict[str, Any]] = []
        failing: list[dict[str, Any]] = []
        seed = 0
        while len(hits) < _WANTED_HITS and seed < 400 and (time.monotonic() < self._until or seed < 8):
            case = self._case(seed, shape)
            outcome = self._caller.run(case)
            self.tried += 1
            (hits if outcome["hit"] else failing if "raised" in outcome else misses).append(case)
            seed += 1
        return {
            "cases": [*hits, *misses[:_WANTED_MISSES], *failing[:2]],
            "hits": len(hits),
            "series": seed,
            "replaced": list(replacement.names),
            "columns": self._caller.market.columns,
            "raised": None,
            "tried": self.tried,
        }

    def _case(self, seed: int, shape: dict[str, str]) -> dict[str, Any]:
        return {"seed": seed, "genes": genes_of(seed), "shape": shape}

    def _shape(self) -> tuple[dict[str, str], Replacement] | None:
        """The first shape under which the original runs and finds something, else under which it runs."""
        subject = self._caller.subject
        fallback: tuple[dict[str, str], Replacement] | None = None
        self._error: list[str] | None = None
        deadline = time.monotonic() + self._seconds * 0.5
        options = shapes([*subject["construction"], *subject["inputs"]], subject["literals"])
        for replacement in self._replacements:
            replacement.apply()
            for shape in options:
                if time.monotonic() > deadline and (fallback or self.tried > 20):
                    break
                runs, hits = self._try(shape)
                if runs and hits:
                    return shape, replacement
                if runs and fallback is None:
                    fallback = (shape, replacement)
            replacement.undo()
        return fallback

    def _try(self, shape: dict[str, str]) -> tuple[bool, bool]:
        market = self._caller.market
        added: list[str] = []
        hits = False
        seed = 0
        while seed < (_SHAPE_CASES if hits else _SHAPE_CASES + 5) and (
            seed < 2 or time.monotonic() < self._until
        ):
            outcome = self._caller.run(self._case(seed, shape))
            self.tried += 1
            raised = outcome.get("raised")
            if raised is None:
                hits = hits or outcome["hit"]
                seed += 1
                continue
            names = [name for name in _missing_columns(raised) if name not in market.columns]
            if names and len(added) < _MOST_COLUMNS:
                market.columns.extend(names)
                added.extend(names)
                continue
            if self._error is None:
                self._error = raised
            if seed < 2:
                for each in added:
                    market.columns.remove(each)
                return False, False
            seed += 1
        return True, hits


def _missing_columns(raised: list[str]) -> list[str]:
    """The columns that an error says are missing, none if it is about something else."""
    kind, message = raised
    if kind == "AttributeError" and message.startswith("'DataFrame' object has no attribute '"):
        return [message.split("'")[3]]
    if kind != "KeyError":
        return []
    text = message.strip("'\"").removeprefix("Column not found: ").removeprefix("Columns not found: ")
    if "not in index" in text or "not found in axis" in text or "are in the [columns]" in text:
        return re.findall(r"'([^']{1,60})'", text)
    return [text] if text and len(text) < 60 and text.isprintable() and "[" not in text else []
