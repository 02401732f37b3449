"""Moving: the source loses the scanner, keeps what it needs, and still compiles."""

from __future__ import annotations

import pytest
from generated import analysed
from isoscan.extraction.moving import marked_as_moved, move_scanners
from isoscan.extraction.provenance import read_provenance

SOURCE = '''
    """The desk's scans."""
    import pandas as pd

    LEVEL = 0.01
    STATE = {"n": 0}


    def rise(df):
        return df["close"] / df["open"] - 1


    # the first 🚀
    def scan_rise(df):
        return df[(rise(df) > LEVEL) & (df["volume"] > 10)]


    def scan_fall(df):
        return df[(rise(df) < -LEVEL) & (df["volume"] > 10)]
        # down it goes


    def scan_counted(df):
        STATE["n"] += 1
        return df[(rise(df) < -LEVEL) & (df["volume"] > 20)]


    def main(df):
        return scan_rise(df), STATE
'''


TWICE = SOURCE.replace("def main", "def scan_rise(df):\n        return df[df['x'] > 1]\n\n\n    def main")


def moved(source: str, **modules: str):
    return move_scanners(analysed(source), modules)


def test_what_other_code_reads_is_imported():
    move = moved(SOURCE, scan_rise="out.scan_rise")
    assert move.problem == ""
    assert "def scan_rise" not in move.text
    assert "the first" not in move.text
    assert "\n\n\nfrom out.scan_rise import scan_rise\n\n\ndef scan_fall" in move.text
    compile(move.text, "<moved>", "exec")


def test_what_nobody_reads_is_replaced_by_nothing():
    move = moved(SOURCE, scan_fall=".scan_fall")
    assert move.problem == ""
    assert "scan_fall" not in move.text
    assert "down it goes" not in move.text
    before = analysed(SOURCE).module.text
    assert [line for line in before.splitlines() if line not in move.text.splitlines()] == [
        "def scan_fall(df):",
        '    return df[(rise(df) < -LEVEL) & (df["volume"] > 10)]',
        "    # down it goes",
    ]


def test_several_at_once():
    move = moved(SOURCE, scan_rise="out.scan_rise", scan_fall="out.scan_fall")
    assert move.problem == ""
    assert len(move.replacements) == 2
    assert "def scan_fall" not in move.text
    assert "from out.scan_rise import scan_rise" in move.text


def test_names_in_all_stay_importable():
    move = moved(
        SOURCE.replace("LEVEL = 0.01", 'LEVEL = 0.01\n    __all__ = ["scan_fall"]'), scan_fall="scan_fall_"
    )
    assert "from scan_fall_ import scan_fall" in move.text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_the_rest_stay_as_they_were(end):
    text = analysed(SOURCE).module.text.replace("\n", end)
    move = move_scanners(analysed(text), {"scan_fall": "x"})
    assert move.problem == ""
    assert move.text.count("\n") == move.text.count(end)
    assert move.text.endswith(text.split(end)[-2] + end)


@pytest.mark.parametrize(
    ("source", "name", "sentence"),
    [
        (SOURCE, "scan_counted", "it shares `STATE`, which changes while it runs"),
        (SOURCE, "nowhere", "there is no scanner `nowhere`"),
        (TWICE, "scan_rise", "defined more than once"),
    ],
)
def test_what_would_change_behaviour_is_refused(source, name, sentence):
    analysis = analysed(source)
    known = [each.boundary.namespace for each in analysis.scanners]
    namespace = next((each for each in known if each.startswith(name)), name)
    move = move_scanners(analysis, {namespace: "out.x"})
    assert sentence in move.problem
    assert (move.text, move.replacements) == ("", ())


def test_what_is_no_def_or_class_is_refused_with_the_way_out():
    source = """
        def mark(df):
            df["gap"] = df["open"] / df["close"].shift(1) - 1
            df["gap_up"] = (df["gap"] >= 0.01) & (df["close"] > df["open"]) & (df["volume"] > 10)
            df["gap_down"] = (df["gap"] <= -0.01) & (df["close"] < df["open"]) & (df["volume"] > 20)
            df["hold_up"] = (df["high"] > df["low"] * 1.1) & (df["volume"] > 30)
            return df
    """
    move = moved(source, gap_up="out.gap_up")
    assert "can be extracted" in move.problem


def test_a_class_that_is_left_behind_too_is_remarked():
    source = """
        class Signal:
            def __init__(self, rows):
                self.rows = rows


        def scan_rise(df):
            return Signal(df[(df["close"] > df["open"]) & (df["volume"] > 10)])


        def main(df):
            return isinstance(scan_rise(df), Signal)
    """
    move = moved(source, scan_rise="out.scan_rise")
    assert move.problem == ""
    assert move.remarks == ("`Signal` now exists twice, here and in `out.scan_rise`",)


def test_a_moved_module_says_so():
    text = (
        '"""Scanner `a`, extracted by isoscan.\n\nSource: s.py\nLines: 1-2\nSHA-256 of the slice: ' + "0" * 64
    )
    text = marked_as_moved(text + '\nTool: isoscan 0\nTemplate: minimal\n"""\n')
    provenance = read_provenance(text)
    assert provenance is not None
    assert provenance.moved
