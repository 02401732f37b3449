"""Entries of tables made inside a function: the table thinned to the entry, or a reason."""

from __future__ import annotations

import pytest
from generated import bars, extracted, generated, run

LAMBDAS = """
    import pandas as pd

    MIN_VOLUME = 1_000  # 📊


    def gap(d):
        return d["open"] / d["close"].shift(1) - 1


    def run(df):
        shown = df.copy()
        scans = {
            # loud ones
            "gap_up": lambda d: d[(gap(d) > 0.01) & (d["volume"] > MIN_VOLUME)],
            "gap_down": lambda d: d[(gap(d) < -0.01) & (d["volume"] > MIN_VOLUME)],
            "wide": lambda d: d[(d["high"] - d["low"] > 2) & (d["volume"] > 1000)],
        }
        return {name: scan(shown) for name, scan in scans.items()}
"""

QUERIES = """
    import pandas as pd


    def screens(df):
        FILTERS = [
            {"name": "cheap", "query": "close < 50 and volume > 1000"},
            {"name": "dear", "query": "close > 50 and volume > 1000"},
            {"name": "rising", "query": "close > open and volume > 1000"},
        ]
        return {each["name"]: df.query(each["query"]) for each in FILTERS}
"""


@pytest.mark.parametrize("template", ["minimal", "standard", "enterprise"])
def test_an_entry_comes_with_what_it_calls_and_gives_the_same(template):
    original = run(LAMBDAS, "original").run(bars())
    for name in ("gap_up", "gap_down"):
        text = generated(LAMBDAS, name, template)
        module = run(text)
        assert list(module.scans) == [name]
        found = module.scans[name](bars())
        assert len(found) > 0
        assert found.equals(original[name])
        assert "# loud ones" in text
        assert "shown" not in text
        assert "def run(" not in text


@pytest.mark.parametrize("template", ["minimal", "standard"])
def test_an_entry_of_a_list(template):
    original = run(QUERIES, "original").screens(bars())
    for name in ("cheap", "dear", "rising"):
        module = run(generated(QUERIES, name, template))
        (entry,) = module.FILTERS
        assert entry["name"] == name
        assert bars().query(entry["query"]).equals(original[name])


def test_what_an_entry_reads_becomes_a_field():
    text = generated(LAMBDAS, "gap_up", "standard")
    assert "MIN_VOLUME: int = 1_000" in text
    assert "MIN_VOLUME = PARAMS.MIN_VOLUME  # 📊" in text


def test_in_a_branch_of_a_script():
    source = """
        import sys

        MIN_VOLUME = 1_000

        if len(sys.argv) > 100:
            scans = {}
        else:
            scans = {
                "up": lambda d: d[(d["close"] > d["open"]) & (d["volume"] > MIN_VOLUME)],
                "down": lambda d: d[(d["close"] < d["open"]) & (d["volume"] > MIN_VOLUME)],
                "wide": lambda d: d[(d["high"] - d["low"] > 2) & (d["volume"] > MIN_VOLUME)],
            }
    """
    original = run(source, "original")
    module = run(generated(source, "up", "standard"))
    assert list(module.scans) == ["up"]
    assert module.scans["up"](bars()).equals(original.scans["up"](bars()))
    assert "argv" not in generated(source, "up", "minimal")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("gap(d) > 0.01", "gap(shown) > 0.01"), "its entry reads `shown`, which only `run` has"),
        (
            ("        return {", '        scans["gap_up"] = lambda d: d[d["volume"] > 1]\n        return {'),
            "`run` changes its entry of `scans` afterwards",
        ),
    ],
    ids=["reads a local", "is changed"],
)
def test_what_makes_no_sense_elsewhere_is_refused(change, reason):
    source = LAMBDAS.replace(*change)
    assert extracted(source, "gap_up").problem == reason
    assert extracted(source, "wide").problem == ""
