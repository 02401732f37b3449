"""Original and generated module run in child processes and are compared."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from isoscan.analysis import analyse
from isoscan.config import Config
from isoscan.extraction import extract
from isoscan.verification import Verification, processes, verify


def verified(
    folder: Path,
    source: str,
    name: str,
    *,
    template: str = "standard",
    change: tuple[str, str] | None = None,
    seconds: float = 3,
) -> Verification:
    """Extract and verify; `change` replaces text in the generated module first."""
    text = dedent(source).lstrip("\n")
    file = folder / "scans.py"
    file.write_text(text, encoding="utf-8")
    analysis = analyse(text, Config())
    scanner = next(each for each in analysis.scanners if each.boundary.namespace == name)
    extraction = extract(analysis, name, "scans.py", Config(), template)
    assert extraction.problem == ""
    if change is not None:
        assert change[0] in extraction.text
        extraction = replace(extraction, text=extraction.text.replace(*change))
    lifts = template != "minimal"
    return verify(analysis, scanner, extraction, file, lifts=lifts, python=sys.executable, seconds=seconds)


FUNCTION = """
    import pandas as pd

    VOLUME_MULT = 1.5  # 📊 how much more than usual


    def scan_gap(df, min_gap=0.01):
        gap = df["open"] / df["close"].shift(1) - 1
        busy = df["volume"] > VOLUME_MULT * df["volume"].rolling(20).mean()
        return df[(gap >= min_gap) & busy]
"""

PREPARED = """
    import pandas as pd


    def add_columns(df):
        df = df.copy()
        df["mean"] = df["close"].rolling(20).mean()
        df["stretch"] = df["close"] / df["mean"] - 1
        df["spike"] = df["volume"] / df["volume"].rolling(10).mean()  # 🚀 for another one
        return df


    def scan_stretch(df):
        return df[df["stretch"] > 0.02]


    def scan_spike(df):
        df["seen"] = df["spike"] > 1.2
        return df[df["seen"]]


    def run(bars):
        df = add_columns(bars)
        return scan_stretch(df), scan_spike(df.copy())
"""

MASKS = """
    import pandas as pd


    def add_columns(df):
        df["h1"] = df["h"].shift(1)
        df["c1"] = df["c"].shift(1)
        df["gap"] = df["o"] / df["c1"] - 1
        return df


    def mark(df):
        df["gap_up"] = ((df["gap"] >= 0.01) & (df["c"] >= df["o"]) & (df["c"] > df["h1"])).astype(int)
        df["gap_down"] = ((df["gap"] <= -0.01) & (df["c"] < df["o"]) & (df["h"] < df["h1"])).astype(int)
        df["hold_up"] = ((df["gap"] >= 0.02) & (df["c"] >= df["c1"]) & (df["v"] > 5_000)).astype(int)
        return df


    def main(df):
        df = add_columns(df)
        df = mark(df)
        return df[df["gap_up"] == 1]
"""

FETCHING = """
    import pandas as pd
    import requests

    API_KEY = "pk_live_0123456789abcdef0123456789"
    session = requests.Session()


    def fetch_daily(symbol, start, end):
        answer = session.get(f"https://prices.example/v2/ticker/{symbol}", params={"apiKey": API_KEY})
        frame = pd.DataFrame(answer.json()["results"])
        return frame.rename(columns={"o": "Open", "h": "High", "l": "Low", "c": "Close", "v": "Volume"})


    def scan_symbol(symbol, start, end):
        df = fetch_daily(symbol, start, end)
        up = df["Close"] > df["Close"].shift(1) * 1.01
        busy = df["Volume"] > df["Volume"].rolling(10).mean()
        return df[up & busy & (df["Open"] < df["Close"])]
"""


@pytest.mark.parametrize("template", ["minimal", "standard"])
def test_a_function_gives_what_it_gave_and_has_hits(tmp_path, template):
    result = verified(tmp_path, FUNCTION, "scan_gap", template=template)
    assert result.status == "identical", result
    assert result.hits >= 1
    assert "DataFrame" in result.summary


def test_rows_with_columns_that_only_the_source_computes_are_the_same_rows(tmp_path):
    for name in ("scan_stretch", "scan_spike"):
        verdict = verified(tmp_path, PREPARED, name)
        assert verdict.status == "identical", verdict
        assert verdict.hits > 0


def test_a_column_that_is_prepared_otherwise_is_seen(tmp_path):
    verdict = verified(tmp_path, PREPARED, "scan_stretch", change=("rolling(20)", "rolling(21)"))
    assert verdict.status == "different"
    assert "`prepare` computes mean, stretch of `df` otherwise" in verdict.summary


@pytest.mark.parametrize("name", ["gap_up", "gap_down"])
def test_a_mask_is_compared_with_the_column_that_the_source_makes(tmp_path, name):
    result = verified(tmp_path, MASKS, name)
    assert result.status == "identical", result
    assert result.hits >= 1


@pytest.mark.parametrize(
    ("source", "name", "change"),
    [
        (FUNCTION, "scan_gap", ("df[(gap", "df.head(150)[(gap")),
        (FUNCTION, "scan_gap", ("= 1.5", "= 1.6")),
        (MASKS, "gap_up", ('df["h"].shift(1)', 'df["h"].shift(2)')),
        (MASKS, "gap_up", (".astype(int)", ".astype(float)")),
    ],
    ids=["rows", "parameter", "column", "dtype"],
)
def test_a_changed_result_is_seen(tmp_path, source, name, change):
    result = verified(tmp_path, source, name, change=change)
    assert result.status == "different", result
    assert "series" in result.summary


def test_a_generated_module_that_fails_is_different(tmp_path):
    result = verified(
        tmp_path, FUNCTION, "scan_gap", change=("SCANNER_NAME", "import nothing_of_that_name_\nSCANNER_NAME")
    )
    assert result.status == "different"
    assert "cannot be run" in result.summary


def test_fetching_functions_give_generated_bars_and_the_report_says_so(tmp_path):
    result = verified(tmp_path, FETCHING, "scan_symbol")
    assert result.status == "identical", result
    assert result.hits >= 1
    assert any("`fetch_daily` gave generated bars" in detail for detail in result.details)


def test_the_report_says_what_isolated_the_processes(tmp_path):
    result = verified(tmp_path, FUNCTION, "scan_gap")
    assert any(detail.startswith("isolated by ") for detail in result.details)


def test_what_no_series_reaches_is_said(tmp_path):
    source = """
        def scan_never(df):
            df = df.copy()
            df["rise"] = df["close"] / df["close"].shift(1)
            return df[(df["rise"] > 2) & (df["close"] < df["low"])]
    """
    result = verified(tmp_path, source, "scan_never")
    assert (result.status, result.hits) == ("identical", 0)
    assert any(detail.startswith("no hit was reached") for detail in result.details)


def test_a_scanner_that_differs_from_itself_is_not_blamed_on_the_extraction(tmp_path):
    source = """
        import os


        def scan_random(df):
            df = df.copy()
            df["mark"] = int.from_bytes(os.urandom(6), "big")
            return df[(df["close"] > df["open"]) & (df["mark"] >= 0)]
    """
    result = verified(tmp_path, source, "scan_random")
    assert result.status == "unverified"
    assert "twice" in result.summary


def test_columns_that_an_error_names_are_made_up(tmp_path):
    source = """
        def scan_dip(df):
            columns = ["rsi_" + str(14), "close"]
            part = df[columns]
            return df[(part["rsi_14"] < 30) & (df["close"] > df["open"])]
    """
    result = verified(tmp_path, source, "scan_dip")
    assert result.status == "identical", result
    assert result.hits >= 1


def test_network_is_refused_and_files_stay_as_they_are(tmp_path):
    outside = tmp_path / "victim.txt"
    outside.write_text("as it was")
    source = f"""
        import socket


        def scan_gap(df):
            tried = []
            for what in ("net", "write", "remove", "process"):
                try:
                    if what == "net":
                        socket.create_connection(("127.0.0.1", 9), timeout=1)
                    elif what == "write":
                        open({str(outside)!r}, "w").write("changed")
                    elif what == "remove":
                        import os
                        os.remove({str(outside)!r})
                    else:
                        import subprocess
                        subprocess.run(["true"])
                    tried.append(what)
                except OSError as error:
                    tried.append(type(error).__name__)
            print(tried)
            return df[(df["close"] > df["open"]) & (df["volume"] > 0)]
    """
    assert verified(tmp_path, source, "scan_gap").status == "identical"
    assert outside.read_text() == "as it was"


def test_an_endless_scanner_is_ended(tmp_path):
    source = """
        def scan_forever(df):
            while True:
                if df["close"].iloc[-1] > 1e12 and df["open"].iloc[-1] > 2:
                    return True
    """
    result = verified(tmp_path, source, "scan_forever")
    assert result.status == "unverified"


def test_sections_run_on_what_the_code_above_them_made(tmp_path):
    source = """
        import yfinance as yf

        df = yf.download("AAA", start="2024-01-01")

        # ===== Strategy 1: momentum =====
        hits = []
        for i in range(20, len(df)):
            if df["Close"].iloc[i] > df["Close"].iloc[i - 20] * 1.1 and df["Volume"].iloc[i] > 1000:
                hits.append(df.index[i])
        print(hits)

        # ===== Strategy 2: reversion =====
        dips = []
        for i in range(5, len(df)):
            if df["Close"].iloc[i] < df["Close"].iloc[i - 5] * 0.95 and df["Volume"].iloc[i] > 1000:
                dips.append(df.index[i])
        print(dips)
    """
    result = verified(tmp_path, source, "strategy_2_reversion")
    assert result.status == "identical", result


def test_an_interpreter_without_pandas_is_said(tmp_path):
    text = dedent(FUNCTION)
    analysis = analyse(text, Config())
    extraction = extract(analysis, "scan_gap", "scans.py", Config(), "minimal")
    result = verify(
        analysis,
        analysis.scanners[0],
        extraction,
        tmp_path / "scans.py",
        lifts=False,
        python="no_such_python",
    )
    assert result.status == "unverified"
    assert "no_such_python" in result.summary


def test_bubblewrap_confines_the_processes_where_it_works(tmp_path, monkeypatch):
    tools = tmp_path / "tools"
    tools.mkdir()
    bubblewrap = tools / "bwrap"
    bubblewrap.write_text(
        "#!/bin/sh\n"
        f'echo "$@" >> {tmp_path}/calls.txt\n'
        'while [ "${1#--}" != "$1" ]; do\n'
        "  case $1 in\n"
        "    --ro-bind|--bind) shift 3;;\n"
        "    --dev|--proc|--tmpfs|--chdir) shift 2;;\n"
        "    *) shift;;\n"
        "  esac\n"
        "done\n"
        'exec "$@"\n'
    )
    bubblewrap.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    processes.find_fence.cache_clear()
    try:
        result = verified(tmp_path, FUNCTION, "scan_gap")
    finally:
        processes.find_fence.cache_clear()
    assert result.status == "identical", result
    assert "isolated by bubblewrap" in result.details
    lines = (tmp_path / "calls.txt").read_text().splitlines()
    calls = [line for line in lines if "--unshare-all" in line]
    assert len(calls) >= 4
    assert all("--ro-bind / /" in call for call in calls)


def test_a_bubblewrap_that_does_not_work_is_not_trusted(tmp_path, monkeypatch):
    (tmp_path / "bwrap").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    processes.find_fence.cache_clear()
    try:
        assert processes.find_fence() == "audit hook"
    finally:
        processes.find_fence.cache_clear()


def test_a_relative_import_is_found_beside_the_source(tmp_path):
    (tmp_path / "levels.py").write_text("LEVEL = 0.01\n")
    source = """
        from .levels import LEVEL


        def scan_rise(df):
            return df[(df["close"] / df["open"] - 1 > LEVEL) & (df["volume"] > 10)]
    """
    text = dedent(source).lstrip("\n")
    file = tmp_path / "scans.py"
    file.write_text(text)
    analysis = analyse(text, Config())
    extraction = extract(analysis, "scan_rise", "scans.py", Config(), "standard", "")
    result = verify(
        analysis, analysis.scanners[0], extraction, file, lifts=True, python=sys.executable, seconds=2
    )
    assert result.status == "identical", result


def test_thresholds_that_random_walks_miss_are_climbed_to(tmp_path):
    source = """
        def scan_rare(df):
            day = df.iloc[-1]
            before = df.iloc[-2]
            if day["open"] / before["close"] < 1.11:
                return False
            if day["volume"] < before["volume"] * 9:
                return False
            if day["close"] < day["open"] * 1.04:
                return False
            return before["close"] < before["open"] * 0.97
    """
    result = verified(tmp_path, source, "scan_rare", seconds=30)
    assert result.status == "identical", result
    assert result.hits >= 1
