"""Every file in tests/data/parameters ends with the parameters that it must give, and gives no others.

A line `# scan_gap_up.GAP_MIN = 0.04 (module, line 6) via atr; also read by scan_fade` names one; the order is
that of the scanners and, within one, that of the file.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from isoscan.analysis import analyse
from isoscan.config import Config

FIXTURES = sorted((Path(__file__).parent.parent / "data" / "parameters").glob("*.py"))
HEADING = "# ── parameters ──"


def described(source: str) -> list[str]:
    analysis = analyse(source, Config())
    assert not analysis.problems
    lines = []
    for scanner in analysis.scanners:
        for parameter in scanner.parameters:
            line_number = parameter.span.line + 1
            line = (
                f"{parameter.qualified_name} = {parameter.value!r} ({parameter.origin}, line {line_number})"
            )
            if parameter.via:
                line += f" via {parameter.via}"
            others = [name for name in parameter.read_by if name != scanner.boundary.namespace]
            if others:
                line += f"; also read by {', '.join(others)}"
            lines.append(line)
    return lines


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixture(path):
    code, heading, expected = path.read_text(encoding="utf-8").partition(HEADING)
    assert heading, f"{path.name} says what it must give below a line {HEADING!r}"
    wanted = [line.removeprefix("#").strip() for line in expected.splitlines() if line.strip()]
    assert described(code) == wanted
