"""A def, a class or a stretch of top-level code, with what was found by following it."""

from __future__ import annotations

from dataclasses import dataclass

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.decisions import Outputs
from isoscan.boundaries.flow import Flow
from isoscan.facts.records import Statement
from isoscan.model.module import Unit
from isoscan.model.parts import Part


@dataclass(slots=True, repr=False, eq=False)
class Place:
    """A body in its part: `unit` is its def or class (None: top-level code)."""

    part: Part
    body: Body
    unit: Unit | None
    flow: Flow
    outputs: Outputs

    @property
    def name(self) -> str:
        """The qualified name of the def or class, "" for top-level code."""
        return self.unit.qualified_name if self.unit else ""

    @property
    def first_line(self) -> int:
        """The core line of the chunk's first line."""
        return self.part.first_line

    @property
    def key(self) -> tuple[int, int]:
        """What tells the place from all others: its part and its def's statement, -1 for top-level code."""
        return self.part.index, self.body.statement

    def statement(self, index: int) -> Statement:
        """One of the chunk's statements."""
        return self.body.facts.statements[index]
