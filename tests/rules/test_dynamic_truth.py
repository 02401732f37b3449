"""What isoscan says of a module is what happens when its numbers are changed and its scanners are run.

A generator writes small modules in many styles; a child process runs them and finds out who depends on what.
The static analysis must say the same: who reads a number, which numbers are shared, which have no effect
since they are bound again, which scanner disturbs another through state. `ISOSCAN_DESKS` says how many
modules there are, `ISOSCAN_FIRST_DESK` from which seed on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from generated_desks import written
from isoscan.analysis import Analysis, analyse
from isoscan.config import Config

HARNESS = Path(__file__).with_name("run_desks.py")
SHARE = 50
FIRST = int(os.environ.get("ISOSCAN_FIRST_DESK", "0"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("ISOSCAN_DESKS", "100")))


@pytest.fixture(scope="module")
def desks() -> list[tuple[str, dict, Analysis]]:
    sources = [written(seed) for seed in SEEDS]
    shares = [sources[start : start + SHARE] for start in range(0, len(sources), SHARE)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        truths = [truth for share in pool.map(truths_of, shares) for truth in share]
    return [(source, truth, analyse(source, Config())) for source, truth in zip(sources, truths, strict=True)]


def truths_of(sources: list[str]) -> list[dict]:
    ran = subprocess.run(
        [sys.executable, str(HARNESS)], input=json.dumps(sources), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def said_of(analysis: Analysis, code: str) -> list[set[str]]:
    return [set(found.scanners) for found in analysis.diagnostics if found.code == code]


def report(disagreements: list[str]) -> None:
    assert not disagreements, f"{len(disagreements)} disagreements\n" + "\n\n".join(disagreements[:5])


def test_every_scanner_is_found(desks):
    for source, _, analysis in desks:
        assert not analysis.problems
        assert [scanner.boundary.name for scanner in analysis.scanners] == [
            line[4 : line.index("(")] for line in source.splitlines() if line.startswith("def scan_")
        ]


def test_who_reads_a_number(desks):
    disagreements = []
    for seed, (source, truth, analysis) in zip(SEEDS, desks, strict=True):
        said: dict[tuple[int, int], set[str]] = {}
        for scanner in analysis.scanners:
            for parameter in scanner.parameters:
                place = (parameter.value_span.line, parameter.value_span.column)
                said.setdefault(place, set()).add(scanner.boundary.namespace)
        for line, column, moved in truth["depends"]:
            readers = said.get((line, column), set())
            if readers != set(moved) and not _is_state(source, line):
                text = f"seed {seed}, line {line + 1}: moves {moved}, said {sorted(readers)}"
                disagreements.append(f"{text}\n{source}")
    report(disagreements)


def _is_state(source: str, line: int) -> bool:
    """Whether a line defines state, which scanners change: no parameter."""
    return source.splitlines()[line].startswith(("STATE", "regime"))


def test_shared_numbers(desks):
    disagreements = []
    for seed, (source, truth, analysis) in zip(SEEDS, desks, strict=True):
        shared = sorted(
            moved
            for line, _, moved in truth["depends"]
            if len(moved) > 1 and not _is_state(source, line) and not _is_rebound(source, line)
        )
        said = [
            sorted(found.scanners)
            for found in analysis.diagnostics
            if found.code == "ISO201" and not _is_state(source, found.span.line)
        ]
        if sorted(said) != shared:
            disagreements.append(f"seed {seed}: shared {shared}, said {sorted(said)}\n{source}")
    report(disagreements)


def _is_rebound(source: str, line: int) -> bool:
    name = source.splitlines()[line].partition(" =")[0]
    is_plain = name.isidentifier() and not name.startswith("EARLY")
    return is_plain and sum(text.startswith(f"{name} =") for text in source.splitlines()) > 1


def test_numbers_that_are_bound_again(desks):
    disagreements = []
    for seed, (source, truth, analysis) in zip(SEEDS, desks, strict=True):
        last: dict[str, list[str]] = {}
        for line, _, moved in truth["depends"]:
            if _is_rebound(source, line):
                last[source.splitlines()[line].partition(" =")[0]] = moved
        expected = sorted(moved for moved in last.values() if len(moved) > 1)
        said = sorted(sorted(scanners) for scanners in said_of(analysis, "ISO202"))
        if said != expected:
            disagreements.append(f"seed {seed}: bound again {expected}, said {said}\n{source}")
    report(disagreements)


def test_scanners_that_disturb_one_another(desks):
    disagreements = []
    for seed, (source, truth, analysis) in zip(SEEDS, desks, strict=True):
        pairs = {frozenset(pair) for pair in truth["disturbs"]}
        said = said_of(analysis, "ISO204")
        missed = [sorted(pair) for pair in pairs if not any(pair <= scanners for scanners in said)]
        false = [sorted(scanners) for scanners in said if not any(pair <= scanners for pair in pairs)]
        if missed or false:
            disagreements.append(f"seed {seed}: missed {missed}, false {false}\n{source}")
    report(disagreements)


def test_the_desks_hold_what_they_are_for(desks):
    truths = [truth for _, truth, _ in desks]
    assert sum(bool(truth["disturbs"]) for truth in truths) >= 10
    assert sum(any(len(moved) > 1 for _, _, moved in truth["depends"]) for truth in truths) >= 40
    assert sum(not any(len(moved) > 1 for _, _, moved in truth["depends"]) for truth in truths) >= 10
