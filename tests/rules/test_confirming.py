"""The user's word, written by a fix: the scanner that was doubted is there, in its own lines, believed."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixing import applied
from isoscan.analysis import analyse
from isoscan.config import Config

FIXTURES = sorted((Path(__file__).parents[1] / "data" / "boundaries").glob("*.py"))
DOUBTING = Config(valid_threshold=0.999, report_threshold=0.5, select=("ISO101",))


def texts(source: str, analysis) -> dict[tuple[str, str], tuple[str, str]]:
    """The code of each scanner, without comments on lines of their own, and its status."""
    lines = source.splitlines()
    found = {}
    for scanner in analysis.scanners:
        boundary = scanner.boundary
        own = lines[boundary.start_line : boundary.end_line + 1]
        code = "\n".join(line for line in own if line.strip() and not line.lstrip().startswith("#"))
        found[boundary.name, boundary.kind] = (code, boundary.status)
    return found


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_a_confirmed_scanner_keeps_its_lines(fixture):
    source = fixture.read_text(encoding="utf-8")
    analysis = analyse(source, DOUBTING)
    before = texts(source, analysis)
    for finding in analysis.diagnostics[:12]:
        (confirming,) = [fix for fix in finding.fixes if fix.title.startswith("Confirm")]
        confirmed = applied(source, confirming)
        after = texts(confirmed, analyse(confirmed, Config()))
        (name,) = [key for key in before if key[0] == finding.subject][:1]
        assert name in after, (name, sorted(after))
        assert after[name] == (before[name][0], "valid")
