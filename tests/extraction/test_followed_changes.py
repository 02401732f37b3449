"""Slices follow what changes a value on its way: lists that are filled, calls that set up, masks cut down."""

from __future__ import annotations

import pandas as pd
import pytest
from generated import analysed, bars, extracted, generated, run
from isoscan.config import Config
from isoscan.extraction import extract

MASKS = """
import numpy as np
import pandas as pd

P = {"gap": 0.01, "vol": 1.1, "other": 4}
P["gap"] = 0.012


def add_average(frame, name, n):
    frame[name] = frame["close"].rolling(n).mean()


def add_all(frame):
    add_average(frame, "m5", 5)
    add_average(frame, "m20", 20)
    frame["junk"] = 1


def label(df, limits=None):
    limits = limits or {"floor": 20}
    add_all(df)
    values = []
    previous = 0.0
    for i in range(len(df)):
        previous = previous * 0.9 + df["close"].iloc[i] * 0.1
        values.append(previous)  # 📈 one per day
    df["ama"] = values
    # isoscan: scanner filled
    df["filled"] = (df["close"] > df["ama"]) & (df["close"] > limits["floor"])

    # isoscan: scanner averages
    df["averages"] = (df["m5"] > df["m20"]) & (df["volume"] > 1_000_000)

    df["week"] = df.index.strftime("%G-%V")
    weekly = df.groupby("week").agg(top=("high", "max")).shift(1)
    df = df.join(weekly, on="week")
    # isoscan: scanner broken
    df["broken"] = (df["close"] > df["top"]) & (df["volume"] > 1_000_000)

    # isoscan: scanner narrowed
    df["narrowed"] = df["close"] > df["m5"]
    df["narrowed"] &= df["volume"] > 1_200_000
    if len(df) > 10:
        df["narrowed"] &= df["close"] > 30

    gap = df["open"] / df["close"].shift(1) - 1
    # isoscan: scanner gapped
    df["gapped"] = (gap > P["gap"]) & (df["volume"] > P.get("vol", 1) * df["volume"].rolling(10).mean())
    return df
"""


@pytest.mark.parametrize("template", ["minimal", "standard"])
@pytest.mark.parametrize("name", ["filled", "averages", "broken", "narrowed", "gapped"])
def test_a_mask_gives_the_series_that_the_source_ends_with(name: str, template: str) -> None:
    raw = bars()
    expected = run(MASKS, "original").label(raw.copy())[name]
    assert expected.any()
    assert not expected.all()
    module = run(generated(MASKS, name, template))
    options = {"limits": None} if name == "filled" else {}
    got = getattr(module, name)(module.prepare(raw), **options)
    pd.testing.assert_series_equal(got, expected)


def test_a_knob_that_is_set_again_is_a_field_with_its_last_value() -> None:
    raw = bars()
    module = run(generated(MASKS, "gapped", "standard"))
    assert module.Params().gap == 0.012
    assert module.Params().vol == 1.1
    changed = run(MASKS.replace('P["gap"] = 0.012', 'P["gap"] = 0.03'), "changed").label(raw.copy())["gapped"]
    got = module.gapped(module.prepare(raw), module.Params(gap=0.03))
    pd.testing.assert_series_equal(got, changed)
    assert not got.equals(module.gapped(module.prepare(raw)))


def test_columns_of_other_masks_stay_behind() -> None:
    text = generated(MASKS, "filled")
    assert "m20" not in text.partition("def filled")[2]
    assert "narrowed" not in text
    assert text.count("# 📈 one per day") == 1


STATE = """
CONFIG = {}
LEVELS = []
BASE = {"gap": 0.02, "floor": 5}
ALIAS = BASE
ALIAS["gap"] = 0.012


def configure(volume=1.1):
    CONFIG["volume"] = volume


def load():
    for level in (10, 20):
        LEVELS.append(level)


configure(1.3)
load()


# isoscan: scanner scan_gap
def scan_gap(df):
    gap = df["open"] / df["close"].shift(1) - 1
    volume = df["volume"] > CONFIG["volume"] * df["volume"].rolling(10).mean()
    return df.index[(gap > BASE["gap"]) & volume & (df["close"] > LEVELS[0])].tolist()


# isoscan: scanner scan_low
def scan_low(df):
    return df.index[df["close"] < BASE["floor"]].tolist()


HITS = []


# isoscan: scanner scan_keep
def scan_keep(df):
    HITS.append(len(df))
    return HITS


scan_keep(LEVELS)


# isoscan: scanner scan_count
def scan_count(df):
    return len(HITS)
"""


def test_calls_and_aliases_that_change_state_come_along() -> None:
    raw = bars()
    expected = run(STATE, "original").scan_gap(raw.copy())
    assert expected
    assert run(generated(STATE, "scan_gap")).scan_gap(raw.copy()) == expected


def test_calls_that_set_up_something_else_stay_behind() -> None:
    text = generated(STATE, "scan_low")
    assert "configure" not in text
    assert "load" not in text


def test_a_call_of_another_scanner_stays_behind() -> None:
    assert "scan_keep" not in generated(STATE, "scan_count")


SCRIPT = """
# isoscan: begin counting
import math

wins = 0
limit = 5
prices = [1.0, 9.0, 12.0]
best = []


def good(price):
    return price > limit and price > math.floor(level)


level = 3
for price in prices:
    level = price / 2
    if good(price):
        wins += 1
        best.append(price)
# isoscan: end
"""


def test_what_functions_of_a_script_read_stays_a_global_of_the_module() -> None:
    source = SCRIPT.replace("# isoscan: begin counting\n", "").replace("# isoscan: end\n", "")
    analysis = analysed(SCRIPT)
    names = [each.boundary.namespace for each in analysis.scanners]
    assert names == ["counting"]
    extraction = extract(analysis, "counting", "scans.py", Config(), "minimal")
    assert extraction.problem == ""
    module = run(extraction.text)
    assert "global level" in extraction.text
    assert module.counting() == run(source, "original").best == [9.0, 12.0]


AGAIN = """
import pandas as pd


def add(df):
    df["ma"] = df["close"].rolling(10).mean()
    return df


def label(df):
    # isoscan: scanner above
    df["above"] = (df["close"] > 1.02 * df["ma"]) & (df["volume"] > 1_000_000)

    # isoscan: scanner below
    df["below"] = (df["close"] < 0.98 * df["ma"]) & (df["volume"] > 1_000_000)
    return df


def main(df):
    return label(add(df))
"""


@pytest.mark.parametrize("template", ["minimal", "standard", "enterprise"])
def test_a_mask_is_found_in_its_own_file_and_extracted_from_it_as_it_is(template: str) -> None:
    once = generated(AGAIN, "above", template)
    twice = extracted(once, "above", template, "above.py")
    assert twice.problem == ""
    assert twice.text.partition('\n"""\n')[2] == once.partition('\n"""\n')[2]


def test_a_scanner_that_would_not_be_found_in_its_own_file_is_named_there() -> None:
    source = "import os\n\n# isoscan: begin odd\nx = 1\ny = x + 1\n# isoscan: end\n"
    text = generated(source, "odd")
    assert text.count("# isoscan: scanner odd\n") == 1
    assert extracted(text, "odd", path="odd.py").problem == ""
