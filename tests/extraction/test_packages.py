"""A package of scanners: what several of them use stands once, in `_shared.py`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from generated import analysed, bars, run
from isoscan.config import Config
from isoscan.extraction import extract
from isoscan.extraction.package import Package, extract_package

SOURCE = """
    import os
    import numpy as np
    import pandas as pd

    WINDOW = 20  # days
    MIN_GAP = 0.01
    COUNT = 0


    # 📏 average true range
    def atr(df, n=14):
        high, low, close = df["high"], df["low"], df["close"].shift(1)
        return np.maximum(high - low, (high - close).abs()).rolling(n).mean()


    def wide(df):
        return (df["high"] - df["low"]) > atr(df)


    def count():
        global COUNT
        COUNT += 1


    def scan_gap(df):
        count()
        return df[(df["open"] / df["close"].shift(1) - 1 > MIN_GAP) & wide(df)]


    def scan_trend(df):
        count()
        mean = df["close"].rolling(WINDOW).mean()
        return df[(df["close"] > mean) & wide(df) & (pd.Series(1, df.index) == 1)]


    def scan_fade(df):
        return df[(df["close"] < df["open"]) & (atr(df) > 0.5)]
"""
NAMES = ["scan_gap", "scan_trend", "scan_fade"]


def package_of(template: str) -> Package:
    return extract_package(analysed(SOURCE), NAMES, "desk/scans.py", Config(), template)


@pytest.fixture(params=["minimal", "standard"])
def package(request) -> Package:
    return package_of(request.param)


def test_shared_code_stands_once_with_its_comments(package):
    assert [each.problem for each in package.extractions] == ["", "", ""]
    assert package.shared_text.count("def atr(") == 1
    assert "# 📏 average true range" in package.shared_text
    assert "import numpy as np" in package.shared_text
    assert "pandas" not in package.shared_text
    for extraction in package.extractions:
        assert "def atr(" not in extraction.text
        assert "numpy" not in extraction.text
    assert "from ._shared import wide\n" in package.extractions[0].text
    assert "from ._shared import atr\n" in package.extractions[2].text


def test_state_that_changes_is_not_shared(package):
    assert "COUNT" not in package.shared_text
    assert "def count(" in package.extractions[0].text


def test_each_gives_what_it_gave(package, tmp_path, monkeypatch):
    folder = tmp_path / "desk_package"
    folder.mkdir()
    for name, text in package.companions.items():
        (folder / name).write_text(text, encoding="utf-8")
    for extraction in package.extractions:
        (folder / extraction.file_name).write_text(extraction.text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    original = run(SOURCE, "original_desk")
    frame = bars()
    for name in NAMES:
        module = importlib.import_module(f"desk_package.{name}")
        assert getattr(module, name)(frame).equals(getattr(original, name)(frame))
    for loaded in [each for each in sys.modules if each.startswith("desk_package")]:
        del sys.modules[loaded]


def test_the_checksum_of_the_slice_is_the_same_as_alone(package):
    def digest(text: str) -> str:
        return next(line for line in text.splitlines() if line.startswith("SHA-256 of the slice"))

    for name, extraction in zip(NAMES, package.extractions, strict=True):
        template = "minimal" if "Params" not in package.extractions[0].text else "standard"
        alone = extract(analysed(SOURCE), name, "desk/scans.py", Config(), template)
        assert digest(alone.text) == digest(extraction.text)


def test_without_anything_in_common_there_is_no_shared_module():
    source = """
        def scan_up(df):
            return df[(df["close"] > df["open"]) & (df["volume"] > 10)]


        def scan_down(df):
            return df[(df["close"] < df["open"]) & (df["volume"] > 20)]
    """
    made = extract_package(analysed(source), ["scan_up", "scan_down"], "s.py", Config(), "minimal")
    assert made.shared_text == ""
    assert set(made.companions) == {"__init__.py"}


def test_it_is_the_same_every_time(package):
    text = package.extractions[0].text
    assert package_of("minimal" if "Params" not in text else "standard") == package


def test_one_that_is_refused_does_not_take_the_others_with_it():
    made = extract_package(analysed(SOURCE), [*NAMES, "nowhere"], "s.py", Config(), "minimal")
    assert [bool(each.problem) for each in made.extractions] == [False, False, False, True]
    assert Path(made.extractions[0].file_name).suffix == ".py"
