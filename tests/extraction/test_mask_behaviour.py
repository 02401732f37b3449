from __future__ import annotations

import dataclasses
import inspect

import pandas as pd
import pytest
from generated import bars, extracted, generated, run

DESK = """
# 🎯 one file, two setups
import numpy as np
import pandas as pd

RSI_MAX = 45  # not too oversold
P = {"vol": 1.1, "gap": 0.1, "unused": 3}


def old_indicators(df):
    df["atr"] = 1
    return df


def add_atr(df, n=14):
    df = df.copy()
    prev = df["c"].shift(1)
    # ─── true range ───
    df["tr"] = np.maximum(df["h"] - df["l"], (df["h"] - prev).abs())
    df["atr"] = df["tr"].rolling(n).mean()
    df["junk"] = df["c"] * 2
    return df


def add_shifts(frame):
    for i in range(1, 4):
        frame[f"c{i}"] = frame["c"].shift(i)
        if i <= 2:
            frame[f"h{i}"] = frame["h"].shift(i)
    frame["gap_atr"] = (frame["o"] - frame["c1"]) / frame["atr"]
    frame["never"] = frame["gap_atr"] * 3
    frame["vol_avg"] = frame["v"].rolling(10, min_periods=1).mean()
    change = frame["c"].diff()
    gain = change.clip(lower=0).ewm(alpha=1 / 14).mean()
    loss = (-change.clip(upper=0)).ewm(alpha=1 / 14).mean()
    frame["rsi"] = 100 - 100 / (1 + gain / loss)


def label(df):
    df["rng"] = df["h"] - df["l"]
    limit = 0.2
    # strong gap 🚀
    df["gap_up"] = (
        (df["gap_atr"] > P["gap"])  # gap
        & (df["v"] > P["vol"] * df["vol_avg"])
        & (df["rng"] > limit)
    ).astype(int)

    df["fade"] = ((df["gap_atr"] < -0.3) & (df["c"] < df["c2"]) & (df["rsi"] < RSI_MAX)).astype(int)
    df["both_up"] = np.where((df["gap_atr"] > 0.4) & (df["h"] > df["h2"]), 1, 0)
    return df


def main():
    raw = pd.read_csv("bars.csv")
    df = add_atr(raw, n=5)
    add_shifts(df)
    print(label(df))


if __name__ == "__main__":
    main()
"""

MASKS = ["gap_up", "fade", "both_up"]


def original_column(name: str, raw: pd.DataFrame) -> pd.Series:
    module = run(DESK, "original")
    frame = module.add_atr(raw, n=5)
    module.add_shifts(frame)
    return module.label(frame)[name]


@pytest.mark.parametrize("template", ["minimal", "standard"])
@pytest.mark.parametrize("name", MASKS)
def test_a_mask_gives_the_series_that_the_source_assigned(name: str, template: str) -> None:
    raw = bars(names="short")
    module = run(generated(DESK, name, template))
    got = getattr(module, name)(module.prepare(raw))
    expected = original_column(name, raw)
    assert expected.any()
    assert not expected.all()
    pd.testing.assert_series_equal(got, expected)


@pytest.mark.parametrize("name", MASKS)
def test_neither_function_changes_the_frame_it_is_given(name: str) -> None:
    raw = bars(names="short")
    before = raw.copy(deep=True)
    module = run(generated(DESK, name))
    prepared = module.prepare(raw)
    kept = prepared.copy(deep=True)
    getattr(module, name)(prepared)
    pd.testing.assert_frame_equal(raw, before)
    pd.testing.assert_frame_equal(prepared, kept)


def test_the_signature_is_that_of_the_contract() -> None:
    module = run(generated(DESK, "fade"))
    parameters = inspect.signature(module.fade).parameters
    assert list(parameters) == ["df", "params"]
    assert parameters["params"].default == module.Params()
    assert list(inspect.signature(module.prepare).parameters) == ["df"]
    assert module.SCANNER_NAME == "fade"
    assert dataclasses.is_dataclass(module.Params)
    assert module.Params.__dataclass_params__.frozen


def test_thresholds_of_all_origins_become_fields_with_the_values_of_the_source() -> None:
    assert dataclasses.asdict(run(generated(DESK, "gap_up")).Params()) == {
        "gap": 0.1,
        "vol": 1.1,
        "limit": 0.2,
    }
    assert dataclasses.asdict(run(generated(DESK, "fade")).Params()) == {"RSI_MAX": 45, "gap_atr_max": -0.3}


def test_another_value_changes_exactly_that_threshold() -> None:
    raw = bars(names="short")
    module = run(generated(DESK, "fade"))
    prepared = module.prepare(raw)
    got = module.fade(prepared, params=module.Params(gap_atr_max=-0.9))
    expected = (
        (prepared["gap_atr"] < -0.9) & (prepared["c"] < prepared["c2"]) & (prepared["rsi"] < 45)
    ).astype(int)
    pd.testing.assert_series_equal(got, expected, check_names=False)
    assert (got != module.fade(prepared)).any()


def test_only_the_columns_that_count_are_computed() -> None:
    text = generated(DESK, "fade")
    for gone in ("junk", "never", "vol_avg", "old_indicators", "h{i}", "gap_up", "both_up", "unused", "rng"):
        assert gone not in text
    assert "# ─── true range ───" in text
    assert "Raw columns: c, h, l, o." in text


def test_a_mask_that_needs_no_helper_has_a_prepare_that_copies() -> None:
    source = """
    def signals(df):
        df["buy_dip"] = (df["rsi"] < 30) & (df["macd"] < 0)
        df["sell_rip"] = (df["rsi"] > 70) & (df["macd"] > 0)
        df["buy_cross"] = (df["macd"] > 0) & (df["macd"].shift(1) < 0)
        return df
    """
    module = run(generated(source, "buy_cross"))
    raw = pd.DataFrame({"rsi": [20.0, 50, 80], "macd": [-1.0, 1, 2]})
    assert module.buy_cross(module.prepare(raw)).tolist() == [False, True, False]
    assert module.prepare(raw) is not raw


SCRIPT = """
import pandas as pd

LOOKBACK = 3
data = pd.DataFrame(load())
numeric = data.columns.drop(["name"])
data[numeric] = data[numeric].apply(pd.to_numeric)
data["mid"] = (data["high"] + data["low"]) / 2
data["unused"] = 1
floor = data["mid"].rolling(LOOKBACK).min()

# isoscan: scanner cheap
cheap = (data["close"] <= floor) & (data["volume"] > 2.0)
# isoscan: scanner strong
strong = (data["close"] > data["mid"]) & (data["volume"] >= 3.0)

print(data[cheap])
print(data[strong])
"""


def script_bars() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": list("abcdef"),
            "high": ["3", "4", "5", "4", "3", "2"],
            "low": ["1", "2", "3", "2", "1", "1"],
            "close": ["2", "3.5", "3", "2", "1.5", "1.6"],
            "volume": ["1", "3", "5", "2.5", "2.1", "4"],
        }
    )


@pytest.mark.parametrize("name", ["cheap", "strong"])
def test_a_mask_of_a_script_takes_the_frame_the_script_made(name: str) -> None:
    raw = script_bars()
    original = run(SCRIPT.replace("load()", repr(raw.to_dict("list"))), "original")
    module = run(generated(SCRIPT, name))
    got = getattr(module, name)(module.prepare(raw))
    pd.testing.assert_series_equal(got, getattr(original, name), check_names=False)
    assert got.any()


def test_columns_by_group_survive_as_written() -> None:
    source = """
    import pandas as pd

    def compute(df):
        df = df.sort_values(["ticker", "date"])
        df["pc"] = df.groupby("ticker")["c"].shift(1)
        df["mean"] = df.groupby("ticker")["c"].transform(lambda x: x.rolling(3).mean())
        for n in [2, 4]:
            df[f"high_{n}"] = df.groupby("ticker")["h"].transform(lambda x: x.rolling(window=n).max())
            for back in range(1, 3):
                df[f"high_{n}_{back}"] = df.groupby("ticker")[f"high_{n}"].shift(back)
        return df

    def mark(df):
        df["breakout"] = ((df["c"] > df["high_4_1"]) & (df["c"] > df["pc"] * 1.01)).astype(int)
        df["dip"] = ((df["c"] < df["mean"]) & (df["c"] > 0.97 * df["pc"])).astype(int)
        df["flat"] = ((df["c"] <= df["pc"] * 1.01) & (df["c"] >= df["pc"] * 0.99)).astype(int)
        return df

    if __name__ == "__main__":
        print(mark(compute(pd.read_csv("all.csv"))))
    """
    one, other = bars(80, 1, names="short").reset_index(), bars(80, 2, names="short").reset_index()
    raw = pd.concat([other.assign(ticker="B"), one.assign(ticker="A")], ignore_index=True)
    original = run(source, "original")
    for name in ("breakout", "dip", "flat"):
        module = run(generated(source, name))
        got = getattr(module, name)(module.prepare(raw))
        expected = original.mark(original.compute(raw.copy()))[name]
        pd.testing.assert_series_equal(got, expected)
        assert got.any()
    assert "mean" not in generated(source, "breakout")


def test_a_mask_that_reads_what_nothing_sets_of_its_instance_is_refused_with_a_reason() -> None:
    source = """
    class Desk:
        def label(self, df):
            # isoscan: scanner up
            df["up"] = (df["c"] > df["o"]) & (df["v"] > self.floor)
            df["down"] = (df["c"] < df["o"]) & (df["v"] > self.floor)
            df["gap"] = (df["o"] > df["h1"]) & (df["v"] > self.floor)
            return df
    """
    extraction = extracted(source, "up")
    assert "`self.floor`, which nothing in `Desk` sets" in extraction.problem
    assert extraction.text == ""


WAYS = {
    "nested calls": "df = third(second(first(df)))",
    "pipes": "df = df.pipe(first).pipe(second).pipe(third)",
    "in place": "first(df)\n    second(df)\n    third(df)",
    "renamed": "a = first(df)\n    b = second(a.copy())\n    df = third(b)",
    "with locals": "n = 2\n    df = first(df)\n    df = second(df, shift=n - 1)\n    df = third(df)",
    "in a block": (
        "with np.errstate():\n        df = first(df)\n    if len(df):\n        df = third(second(df))"
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_frame_is_followed_through_calls_of_all_kinds(way: str) -> None:
    source = f"""
import numpy as np
import pandas as pd


def first(df):
    df["x"] = df["c"].diff()
    df["never"] = 1
    return df


def second(df, shift=1):
    df["y"] = df["x"].shift(shift)
    return df


def third(df):
    df["z"] = df["y"].rolling(3).mean()
    df["unused"] = df["z"] * 2
    return df


def mark(df):
    # isoscan: scanner rising
    df["rising"] = (df["x"] > df["z"]) & (df["c"] > 1)
    # isoscan: scanner falling
    df["falling"] = (df["x"] < df["z"]) & (df["c"] > 1)
    return df


def run(df):
    {WAYS[way]}
    return mark(df)


if __name__ == "__main__":
    run(pd.read_csv("bars.csv"))
"""
    raw = bars(names="short")
    expected = run(source, "original").run(raw.copy())["rising"]
    text = generated(source, "rising")
    module = run(text)
    pd.testing.assert_series_equal(module.rising(module.prepare(raw)), expected)
    if way not in ("pipes", "in a block"):
        assert "never" not in text
        assert "unused" not in text


def test_a_default_of_the_function_around_a_step_comes_along() -> None:
    source = """
    import pandas as pd

    def mark(df):
        # isoscan: scanner high
        df["high"] = (df["c"] > df["mean"]) & (df["c"] > 1)
        # isoscan: scanner low
        df["low"] = (df["c"] < df["mean"]) & (df["c"] > 1)
        return df

    def run(df, n=7, *, name="x"):
        df["mean"] = df["c"].rolling(n).mean()
        return mark(df)

    if __name__ == "__main__":
        run(pd.read_csv("bars.csv"))
    """
    raw = bars(names="short")
    module = run(generated(source, "high"))
    expected = run(source, "original").run(raw.copy())["high"]
    pd.testing.assert_series_equal(module.high(module.prepare(raw)), expected)


def test_a_step_that_needs_more_than_the_frame_is_left_out_and_said() -> None:
    source = """
    import pandas as pd

    def mark(df):
        # isoscan: scanner high
        df["high"] = (df["c"] > df["mean"]) & (df["c"] > 1)
        # isoscan: scanner low
        df["low"] = (df["c"] < df["mean"]) & (df["c"] > 1)
        return df

    class Desk:
        def run(self, df):
            df["mean"] = df["c"].rolling(self.length).mean()
            return mark(df)
    """
    extraction = extracted(source, "high")
    assert extraction.problem == ""
    assert "Raw columns: c, mean." in extraction.text
    assert extraction.remarks == ("`prepare` leaves line 12 out, which reads what only its function has",)


def test_rows_that_a_helper_drops_depend_on_all_columns() -> None:
    source = """
    import pandas as pd

    def compute(df):
        df["one"] = df["c"].shift(1)
        df["seven"] = df["c"].shift(7)
        df.dropna(inplace=True)
        df = df.sort_values("one")
        df["mean"] = df["one"].rolling(3).mean()
        df.drop(columns=["seven"], inplace=True)
        return df

    def mark(df):
        # isoscan: scanner high
        df["high"] = (df["c"] > df["mean"]) & (df["c"] > 1)
        # isoscan: scanner low
        df["low"] = (df["c"] < df["mean"]) & (df["c"] > 1)
        return df

    if __name__ == "__main__":
        mark(compute(pd.read_csv("bars.csv")))
    """
    raw = bars(names="short")
    original = run(source, "original")
    module = run(generated(source, "low"))
    expected = original.mark(original.compute(raw.copy()))["low"]
    pd.testing.assert_series_equal(module.low(module.prepare(raw)), expected)


def test_a_local_called_params_does_not_hide_the_parameters() -> None:
    source = """
    def mark(df):
        params = {"floor": 40}
        # isoscan: scanner high
        df["high"] = (df["c"] > params["floor"]) & (df["v"] > 1000)
        # isoscan: scanner low
        df["low"] = (df["c"] < params["floor"]) & (df["v"] > 1000)
        return df
    """
    raw = bars(names="short")
    module = run(generated(source, "high"))
    expected = run(source, "original").mark(raw.copy())["high"]
    pd.testing.assert_series_equal(module.high(module.prepare(raw)), expected)
    assert "params_ = {" in generated(source, "high")


def test_further_inputs_of_the_function_around_a_mask_are_keywords() -> None:
    source = """
    def mark(df, floor, top=90):
        # isoscan: scanner high
        df["high"] = (df["c"] > floor) & (df["c"] < top) & (df["v"] > 1000)
        # isoscan: scanner low
        df["low"] = (df["c"] < floor) & (df["v"] > 1000)
        return df
    """
    raw = bars(names="short")
    extraction = extracted(source, "high")
    module = run(extraction.text)
    expected = run(source, "original").mark(raw.copy(), 45)["high"]
    pd.testing.assert_series_equal(module.high(raw, floor=45), expected)
    assert module.Params().top == 90
    assert extraction.remarks == ("pass `floor` by keyword, as `mark` was given it",)
