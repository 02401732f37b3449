"""Descriptions are exact, and differences are named."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from isoscan.verification.child.canonical import describe, is_hit
from isoscan.verification.comparison import difference, mask_difference, outcome_difference


@dataclass
class Signal:
    symbol: str
    price: float


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (True, 1),
        (True, np.bool_(True)),
        (1.0, np.float64(1.0)),
        (0.1 + 0.2, 0.3),
        ([1, 2], [2, 1]),
        ([1, 2], (1, 2)),
        ("1", 1),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (None, False),
        (Signal("A", 1.0), Signal("A", 1.5)),
        (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [1.0, 2.0]})),
        (pd.DataFrame({"a": [1], "b": [2]}), pd.DataFrame({"b": [2], "a": [1]})),
        (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [1, 2]}, index=[1, 0])),
        (pd.Series([1, 0], name="x"), pd.Series([1, 0], name="y")),
        (pd.Series([1, 0]).astype(bool), pd.Series([1, 0])),
        (np.array([1, 2]), np.array([1, 2], dtype="int32")),
        (np.array([[1, 2]]), np.array([1, 2])),
        (pd.Timestamp("2025-01-01"), datetime.datetime(2025, 1, 1)),
    ],
)
def test_what_differs_in_value_type_dtype_or_order_differs(one, other):
    assert difference(describe(one), describe(other))


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        [1, "a", None, (2.5, {"k": {3}})],
        pd.DataFrame({"a": [1.0, float("nan")], "d": pd.to_datetime(["2025-01-01", None])}),
        pd.Series(["x", None, 3]),
        Signal("🎯", 2.0),
        np.array([1.5, float("nan")]),
    ],
)
def test_the_same_is_the_same(value):
    assert difference(describe(value), describe(value)) == ""


def test_a_cycle_ends():
    around: list[object] = []
    around.append(around)
    assert describe(around)


def test_a_difference_is_named_with_its_place():
    one = describe({"rows": [1, 2, 3]})
    other = describe({"rows": [1, 5, 3]})
    assert "2" in difference(one, other)
    assert "5" in difference(one, other)


def test_masks_are_compared_on_the_rows_that_the_source_has():
    original = {"labels": ["b", "c"], "values": [1, 0], "dtype": "int64", "name": "x"}
    more = {"labels": ["a", "b", "c"], "values": [0, 1, 0], "dtype": "int64", "name": "x"}
    assert mask_difference(original, more) == ""
    assert "row c" in mask_difference(original, {**more, "values": [0, 1, 1]})
    assert "missing" in mask_difference(original, {**more, "labels": ["a", "b", "d"]})
    assert "dtype" in mask_difference(original, {**more, "dtype": "bool"})


def test_errors_count_as_results():
    raised = {"raised": ["ValueError", "too short"]}
    fine = {"result": None, "arguments": {}, "prepared": {}, "printed": ""}
    assert outcome_difference(raised, raised, mask=False) == ""
    assert "raises ValueError" in outcome_difference(fine, raised, mask=False)
    assert outcome_difference(raised, fine, mask=False)
    assert outcome_difference(fine, {**fine, "printed": "x"}, mask=False).startswith("printed")
    other = {**fine, "prepared": {"df": ["rsi", "atr"]}}
    assert outcome_difference(fine, other, mask=False) == "`prepare` computes rsi, atr of `df` otherwise"


@pytest.mark.parametrize(
    ("value", "hit"),
    [
        (None, False),
        (True, True),
        (np.bool_(False), False),
        ([], False),
        ([{"symbol": "A"}], True),
        ((False, "reason"), False),
        (pd.DataFrame(), False),
        (pd.DataFrame({"close": [2.0]}), True),
        (pd.DataFrame({"close": [2.0, 3.0], "signal": [0, 0]}), False),
        (pd.DataFrame({"close": [2.0, 3.0], "signal": [0, 1]}), True),
        (pd.Series([False, False]), False),
        ({"signal": False}, False),
        ({"signal": "BUY"}, True),
    ],
)
def test_hits(value, hit):
    assert is_hit(value) is hit
