from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from generated import bars, generated
from test_mask_behaviour import DESK


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "bars"
    data.mkdir()
    for seed, symbol in enumerate(("AAA", "BBB"), start=1):
        bars(200, seed, names="short").to_csv(data / f"{symbol}.csv")
        bars(200, seed).to_csv(data / f"{symbol}_LONG.csv")
    return data


def start(text: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    file = folder.parent / "scanner.py"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, str(file), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=folder.parent,
        stdin=subprocess.DEVNULL, timeout=100,
    )  # fmt: skip


def test_a_mask_runs_over_a_folder_of_bars(folder: Path) -> None:
    output = folder.parent / "hits.csv"
    done = start(
        generated(DESK, "fade", "standard"),
        folder,
        "AAA",
        "BBB",
        "--data",
        str(folder),
        "--output",
        str(output),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "symbol" in done.stdout.splitlines()[0]
    with output.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["symbol"] for row in rows} == {"AAA", "BBB"}
    assert set(rows[0]) == {"symbol", "date", "o", "h", "l", "c", "v"}
    assert len(done.stdout.splitlines()) == len(rows) + 1


def test_dates_limit_the_bars(folder: Path) -> None:
    done = start(
        generated(DESK, "fade", "standard"), folder, "AAA", "--data", str(folder),
        "--start", "2024-03-01", "--end", "2024-03-01",
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "no hits\n", "")


def test_a_missing_file_is_said_and_the_others_run(folder: Path) -> None:
    done = start(generated(DESK, "fade", "standard"), folder, "NONE", "AAA", "--data", str(folder))
    assert done.returncode == 2
    assert done.stderr.startswith("NONE: FileNotFoundError")
    assert "Traceback" not in done.stderr
    assert "AAA" in done.stdout


def test_a_missing_folder_is_said(folder: Path) -> None:
    done = start(generated(DESK, "fade", "standard"), folder, "--data", "nowhere")
    assert done.returncode == 2
    assert "nowhere is not a folder" in done.stderr


FUNCTIONS = '''
import pandas as pd

FLOOR = 1_000_000


# isoscan: scanner scan_gap
def scan_gap(df, symbol="", n=20):
    """Gaps up on volume."""
    hits = []
    mean = df["volume"].rolling(n).mean()
    for i in range(n, len(df)):
        gap = df["open"].iloc[i] > df["close"].iloc[i - 1] * 1.02
        if gap and df["volume"].iloc[i] > max(FLOOR, mean.iloc[i]):
            hits.append({"ticker": symbol, "day": df.index[i], "price": df["open"].iloc[i]})
    return hits


# isoscan: scanner scan_symbol
def scan_symbol(sym: str, start: str, end: str) -> pd.DataFrame:
    """Its own data."""
    days = pd.date_range(start, end)
    frame = pd.DataFrame({"ticker": sym, "day": days, "close": range(len(days))})
    return frame[frame["close"] >= 3]


# isoscan: scanner check_wide
def check_wide(row):
    return row["high"] / row["low"] > 1.06 and row["volume"] > FLOOR


# isoscan: scanner long_candle
def long_candle(stock_name, stock_data, lst):
    last = stock_data.iloc[-1]
    if last["close"] > 0 and last["high"] > last["low"] * 1.0001:
        lst.append([stock_name, last["close"]])


# isoscan: scanner is_above
def is_above(df, level):
    return bool(df["close"].iloc[-1] > level)
'''


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("scan_gap", ["AAA_LONG", "--data"], "AAA_LONG"),
        ("scan_symbol", ["X", "Y", "--start", "2025-01-01", "--end", "2025-01-05"], "2025-01-05"),
        ("check_wide", ["AAA_LONG", "BBB_LONG", "--data"], "True"),
        ("long_candle", ["AAA_LONG", "--data"], "AAA_LONG"),
        ("is_above", ["AAA_LONG", "--level", "0.5", "--data"], "True"),
    ],
)
def test_functions_are_fed_what_they_take(
    name: str, arguments: list[str], expected: str, folder: Path
) -> None:
    given = [*arguments, str(folder)] if arguments[-1] == "--data" else arguments
    done = start(generated(FUNCTIONS, name, "standard"), folder, *given)
    assert (done.returncode, done.stderr) == (0, "")
    assert expected in done.stdout


def test_a_scanner_that_finds_nothing_says_so(folder: Path) -> None:
    done = start(
        generated(FUNCTIONS, "is_above", "standard"),
        folder,
        "AAA_LONG",
        "--level",
        "1e9",
        "--data",
        str(folder),
    )
    assert (done.returncode, done.stdout) == (0, "no hits\n")


def test_a_strategy_for_a_framework_says_who_runs_it(folder: Path) -> None:
    source = '''
    from frames import Strategy

    class Momentum(Strategy):
        """Follows strength."""
        period = 14
        threshold = 0.5

        def next(self):
            if self.data.close[-1] > self.sma[-1] * (1 + self.threshold):
                self.buy()

        def init(self):
            self.sma = self.I(mean, self.data.close, self.period)
    '''
    text = generated(source, "Momentum", "standard").replace(
        "from frames import Strategy", "Strategy = object"
    )
    done = start(text, folder)
    assert done.returncode == 2
    assert done.stderr == "Momentum is a strategy (Strategy): its framework runs it\n"
