"""The `enterprise` template: typed results, logging, errors per symbol, and tests that pass."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from generated import analysed, bars, extracted, generated, run

FUNCTION = """
    import pandas as pd

    MIN_RISE = 0.02  # 🚀 a good day


    class ScanHit:
        kind = "day"


    def scan_rise(df, min_volume=1_000):
        hit = ScanHit()
        rise = df["close"] / df["open"] - 1
        return df[(rise >= MIN_RISE) & (df["volume"] >= min_volume) & (hit.kind == "day")]
"""

MASKS = """
    import pandas as pd


    def mark(df):
        df["gap"] = df["open"] / df["close"].shift(1) - 1
        df["gap_up"] = (df["gap"] >= 0.01) & (df["close"] > df["open"])
        df["gap_down"] = (df["gap"] <= -0.01) & (df["close"] < df["open"])
        df["hold"] = (df["gap"] >= 0.02) & (df["close"] > df["low"])
        return df
"""

FETCHER = """
    import yfinance as yf


    def scan_symbol(symbol, start, end):
        df = yf.download(symbol, start=start, end=end)
        return df[(df["Close"] > df["Open"]) & (df["Volume"] > 1000)]
"""

STRATEGY = """
    import backtrader as bt


    class Cross(bt.Strategy):
        params = (("period", 14),)

        def __init__(self):
            self.average = bt.ind.SMA(period=self.p.period)

        def next(self):
            if not self.position and self.data.close[0] > self.average[0]:
                self.buy()
"""


def folder_of_bars(folder: Path) -> Path:
    for seed, symbol in enumerate(("AAA", "BBB")):
        bars(seed=seed).to_csv(folder / f"{symbol}.csv")
    (folder / "CCC.csv").write_text("date,close\n2025-01-01,1\n")
    return folder


def test_hits_and_failures_are_typed_and_one_symbol_does_not_stop_the_others(tmp_path, caplog, capsys):
    module = run(generated(FUNCTION, "scan_rise", "enterprise"))
    with caplog.at_level(logging.INFO):
        report = module.scan_symbols(["AAA", "CCC", "BBB", "--data", str(folder_of_bars(tmp_path))])
    assert {hit.symbol for hit in report.hits} == {"AAA", "BBB"}
    assert [failure.symbol for failure in report.failures] == ["CCC"]
    assert "KeyError" in report.failures[0].error
    assert any(record.name == "scan_rise" and "CCC" in record.getMessage() for record in caplog.records)
    assert "close" in capsys.readouterr().out
    assert module.main(["AAA", "--data", str(tmp_path)]) == 0
    assert module.main(["CCC", "--data", str(tmp_path)]) == 2


def test_the_users_own_names_are_left_to_them():
    module = run(generated(FUNCTION, "scan_rise", "enterprise"))
    assert module.ScanHit.kind == "day"
    assert module.ScanReport.__annotations__ is not None
    assert hasattr(module, "ScanHit_")


def test_extracting_again_gives_the_same_scanner():
    text = generated(FUNCTION, "scan_rise", "enterprise")
    again = analysed(text)
    assert [scanner.boundary.namespace for scanner in again.scanners] == ["scan_rise"]


@pytest.mark.parametrize(
    ("source", "name"),
    [(FUNCTION, "scan_rise"), (MASKS, "gap_up"), (FETCHER, "scan_symbol"), (STRATEGY, "Cross")],
    ids=["function", "mask", "fetcher", "strategy"],
)
def test_the_tests_that_come_along_pass(tmp_path, source, name):
    extraction = extracted(source, name, "enterprise")
    assert extraction.problem == ""
    assert extraction.test_file_name == f"test_{extraction.file_name}"
    (tmp_path / extraction.file_name).write_text(extraction.text, encoding="utf-8")
    (tmp_path / extraction.test_file_name).write_text(extraction.test_text, encoding="utf-8")
    (tmp_path / "yfinance.py").write_text("")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "skipped" not in done.stdout


def test_other_templates_have_no_tests():
    assert extracted(FUNCTION, "scan_rise", "standard").test_file_name == ""
