"""Clues: pieces of evidence as log-odds with a reason in words, and how they add up.

A clue of weight w multiplies the odds by e**w. Its `Evidence.score` is the probability that the clue
alone, from even odds, would give; the confidence of a boundary is that of all its clues together.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import exp
from typing import NamedTuple

from isoscan.boundaries.boundary import Evidence


class Clue(NamedTuple):
    """One reason for (positive weight) or against (negative) a scanner, in log-odds."""

    detector: str
    weight: float
    reason: str


def probability(log_odds: float) -> float:
    """The probability that log-odds stand for, kept away from 0 and 1."""
    bounded = max(-6.0, min(6.0, log_odds))
    return 1.0 / (1.0 + exp(-bounded))


def total(clues: Iterable[Clue]) -> float:
    """The log-odds of all clues together."""
    return sum(clue.weight for clue in clues)


def as_evidence(clues: Iterable[Clue]) -> tuple[Evidence, ...]:
    """The clues as evidence, the strongest first; what has no reason (priors) is left out."""
    spoken = sorted((clue for clue in clues if clue.reason), key=lambda clue: -abs(clue.weight))
    return tuple(Evidence(clue.detector, round(probability(clue.weight), 3), clue.reason) for clue in spoken)


def counted(number: int, noun: str) -> str:
    """`1 comparison`, `9 comparisons`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1] + 'ies' if noun.endswith('y') else noun + 's'}"
