"""Settings decide what is a scanner by name, and which detectors speak."""

from __future__ import annotations

import pytest
from isoscan.boundaries.detect import detect_boundaries
from isoscan.config import Config, parse_config
from isoscan.model.module import build_module

SCAN = 'def scan_gap(df):\n    return df[(df["open"] > 1.03 * df["close"]) & (df["volume"] > 1e6)]\n'
PLAIN = "def setup_quiet(items):\n    return sorted(items)\n"
SCRIPT = (
    "import yfinance as yf\n\nhits = []\nfor symbol in symbols:\n    df = yf.download(symbol)\n"
    '    if df["Close"].iloc[-1] > df["Open"].iloc[-1]:\n        hits.append(symbol)\n'
)
IN_A_ROW = (
    'import pandas as pd\n\nbars = pd.read_csv("bars.csv")\n\n'
    'gappers = bars[bars["open"] > 1.03 * bars["prev_close"]]\ngappers.to_csv("gappers.csv")\n\n'
    'busy = bars[bars["volume"] > 3 * bars["volume_avg"]]\nbusy.to_csv("busy.csv")\n'
)
TABLE = 'RULES = {\n    "a": "close > sma(close, 20)",\n    "b": "volume > 2 * sma(volume, 20)",\n}\n'


def names(text: str, config: Config) -> list[str]:
    return [boundary.name for boundary in detect_boundaries(build_module(text), config, "script")]


def test_a_name_of_the_settings_is_a_scanner_whatever_it_does() -> None:
    assert names(PLAIN, Config()) == []
    assert names(PLAIN, Config(scanner_names=("setup_*",))) == ["setup_quiet"]


def test_a_name_the_settings_rule_out_is_never_reported() -> None:
    assert names(SCAN, Config()) == ["scan_gap"]
    assert names(SCAN, Config(not_scanner_names=("*_gap",))) == []
    assert names(SCAN, Config(not_scanner_names=("*_GAP",))) == ["scan_gap"]


@pytest.mark.parametrize(
    ("text", "detector"), [(SCAN, "structural"), (SCRIPT, "module"), (TABLE, "table")], ids=lambda v: v[:12]
)
def test_a_disabled_detector_says_nothing(text: str, detector: str) -> None:
    assert names(text, Config())
    assert not names(text, Config(disabled_detectors=(detector,)))


def test_without_semantics_what_stands_in_a_row_is_one_script() -> None:
    assert names(IN_A_ROW, Config()) == ["gappers", "busy"]
    assert names(IN_A_ROW, Config(disabled_detectors=("semantic",))) == ["script"]


def test_detectors_are_named_as_they_are_called() -> None:
    config, problems = parse_config({"disabled-detectors": ["mask", "naming"], "scanner-names": ["a*"]})
    assert (config.disabled_detectors, config.scanner_names, problems) == (("mask", "naming"), ("a*",), [])
    config, problems = parse_config({"disabledDetectors": ["words"]})
    assert config.disabled_detectors == ()
    assert len(problems) == 1
    assert "structural" in problems[0]
