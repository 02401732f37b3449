"""Finding out how to call the original, and bars on which it has something to say."""

from __future__ import annotations

import re
import time
from typing import Any

from .arguments import shapes
from .bars import genes_of, varied
from .calling import Caller
from .noticing import Notice
from .replacing import Replacement

_SHAPE_CASES = 3
_MOST_COLUMNS = 24
_WANTED_HITS = 6
_WANTED_HITS_WHEN_RARE = 2
_WANTED_MISSES = 4
_MOST_WALKS = 120
_MOST_STEPS = 4_000
_BEST = 6


class Search:
    """Looks for a shape of arguments that the original accepts, then for cases with hits."""

    def __init__(
        self, caller: Caller, replacements: list[Replacement], notice: Notice, seconds: float
    ) -> None:
        self._caller = caller
        self._notice = notice
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
        self._hits: list[dict[str, Any]] = []
        self._misses: list[dict[str, Any]] = []
        self._failing: list[dict[str, Any]] = []
        self._scored: list[tuple[float, int, dict[str, Any]]] = []
        self._series = 0
        self._wander(shape)
        self._climb(shape)
        return {
            "cases": [*self._hits, *self._misses[:_WANTED_MISSES], *self._failing[:2]],
            "hits": len(self._hits),
            "series": self._series,
            "replaced": list(replacement.names),
            "columns": self._caller.market.columns,
            "raised": None,
            "tried": self.tried,
        }

    def _wander(self, shape: dict[str, str]) -> None:
        """Random walks, until there are hits enough or it is clear that they are rare."""
        until = time.monotonic() + 0.35 * (self._until - time.monotonic())
        for seed in range(_MOST_WALKS):
            enough = len(self._hits) >= (_WANTED_HITS if seed < 40 else 1)
            if enough or (time.monotonic() > until and seed >= 8):
                return
            self._look(self._case(seed, shape))

    def _climb(self, shape: dict[str, str]) -> None:
        """From the walks that came nearest to a hit, change the last days towards the thresholds."""
        seed = _MOST_WALKS
        while len(self._hits) < _WANTED_HITS_WHEN_RARE and time.monotonic() < self._until:
            if seed - _MOST_WALKS > _MOST_STEPS or not self._scored:
                return
            self._scored.sort(key=lambda each: (-each[0], each[1]))
            del self._scored[_BEST:]
            _, _, parent = self._scored[seed % min(len(self._scored), _BEST)]
            genes = varied(parent["genes"], seed)
            self._look({**self._case(seed, shape), "seed": parent["seed"], "genes": genes})
            seed += 1

    def _look(self, case: dict[str, Any]) -> None:
        self._notice.begin()
        outcome = self._caller.run(case)
        self.tried += 1
        self._series += 1
        if outcome["hit"]:
            self._hits.append(case)
        else:
            (self._failing if "raised" in outcome else self._misses).append(case)
        self._scored.append((self._notice.score(), self._series, case))

    def _case(self, seed: int, shape: dict[str, str]) -> dict[str, Any]:
        return {"seed": seed, "genes": genes_of(seed), "shape": shape}

    def _shape(self) -> tuple[dict[str, str], Replacement] | None:
        """The first shape under which the original runs and finds something, else under which it runs."""
        subject = self._caller.subject
        fallback: tuple[dict[str, str], Replacement] | None = None
        self._error: list[str] | None = None
        deadline = time.monotonic() + self._seconds * 0.3
        options = shapes([*subject["construction"], *subject["inputs"]], subject["literals"])
        is_only = len(options) == len(self._replacements) == 1
        for replacement in self._replacements:
            replacement.apply()
            for shape in options:
                if time.monotonic() > deadline and (fallback or self.tried > 20):
                    break
                runs, hits = self._try(shape, 0 if is_only else 5)
                if runs and (hits or is_only):
                    return shape, replacement
                if runs and fallback is None:
                    fallback = (shape, replacement)
            replacement.undo()
        return fallback

    def _try(self, shape: dict[str, str], more: int) -> tuple[bool, bool]:
        market = self._caller.market
        added: list[str] = []
        hits = False
        seed = 0
        while seed < (_SHAPE_CASES if hits else _SHAPE_CASES + more) and (
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
            if self._error is None or raised[0] == "NotReachedError":
                self._error = raised  # how far it got says more than what a wrong argument leads to
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
