"""The benchmark runs and shows every measure; what it measures is no test's business."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest
from isoscan.analysis import analyse
from isoscan.config import Config

BENCH = Path(__file__).parents[2] / "bench"
sys.path.insert(0, str(BENCH))

from desks import desk  # noqa: E402
from hanging import compared, percentile_95  # noqa: E402
from measure import REQUESTS, TYPED, Row, table  # noqa: E402


@pytest.mark.parametrize("lines", [20, 500, 3000])
def test_desks_are_valid_python_of_the_length_asked_for(lines):
    text = desk(lines)
    ast.parse(text)
    assert lines <= text.count("\n") < lines + 25
    assert text == desk(lines)


def test_desks_hold_scanners_that_share_parameters():
    analysis = analyse(desk(500), Config())
    assert not analysis.problems
    assert {scanner.boundary.kind for scanner in analysis.scanners} == {"function", "mask"}
    assert "ISO201" in {diagnostic.code for diagnostic in analysis.diagnostics}


def test_what_is_typed_is_a_statement_in_the_end():
    ast.parse(TYPED)


def test_the_table_shows_ratios():
    rows = [Row("check", 50.0, 20.0), Row("sent", 3.0, unit="KiB"), Row("key", 2.0, 1.0, 2.5)]
    assert table(rows).splitlines()[2:] == [
        "| check | 50.0 ms | 20.0 ms | 2.5 |  |",
        "| sent | 3.0 KiB |  |  |  |",
        "| key | 2.0 ms | 1.0 ms | 2.0 | 2.5 ms |",
    ]


def test_a_quick_run_shows_every_measure():
    run = subprocess.run(
        [sys.executable, str(BENCH / "measure.py"), "--quick"], capture_output=True, text=True, check=True
    )
    rows = [line.split("|")[1].strip() for line in run.stdout.splitlines() if line.startswith("| ")]
    starts = [
        "measure",
        "---",
        "check 120 lines, median",
        "check 120 lines, best",
        "spawn to initialize, median",
    ]
    traces = [
        f"{trace}, 120 lines, {what}"
        for trace in ("toggle", "paste", "delete", "typing", "newline")
        for what in ("p50", "p95", "p99", "sent per edit")
    ]
    requests = [f"{request} behind an edit, 120 lines, p95" for request in REQUESTS]
    expected = [*starts, "open 120 lines to findings", *traces, *requests]
    if Path("/proc/self/status").exists():
        expected.append("peak memory, 120 lines")
    assert rows == expected


def test_ratios_come_with_the_interval_that_they_lie_in():
    slow, fast = [[2.0, 4.0], [4.0, 2.0], [6.0]], [[1.0, 2.0], [2.0, 1.0], [3.0]]
    assert compared(slow, fast, median) == (2.0, 2.0, 2.0)
    apart = compared([[1.0], [4.0]], [[1.0], [1.0]], median)
    assert (apart.low, apart.high) == (1.0, 4.0)
    assert str(apart) == "2.500 (1.000 to 4.000)"
    assert percentile_95([float(number) for number in range(1, 101)]) == 95.0


def test_keys_are_measured_while_a_server_hangs():
    run = subprocess.run(
        [sys.executable, str(BENCH / "hanging.py"), "--quick"], capture_output=True, text=True, check=True
    )
    rows = [line.split("|")[1].strip() for line in run.stdout.splitlines() if line.startswith("| ")]
    assert rows == ["key typed", "---", "median", "p95"]
