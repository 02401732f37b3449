"""What the user chose in the settings: names that are scanners, names that are none, detectors that rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from isoscan.boundaries.clues import Clue
from isoscan.boundaries.consensus import Findings, Proposal
from isoscan.config import Config

# The user's word outweighs every other clue.
CHOSEN = 9.0


def follow_choices(findings: Findings, config: Config) -> None:
    """Apply the settings to what the detectors say: detectors that rest have said nothing."""
    resting = set(config.disabled_detectors)
    if "structural" in resting:
        findings.functions = []
    if "mask" in resting:
        findings.masks = []
    if "framework" in resting:
        findings.frameworks = []
    if "table" in resting:
        findings.tables = []
    for name, clues in _named_clues(findings):
        if "naming" in resting:
            clues[:] = [clue for clue in clues if clue.detector != "naming"]
        pattern = matching(name, config.scanner_names)
        if pattern:
            clues.append(Clue("naming", CHOSEN, f"its name matches `{pattern}` of the settings"))


def _named_clues(findings: Findings) -> Iterator[tuple[str, list[Clue]]]:
    for judged in findings.functions:
        yield judged.place.body.name, judged.clues
    for group in findings.masks:
        for mask in group.masks:
            yield mask.name, mask.clues


def matching(name: str, patterns: Iterable[str]) -> str:
    """The first of some shell patterns that a name matches, "" if none does."""
    return next((pattern for pattern in patterns if fnmatchcase(name, pattern)), "")


def wanted(proposal: Proposal, config: Config) -> bool:
    """Whether the settings do not rule a proposal out by its name."""
    return not matching(proposal.candidate.name, config.not_scanner_names)
