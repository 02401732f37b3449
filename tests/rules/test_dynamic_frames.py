"""What isoscan says of frames that scanners change is what happens to them when the scanners are run.

A generator writes modules in which one frame, or copies of it, go through several scanners in many ways; a
child process runs them. `ISOSCAN_DESKS` says how many modules there are, `ISOSCAN_FIRST_DESK` from which
seed on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from generated_flows import written_flow
from isoscan.analysis import analyse
from isoscan.config import Config

HARNESS = Path(__file__).with_name("run_flows.py")
FIRST = int(os.environ.get("ISOSCAN_FIRST_DESK", "0"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("ISOSCAN_DESKS", "100")))


@pytest.fixture(scope="module")
def flows() -> list[tuple[str, list[str]]]:
    sources = [written_flow(seed) for seed in SEEDS]
    ran = subprocess.run(
        [sys.executable, str(HARNESS)], input=json.dumps(sources), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return list(zip(sources, json.loads(ran.stdout), strict=True))


def blamed(source: str) -> set[str]:
    """The scanners that are said to change the frame they are given."""
    analysis = analyse(source, Config())
    assert not analysis.problems
    found = set()
    for diagnostic in analysis.diagnostics:
        if diagnostic.code == "ISO206":
            line = diagnostic.span.line
            around = [
                scanner.boundary.name
                for scanner in analysis.scanners
                if scanner.boundary.start_line <= line <= scanner.boundary.end_line
            ]
            found.update(around)
        assert diagnostic.code in ("ISO100", "ISO206"), f"{diagnostic.message}\n{source}"
    return found


def test_scanners_that_change_a_frame_for_others(flows):
    disagreements = [
        f"seed {seed}: change it {truth}, said {sorted(said)}\n{source}"
        for seed, (source, truth) in zip(SEEDS, flows, strict=True)
        if (said := blamed(source)) != set(truth)
    ]
    assert not disagreements, f"{len(disagreements)} disagreements\n" + "\n\n".join(disagreements[:5])


def test_the_flows_hold_what_they_are_for(flows):
    assert sum(bool(truth) for _, truth in flows) >= 30
    assert sum(not truth for _, truth in flows) >= 20
