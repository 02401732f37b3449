"""Masks in methods: `self` is made as the source makes it, and the class comes along in part."""

import pytest
from generated import bars, extracted, generated, run

DESK = """
import pandas as pd


class Desk:
    \"\"\"🎯 two setups in one method.\"\"\"

    GAP = 0.012

    def __init__(self, mult=1.2, n=10):
        self.mult = mult
        self.n = n
        self.floors = {"price": 5, "vol": 200_000}

    def average(self, series):
        return series.rolling(self.n).mean()

    def unrelated(self):
        return 1

    def indicators(self, df):
        df["va"] = self.average(df["volume"])
        return df

    def build(self, df):
        df = self.indicators(df.copy())
        df["gap"] = df["open"] / df["close"].shift(1) - 1
        # ─── gap and go ───
        df["gap_go"] = (
            (df["gap"] > self.GAP)
            & (df["volume"] > self.mult * df["va"])
            & (df["close"] > self.floors["price"])
        )
        df["gap_fail"] = (df["gap"] > 0.01) & (df["close"] < df["open"]) & (df["volume"] > self.floors["vol"])
        return df
"""


@pytest.mark.parametrize("template", ["minimal", "standard", "enterprise"])
@pytest.mark.parametrize("scanner", ["gap_go", "gap_fail"])
def test_a_mask_that_reads_self_gives_what_the_method_gave(scanner, template):
    frame = bars()
    expected = run(DESK, "original").Desk().build(frame.copy())[scanner]
    module = run(generated(DESK, scanner, template))
    assert expected.any()
    assert getattr(module, scanner)(module.prepare(frame)).equals(expected)
    assert not hasattr(module.Desk, "unrelated")
    assert not hasattr(module.Desk, "build")


def test_self_is_made_as_the_one_place_does_that_makes_it():
    source = DESK + "\n\ndesk = Desk(mult=0.5, n=3)\n"
    frame = bars()
    expected = run(source, "original").desk.build(frame.copy())["gap_go"]
    extraction = extracted(source, "gap_go")
    module = run(extraction.text)
    assert module.gap_go(module.prepare(frame)).equals(expected)
    assert any("`Desk(mult=0.5, n=3)`" in remark for remark in extraction.remarks)


def test_what_self_is_made_with_must_be_told():
    source = DESK.replace("mult=1.2, n=10", "mult, n=10")
    extraction = extracted(source, "gap_go")
    assert extraction.text == ""
    assert "give the parameters of its `__init__` defaults first" in extraction.problem
    assert generated(source + "\n\nprint(Desk(1.1))\n", "gap_go")


def test_a_class_method_reads_its_class():
    source = """
    class Desk:
        gap = 0.01

        @classmethod
        def build(cls, df):
            # isoscan: scanner up
            df["up"] = (df["close"] / df["open"] - 1 > cls.gap) & (df["volume"] > 1_000) & (df["low"] > 1)
            # isoscan: scanner down
            df["down"] = (df["close"] / df["open"] - 1 < -cls.gap) & (df["volume"] > 1_000)
            return df

    Desk.gap = 0.02
    """
    expected = run(source, "original").Desk.build(bars())["up"]
    assert run(generated(source, "up")).up(bars()).equals(expected)


def test_further_inputs_may_be_called_params_and_default_to_settings():
    source = """
    SETTINGS = {"vol": 1_000, "n": 3}

    def build(df, params=None, settings=SETTINGS):
        params = params or {"k": 1.01}
        rise = df["close"] > df["open"] * params["k"]
        df["pop"] = rise & (df["volume"] > settings["vol"]) & (df["low"] > 1)
        df["dip"] = (df["close"] < df["open"]) & (df["volume"] > settings["vol"]) & (df["low"] > 1)
        return df
    """
    module, original = run(generated(source, "pop")), run(source, "original")
    assert module.pop(bars()).equals(original.build(bars())["pop"])
    strict = {"k": 1.03}
    assert module.pop(bars(), params_=strict).equals(original.build(bars(), strict)["pop"])
    assert not module.pop(bars(), settings={"vol": 1e12}).any()


def test_a_frame_that_comes_with_something_else_is_followed():
    source = """
    def base(df):
        out = df.copy()
        out["top"] = out["high"].cummax().shift(1)
        out["fall"] = out["close"] / out["close"].cummax() - 1
        return out, len(out)

    def build(frame):
        data, count = base(frame)
        # isoscan: scanner high_day
        data["high_day"] = (data["close"] > 0.9 * data["top"]) & (data["volume"] > 1_000) & (data["low"] > 1)
        # isoscan: scanner low_day
        data["low_day"] = (data["fall"] < -0.05) & (data["volume"] > 1_000) & (data["low"] > 1)
        return data
    """
    expected = run(source, "original").build(bars())
    for name in ("high_day", "low_day"):
        module = run(generated(source, name))
        assert expected[name].any()
        assert getattr(module, name)(module.prepare(bars())).equals(expected[name])
