"""Sections inside of a def or a loop become functions of what they read, and find what they found."""

from __future__ import annotations

from generated import bars, extracted, generated, run

IN_A_DEF = """
def lists(df):
    gap = df["open"] / df["close"].shift(1) - 1
    gap_fades = df[(gap > 0.01) & (df["close"] < df["open"])]

    height = df["high"].rolling(5).max() - df["low"].rolling(5).min()
    tight_flags = df[height < 0.1 * df["close"]]

    return gap_fades, tight_flags
"""

IN_A_LOOP = """
def lists(universe):
    gappers, squeezes = [], []
    for ticker, df in universe.items():
        if len(df) < 60:
            continue
        close = df["close"]

        gap = df["open"].iloc[-1] / close.iloc[-2] - 1
        if gap > -1:
            gappers.append(ticker)

        deviation = close.rolling(20).std().iloc[-1]
        if deviation < 1e6:
            squeezes.append(ticker)
    return gappers, squeezes
"""


def test_a_section_of_a_def_finds_what_the_def_finds() -> None:
    frame = bars()
    whole = run(IN_A_DEF).lists(frame)
    parts = [run(generated(IN_A_DEF, name)) for name in ("gap_fades", "tight_flags")]
    assert whole[0].equals(parts[0].gap_fades(frame))
    assert whole[1].equals(parts[1].tight_flags(frame))
    assert 0 < len(whole[0]) < len(frame)


def test_a_section_of_a_loop_goes_on_filling_the_list_it_is_given() -> None:
    frame = bars()
    part = run(generated(IN_A_LOOP, "squeezes"))
    assert part.squeezes(frame["close"], ["AAA"], "BBB") == ["AAA", "BBB"]
    assert run(IN_A_LOOP).lists({"BBB": frame}) == (["BBB"], ["BBB"])


def test_what_only_the_def_around_can_do_is_refused() -> None:
    leaving = IN_A_LOOP.replace("squeezes.append(ticker)", "squeezes.append(ticker)\n            continue")
    assert "`continue`" in extracted(leaving, "squeezes").problem
    assert extracted(leaving, "gappers").problem == ""
    own_loop = IN_A_LOOP.replace(
        "            squeezes.append(ticker)",
        "            for _ in range(2):\n                squeezes.append(ticker)\n                break",
    )
    assert extracted(own_loop, "squeezes").problem == ""
