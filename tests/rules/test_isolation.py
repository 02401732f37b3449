"""The isolation score follows the formula on its documentation page, whose example is run here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from isoscan.analysis import analyse
from isoscan.config import Config
from isoscan.rules.isolation import HELPER_WEIGHT, PARAMETER_WEIGHT, SHARE_OF_CODE

PAGE = (Path(__file__).parents[2] / "docs" / "isolation.md").read_text(encoding="utf-8")


def scores(source: str, config: Config | None = None) -> dict[str, float]:
    analysis = analyse(source, config or Config())
    return {scanner.boundary.namespace: scanner.isolation_score for scanner in analysis.scanners}


def test_example_on_the_page():
    (source,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    stated = [float(number) for number in re.findall(r"\*\*([\d.]+)\*\*", PAGE)]
    assert list(scores(source).values()) == pytest.approx(stated)


def test_table_on_the_page():
    rows = re.findall(r"^\| (ISO\d+) .*? \| .*? \| (\d)(?: each)? \| ([\d.]+) \|$", PAGE, flags=re.MULTILINE)
    assert {code: float(share) for code, _, share in rows} == SHARE_OF_CODE
    weights = {code: float(weight) for code, weight, _ in rows}
    assert weights.pop("ISO207") == HELPER_WEIGHT
    assert set(weights.values()) == {PARAMETER_WEIGHT}


def test_scanner_that_reads_nothing_is_isolated():
    assert scores(
        'def scan_inside(df):\n    return df[(df["high"] < df["high1"]) & (df["low"] > df["low1"])]\n'
    ) == {"scan_inside": 1.0}


SHARED = """
LIMIT = 0.9


def scan_gap_up(df):
    return df[(df["gap"] > LIMIT) & (df["high"] > df["high1"])]


def scan_fade(df):
    return df[(df["fade"] > LIMIT) & (df["high"] > df["high1"])]
"""


@pytest.mark.parametrize("config", [Config(), Config(ignore=("ISO2",)), Config(select=("ISO3",))])
def test_selection_does_not_change_the_score(config):
    assert scores(SHARED, config) == {"scan_gap_up": 0.5, "scan_fade": 0.5}


def test_suppression_does_not_change_the_score():
    assert scores(SHARED.replace("0.9", "0.9  # isoscan: ignore")) == {"scan_gap_up": 0.5, "scan_fade": 0.5}
    assert scores("# isoscan: ignore-file\n" + SHARED) == {"scan_gap_up": 0.5, "scan_fade": 0.5}


def test_every_item_of_a_replaced_dict_is_lost():
    source = """
P = {"gap": 0.04, "volume": 500_000}


def scan_gap_up(df):
    return df[(df["gap"] > P["gap"]) & (df["volume"] > P["volume"])]


P = {"gap": 0.06, "volume": 300_000}


def scan_fade(df):
    return df[(df["fade"] > P["gap"]) & (df["close"] > 5) & (df["low"] > 1) & (df["age"] > 2)]
"""
    assert scores(source) == pytest.approx({"scan_gap_up": 0.0, "scan_fade": 0.75})


def test_owner_of_a_foreign_parameter_loses_nothing():
    source = """
import backtrader as bt


class GapUp(bt.Strategy):
    min_gap = 0.04

    def next(self):
        if self.data.open[0] > self.data.close[-1] * (1 + self.min_gap):
            self.buy()


class GapFade(bt.Strategy):
    def next(self):
        if self.data.open[0] > self.data.close[-1] * (1 + GapUp.min_gap):
            self.sell()
"""
    assert scores(source) == pytest.approx({"GapUp": 1.0, "GapFade": 0.25})


def test_state_counts_for_the_scanner_that_reads_it():
    source = """
STATE = {"level": 0.5}


def scan_gap_up(df):
    STATE["level"] = 0.2
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]


def scan_fade(df):
    return df[(df["close"] < df["open"]) & (df["volume"] > 300_000) & (df["fade"] > STATE["level"])]
"""
    assert scores(source)["scan_gap_up"] == 1.0
    assert 0 < scores(source)["scan_fade"] < 1
