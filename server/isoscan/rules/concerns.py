"""What findings are to the scanners they name, apart from any place."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from isoscan.rules.diagnostic import Diagnostic


class Concern(NamedTuple):
    """A finding as it concerns one scanner.

    `suffers` says that the scanner's result is what the finding is about, not what it is caused by; `others`
    counts the other scanners that it names, up to two; `shown` says that its rule is selected.
    """

    code: str
    name: str
    subject: str
    suffers: bool
    others: int
    shown: bool


class FoundSoFar(Protocol):
    """The findings of the rules that do not judge others, suppressed ones included."""

    def in_part(self, part: int) -> tuple[Diagnostic, ...]:
        """The findings of selected rules that start in a part."""

    def about(self, namespace: str) -> tuple[Concern, ...]:
        """What concerns a scanner."""


def concern_of(
    code: str, name: str, subject: str, scanners: tuple[str, ...], namespace: str, shown: bool
) -> Concern:
    """What a finding that names `scanners` is to one of them."""
    others = sum(other != namespace for other in scanners[:3])
    return Concern(code, name, subject, _suffers(code, scanners, namespace), min(others, 2), shown)


def _suffers(code: str, scanners: tuple[str, ...], namespace: str) -> bool:
    if code in ("ISO203", "ISO204", "ISO206", "ISO208"):
        return scanners[0] != namespace
    return code != "ISO205" or scanners[0] == namespace
