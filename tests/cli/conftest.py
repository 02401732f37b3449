"""Ready records for the outputs' tests, and a way to run the command as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from isoscan.boundaries.boundary import Boundary, Evidence
from isoscan.cli.report import FileReport
from isoscan.parameters.parameter import Parameter, Scanner, SharedGlobal
from isoscan.rules.diagnostic import Diagnostic, Fix, Related
from isoscan.source.spans import Span

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `isoscan` with arguments in the test's folder; output comes as text, line ends as written."""

    def run_isoscan(*arguments: object, stdin: bytes = b"", **environment: str):
        command = [sys.executable, "-m", "isoscan", *map(str, arguments)]
        clean = {key: value for key, value in os.environ.items() if not key.endswith("_COLOR")}
        clean.pop("ISOSCAN_DEBUG", None)
        result = subprocess.run(
            command, input=stdin, capture_output=True, cwd=tmp_path, env={**clean, **environment}, check=False
        )
        return subprocess.CompletedProcess(
            command, result.returncode, result.stdout.decode("utf-8"), result.stderr.decode("utf-8")
        )

    return run_isoscan


@pytest.fixture
def parameter() -> Parameter:
    return Parameter(
        name="ATR_MULT",
        qualified_name="gap_up.ATR_MULT",
        value=1.25,
        text="1.25",
        origin="module",
        source="ATR_MULT",
        span=Span(11, 0, 11, 8),
        value_span=Span(11, 11, 11, 15),
        via="",
        description="",
        read_by=("fade", "gap_up"),
        reads=(Span(40, 4, 40, 12),),
    )


@pytest.fixture
def scanner(parameter: Parameter) -> Scanner:
    boundary = Boundary(
        name="gap_up",
        namespace="gap_up",
        kind="function",
        start_line=37,
        end_line=52,
        definition_line=38,
        name_span=Span(38, 4, 38, 10),
        container="",
        confidence=0.97123456,
        status="valid",
        evidence=(Evidence("naming", 0.9, "named `gap_up`"),),
    )
    return Scanner(boundary, (parameter,), ("pandas",), 0.5)


@pytest.fixture
def diagnostic() -> Diagnostic:
    return Diagnostic(
        code="ISO201",
        name="shared-parameter",
        severity="warning",
        subject="ATR_MULT",
        message="changing `ATR_MULT` for `gap_up` also changes `fade`",
        span=Span(11, 0, 11, 8),
        scanners=("gap_up", "fade"),
        related=(Related(Span(40, 4, 40, 12), "read by scanner `fade`"),),
        fixes=(Fix("Give each scanner its own `ATR_MULT`", "safe", ()),),
    )


@pytest.fixture
def report(scanner: Scanner, diagnostic: Diagnostic) -> FileReport:
    lines = {9: "", 10: "# 🎯 knobs", 11: "ATR_MULT = 1.25", 12: "\tX = 1", 13: ""}
    shared = SharedGlobal("API_KEY", Span(3, 0, 3, 7), "named like a key")
    return FileReport("desk.py", (scanner,), (shared,), (diagnostic,), lines)
