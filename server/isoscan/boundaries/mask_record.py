"""What is known of a mask, and the masks of one place."""

from __future__ import annotations

from dataclasses import dataclass, field

from isoscan.boundaries.clues import Clue, total
from isoscan.boundaries.place import Place
from isoscan.boundaries.vocabulary import setup_name
from isoscan.source.spans import Span


@dataclass(slots=True, repr=False, eq=False)
class Mask:
    """One mask. Lines are file lines, inclusive; `tests` counts its comparisons of market data.

    `sources` are other frames from which it reads a column of its own name. `block` says that another
    condition of the same code combines it, `used` that a backtest is handed it. Later statements that narrow
    it (`&=`, `df.loc[..., col] = ...`) are part of its range where they follow directly.
    """

    name: str
    column: bool
    place: Place
    statements: list[int]
    start_line: int
    end_line: int
    definition_line: int
    attached_line: int
    name_span: Span
    tests: int
    literal: bool
    market: bool
    sources: frozenset[str] = frozenset()
    block: bool = False
    used: bool = False
    family: str = ""
    siblings: int = 0
    clues: list[Clue] = field(default_factory=list)

    @property
    def log_odds(self) -> float:
        """All clues together, in log-odds."""
        return total(self.clues)

    def with_clues(self, clues: list[Clue]) -> Mask:
        """The same mask with other clues. (`dataclasses.replace` takes four times as long.)"""
        return Mask(
            self.name, self.column, self.place, self.statements, self.start_line, self.end_line,
            self.definition_line, self.attached_line, self.name_span, self.tests, self.literal, self.market,
            self.sources, self.block, self.used, self.family, self.siblings, clues,
        )  # fmt: skip


@dataclass(slots=True, repr=False, eq=False)
class MaskGroup:
    """The masks of one def, or of the whole top-level code (`place` None)."""

    place: Place | None
    masks: list[Mask]

    def standing(self) -> list[Mask]:
        """The masks that no other condition combines."""
        return [mask for mask in self.masks if not mask.block]

    def setups(self, least: float = 0.0) -> set[str]:
        """The different setups named by masks of at least these log-odds, sides put together."""
        return {setup_name(mask.name) for mask in self.standing() if mask.log_odds >= least} - {""}
