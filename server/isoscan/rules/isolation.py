"""The isolation score: how much of what a scanner reads is its own.

Every parameter and helper that a scanner reads has a weight, and the score is one minus the share of the
weight that is contaminated. `docs/isolation.md` gives the formula with a worked example.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from isoscan.parameters.parameter import Scanner
from isoscan.rules.diagnostic import Diagnostic

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


def with_isolation_scores(
    scanners: Iterable[Scanner], contamination: Sequence[Diagnostic], helpers: dict[str, int]
) -> tuple[Scanner, ...]:
    """The scanners with their scores; `helpers` counts, by namespace, the helpers each reaches."""
    concerning: dict[str, list[Diagnostic]] = {}
    for diagnostic in contamination:
        for namespace in dict.fromkeys(diagnostic.scanners):
            concerning.setdefault(namespace, []).append(diagnostic)
    return tuple(
        scanner._replace(
            isolation_score=isolation_score(
                scanner,
                concerning.get(scanner.boundary.namespace, ()),
                helpers.get(scanner.boundary.namespace, 0),
            ),
        )
        for scanner in scanners
    )


def isolation_score(scanner: Scanner, contamination: Sequence[Diagnostic], helpers: int) -> float:
    """One scanner's score from 0 to 1, by the findings of which it is a reader."""
    namespace = scanner.boundary.namespace
    mine = [diagnostic for diagnostic in contamination if _suffers(diagnostic, namespace)]
    besides = sum(diagnostic.code in _BESIDES for diagnostic in mine)
    total = PARAMETER_WEIGHT * (len(scanner.parameters) + besides) + HELPER_WEIGHT * helpers
    if total <= 0:
        return 1.0
    return max(0.0, 1.0 - sum(_lost(diagnostic, scanner) for diagnostic in mine) / total)


def _suffers(diagnostic: Diagnostic, namespace: str) -> bool:
    """Whether a scanner is one whose result a finding is about, not the one that causes it."""
    if namespace not in diagnostic.scanners:
        return False
    if diagnostic.code in ("ISO203", "ISO204", "ISO206", "ISO208"):
        return diagnostic.scanners[0] != namespace
    return diagnostic.code != "ISO205" or diagnostic.scanners[0] == namespace


def _lost(diagnostic: Diagnostic, scanner: Scanner) -> float:
    share = SHARE_OF_CODE.get(diagnostic.code, 0.0)
    if diagnostic.code == "ISO207":
        return share * HELPER_WEIGHT
    if diagnostic.code in _BESIDES:
        return share * PARAMETER_WEIGHT
    concerned = sum(_concerns(diagnostic.subject, parameter.source) for parameter in scanner.parameters)
    return share * PARAMETER_WEIGHT * max(concerned, 1)


def _concerns(subject: str, source: str) -> bool:
    """Whether a finding about `P` or `P['x']` is about the parameter spelled `P['x']`."""
    return source == subject or source.startswith((f"{subject}[", f"{subject}."))
