"""What a scanner's record says: dependencies, reads, readers, descriptions, positions."""

from __future__ import annotations

from isoscan.analysis import analyse
from isoscan.config import Config

SOURCE = """\
import numpy as np
import pandas.api as api
from .local import clean
from ta.trend import sma

LIMIT = 0.9  # 📏 of the range
P = {
    "gap": 0.04,  # noqa: E501
}


def prepare(df):
    df["typical"] = (df["high"] + df["low"]) / 2
    df["atr"] = api.atr(df)
    return df


def scan_gap(df):
    df = clean(df)
    return df[(np.abs(df["gap"]) > P["gap"]) & (df["range"] > LIMIT)]


def scan_both(df):
    hits = scan_gap(df)
    return hits[(hits["fade"] > LIMIT) & (hits["range"] > sma(hits["close"]))]


def add_setups(df):
    df["wide"] = ((df["typical"] > 20) & (df["atr"] > 2) & (df["high"] > df["high1"])).astype(int)
    return df
"""


def scanners():
    return {scanner.boundary.namespace: scanner for scanner in analyse(SOURCE, Config()).scanners}


def test_dependencies_are_modules_helpers_and_other_scanners_sorted():
    found = scanners()
    assert found["scan_gap"].dependencies == (".local", "numpy")
    assert found["scan_both"].dependencies == ("scan_gap", "ta")


def test_masks_depend_on_what_computes_their_columns():
    assert scanners()["wide"].dependencies == ("prepare",)


def test_readers_and_reads_of_a_shared_definition():
    (limit,) = [parameter for parameter in scanners()["scan_gap"].parameters if parameter.name == "LIMIT"]
    assert limit.shared
    assert limit.read_by == ("scan_gap", "scan_both")
    assert [span.line for span in limit.reads] == [19]
    assert limit.description == "📏 of the range"
    assert (limit.span.line, limit.span.column, limit.value_span.column) == (5, 0, 8)


def test_calling_a_scanner_does_not_bring_its_parameters():
    assert [parameter.source for parameter in scanners()["scan_both"].parameters] == ["LIMIT"]


def test_instructions_to_tools_are_no_description():
    (gap,) = [parameter for parameter in scanners()["scan_gap"].parameters if parameter.origin == "dict_key"]
    assert (gap.description, gap.source, gap.text) == ("", "P['gap']", "0.04")
    assert gap.qualified_name == "scan_gap.gap"


def test_literals_stand_where_they_are_written():
    found = scanners()["wide"].parameters
    assert [(parameter.name, parameter.span.column) for parameter in found] == [
        ("typical_min", 35),
        ("atr_min", 54),
    ]
    assert all(parameter.span == parameter.value_span for parameter in found)
