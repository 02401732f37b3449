"""Which statements of a body stand under a decision about market data, and what that decision puts out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.flow import Flow
from isoscan.boundaries.naming import pattern_in
from isoscan.boundaries.reading import reads_of
from isoscan.boundaries.vocabulary import word_set, words

OutputKind = Literal[
    "boolean", "filtered", "hits", "flag", "signal", "order", "alert", "print", "ranking", "score", "report"
]  # fmt: skip


SIGNAL_TEXTS = word_set(
    "buy sell long short hold bullish bearish neutral entry exit wait none flat signal breakout "
    "breakdown up down strong_buy strong_sell call put no watch skip yes true false"
)
LEAVING = frozenset({"continue", "return", "break", "raise"})


@dataclass(slots=True, repr=False, eq=False)
class Outputs:
    """Counts of outputs by kind; `flags` are the flag columns written, by name."""

    counts: dict[OutputKind, int] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    columns_written: set[str] = field(default_factory=set)

    def add(self, kind: OutputKind) -> None:
        """Count one more output of a kind."""
        self.counts[kind] = self.counts.get(kind, 0) + 1


@dataclass(slots=True, repr=False, eq=False)
class Decisions:
    """Which statements of the body stand under a decision about market data."""

    body: Body
    flow: Flow
    deciding: set[int] = field(default_factory=set)
    guards: list[int] = field(default_factory=list)

    def direct(self, statement: int) -> bool:
        """Whether the statement itself compares market data or reads the outcome of a comparison."""
        return statement in self.flow.weights or bool(
            reads_of(self.body.names.get(statement, ())) & (self.flow.decided | self.flow.scored)
        )

    def under(self, statement: int) -> bool:
        """Whether the statement runs only if a comparison of market data says so."""
        around = list(self.body.ancestors(statement))
        if any(outer in self.deciding for outer in around):
            return True
        statements = self.body.facts.statements
        places = {self.body.statement, *around}
        return any(guard < statement and statements[guard].parent in places for guard in self.guards)


def decisions_of(body: Body, flow: Flow) -> Decisions:
    """The decisions of a body."""
    decisions = Decisions(body, flow)
    statements = body.facts.statements
    chosen = flow.filtered | {
        assignment.target
        for assignment in body.assignments
        if assignment.statement in flow.weights
        and assignment.value is not None
        and assignment.value.kind == "comprehension"
        and assignment.value.comparisons
    }
    for index in body.own:
        kind = statements[index].kind
        if (kind in ("if", "while", "match") and decisions.direct(index)) or (
            kind == "for" and reads_of(body.names.get(index, ())) & chosen
        ):
            decisions.deciding.add(index)
    leaving = {statements[index].parent for index in body.own if statements[index].kind in LEAVING}
    decisions.guards = [index for index in sorted(decisions.deciding) if index in leaving]
    return decisions


def is_signal_text(text: str) -> bool:
    """Whether a text is a verdict: a few words, one of them a side or a setup."""
    found = words(text)
    return 0 < len(found) <= 4 and (any(word in SIGNAL_TEXTS for word in found) or bool(pattern_in(found)))
