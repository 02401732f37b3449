"""The isolation score: how much of what a scanner reads is its own.

Every parameter and helper that a scanner reads has a weight, and the score is one minus the share of the
weight that is contaminated. `docs/isolation.md` gives the formula with a worked example.
"""

from __future__ import annotations

from collections.abc import Sequence

from isoscan.parameters.parameter import Scanner
from isoscan.rules.concerns import Concern

PARAMETER_WEIGHT = 1.0
HELPER_WEIGHT = 2.0
# What of a read counts as contaminated: a shared value is right today, a replaced one is wrong already.
SHARE_OF_CODE = {
    "ISO201": 0.5,
    "ISO202": 1.0,
    "ISO203": 0.75,
    "ISO204": 1.0,
    "ISO205": 1.0,
    "ISO206": 0.5,
    "ISO207": 1.0,
    "ISO208": 0.75,
}
# Findings on state, columns, frames and variables, which no parameter or helper stands for: read besides.
_BESIDES = frozenset({"ISO204", "ISO205", "ISO206", "ISO208"})


def isolation_score(scanner: Scanner, contamination: Sequence[Concern], helpers: int) -> float:
    """One scanner's score from 0 to 1, by the findings of which it is a reader; it reaches some `helpers`."""
    mine = [concern for concern in contamination if concern.suffers]
    besides = sum(concern.code in _BESIDES for concern in mine)
    total = PARAMETER_WEIGHT * (len(scanner.parameters) + besides) + HELPER_WEIGHT * helpers
    if total <= 0:
        return 1.0
    return max(0.0, 1.0 - sum(_lost(concern, scanner) for concern in mine) / total)


def _lost(concern: Concern, scanner: Scanner) -> float:
    share = SHARE_OF_CODE.get(concern.code, 0.0)
    if concern.code == "ISO207":
        return share * HELPER_WEIGHT
    if concern.code in _BESIDES:
        return share * PARAMETER_WEIGHT
    concerned = sum(_concerns(concern.subject, parameter.source) for parameter in scanner.parameters)
    return share * PARAMETER_WEIGHT * max(concerned, 1)


def _concerns(subject: str, source: str) -> bool:
    """Whether a finding about `P` or `P['x']` is about the parameter spelled `P['x']`."""
    return source == subject or source.startswith((f"{subject}[", f"{subject}."))
