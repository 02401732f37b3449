"""Moving masks: the source calls the function that the condition became, and gives what it gave."""

from __future__ import annotations

import sys

import pandas as pd
import pytest
from generated import analysed, bars, generated, run
from isoscan.extraction.moving import move_scanners

SOURCE = '''
    """The desk's masks."""
    import numpy as np
    import pandas as pd

    MIN_GAP = 0.01  # 📊
    SEEN = []


    def add_columns(df):
        df = df.copy()
        df["gap"] = df["open"] / df["close"].shift(1) - 1
        df["mean"] = df["volume"].rolling(10).mean()
        return df


    def mark(df, floor):
        # the loud one 🚀
        df["gap_up"] = (
            (df["gap"] >= MIN_GAP) & (df["close"] > df["open"]) & (df["volume"] > df["mean"])
        ).astype(int)
        df["gap_down"] = (df["gap"] <= -MIN_GAP) & (df["close"] < df["open"]) & (df["close"] > floor)  # falls
        # isoscan: scanner quiet
        quiet = (df["volume"] < df["mean"]) & (df["gap"].abs() < MIN_GAP) & (df["close"] > df["open"])
        df.loc[quiet, "calm"] = 1
        spread = df["high"] - df["low"]
        df["wide"] = (spread > 2) & (df["volume"] > df["mean"]) & (df["close"] > df["open"])
        df["late"] = (df["close"] > df["open"]) & (df["volume"] > 1_000_000)
        df["late"] &= df["gap"] > 0
        return df


    def main(df):
        return mark(add_columns(df), 20)
'''


def moved(name: str, source: str = SOURCE):
    return move_scanners(analysed(source), {name: f"out_{name}"})


@pytest.mark.parametrize("template", ["minimal", "standard", "enterprise"])
@pytest.mark.parametrize("name", ["gap_up", "gap_down", "quiet"])
def test_the_source_gives_what_it_gave(name, template):
    move = moved(name)
    assert move.problem == ""
    before = analysed(SOURCE).module.text
    sys.modules[f"out_{name}"] = run(generated(SOURCE, name, template), f"out_{name}")
    try:
        after = run(move.text, "moved").main(bars())
    finally:
        del sys.modules[f"out_{name}"]
    pd.testing.assert_frame_equal(after, run(SOURCE, "original").main(bars()))
    assert f"\nimport pandas as pd\nfrom out_{name} import {name}" in move.text
    lost = [line for line in before.splitlines() if line not in move.text.splitlines()]
    assert len(lost) <= 4, "nothing but the condition is another"
    assert move.text.count("# the loud one 🚀") == move.text.count("# falls") == 1
    assert len(analysed(SOURCE).scanners) >= 4


def test_how_it_is_called():
    assert 'df["gap_up"] = gap_up(df)\n' in moved("gap_up").text
    assert 'df["gap_down"] = gap_down(df, floor=floor)  # falls\n' in moved("gap_down").text
    text = moved("quiet").text
    assert "from out_quiet import quiet as quiet_mask\n" in text
    assert "quiet = quiet_mask(df)\n" in text


@pytest.mark.parametrize(
    ("name", "reason"),
    [("wide", "depends on further statements"), ("late", "depends on further statements")],
)
def test_what_a_call_cannot_stand_for_stays(name, reason):
    move = moved(name)
    assert reason in move.problem
    assert move.text == ""


def test_an_argument_with_a_default_may_be_given_otherwise():
    source = SOURCE.replace("def mark(df, floor)", "def mark(df, floor=15)")
    assert "by default" in moved("gap_down", source).problem
    assert moved("gap_up", source).problem == ""


def test_state_that_changes_is_not_shared():
    source = SOURCE.replace('& (df["volume"] > df["mean"])\n', '& (df["volume"] > len(SEEN))\n')
    source = source.replace("    def main(df):\n", "    def main(df):\n        SEEN.append(len(df))\n")
    source = source.replace("mark(add_columns(df), 20)", "mark(add_columns(df), 20), SEEN")
    assert "`SEEN`" in moved("gap_up", source).problem


def test_line_ends_stay_and_an_import_goes_below_the_docstring():
    source = analysed(SOURCE).module.text.replace("import numpy as np\nimport pandas as pd\n", "")
    source = source.replace("\n", "\r\n")
    move = move_scanners(analysed(source), {"gap_up": "out_gap_up"})
    assert move.problem == ""
    assert '"""The desk\'s masks."""\r\nfrom out_gap_up import gap_up\r\n' in move.text
    assert "\n" not in move.text.replace("\r\n", "")
