"""Locals on a frame's way come along with everything that gives them their values."""

from __future__ import annotations

from textwrap import dedent

from generated import bars, generated, run

SOURCE = """
    import pandas as pd


    def signals(df, strict=True):
        up = df["close"] > df["close"].shift(1)
        # volume counts if there is any
        if "volume" in df.columns:
            up = up & (df["volume"] > df["volume"].rolling(20).mean())
        up = up & (df["close"] > df["open"])
        if strict:
            down = df["close"] < df["open"]
        else:
            down = df["close"] < df["close"].shift(1)
        df["buy"] = up
        df["sell"] = down & (df["high"] > df["high"].shift(1))
        for span in (5, 10):
            mean = df["close"].rolling(span).mean()
            last = mean.shift(1)
            df[f"rising_{span}"] = mean > last
        return df


    def mark(df):
        df["gap_up"] = (df["buy"] == True) & (df["close"] > df["low"] * 1.01) & df["rising_5"]
        df["gap_down"] = (df["sell"] == True) & (df["close"] < df["high"] * 0.99)
        df["hold_up"] = (df["buy"] == True) & (df["open"] > df["low"] * 1.001)
        return df


    def main(df):
        df = signals(df)
        df = mark(df)
        return df[df["gap_up"]]
"""


def compared(name: str) -> str:
    text = generated(SOURCE, name)
    module, original = run(text), run(dedent(SOURCE).lstrip("\n"), "original")
    frame = bars()
    expected = original.mark(original.signals(frame.copy()))[name]
    found = getattr(module, name)(module.prepare(frame))
    assert found.equals(expected)
    assert expected.any()
    return text


def test_a_local_that_is_built_in_steps_comes_with_all_of_them():
    text = compared("gap_up")
    assert 'up = up & (df["close"] > df["open"])' in text
    assert "# volume counts if there is any" in text
    assert "down =" not in text


def test_both_branches_that_give_a_local_its_value_come_along():
    text = compared("gap_down")
    assert 'down = df["close"] < df["open"]' in text
    assert "up = up" not in text


def test_what_is_not_read_stays_away():
    assert "rising" not in compared("hold_up")
