from __future__ import annotations

import dataclasses
import inspect

import pandas as pd
import pytest
from generated import analysed, bars, extracted, generated, run

DESK = '''
#!/usr/bin/env python3
"""📈 Desk."""
from __future__ import annotations
import os, sys, math  # tools
import numpy as np, pandas as pd
from collections import (
    Counter,
    OrderedDict,  # ordered
    defaultdict,
)
try:
    import fastlib
except ImportError:
    fastlib = None

BASE = 2
ATR_MULT = 1.0
FACTOR = ATR_MULT * BASE
ATR_MULT = 0.4  # in force
SIDES = ["long"]
SIDES.append("short")
CHOP = 61.8

# ───── knobs ─────
P = {
    # price
    "price_min": 5.0,
    "gap_min": 0.2,
    # never read
    "news": 1,

    "vol_min": 2.0, "vol_max": 9.0,
}


class Hit:
    """One hit."""

    def __init__(self, day, score):
        self.day, self.score = day, score


def score(x):
    return x


def score(x, factor=FACTOR):
    """The one in force."""
    def scaled(y):
        return y * P["vol_min"]
    return round(scaled(x) + factor, 4)


CALLS = 0


def counted(function):
    def wrapped(*given, **named):
        global CALLS
        CALLS += 1
        return function(*given, **named)
    return wrapped


# ⚡ The first one I wrote
@counted
def scan_gap(df: "pd.DataFrame", n: int = 20, *, gap: float = 0.01) -> list:
    """Gap up on volume."""
    hits = []
    mean = df["volume"].rolling(n).mean()  # twenty days
    for i in range(n, len(df)):
        change = df["open"].iloc[i] / df["close"].iloc[i - 1] - 1
        if change > gap and df["close"].iloc[i] > P["price_min"]:
            if df["volume"].iloc[i] > mean.iloc[i] * ATR_MULT:
                found = score(df["open"].iloc[i]), SIDES[-1], START, CALLS, fastlib is None
                hits.append((df.index[i], *found))
    return hits


# isoscan: scanner scan_fade
def scan_fade(df, limit=0.03):
    """Fade."""
    counts = Counter()
    for day, row in df.iterrows():
        faded = row["high"] / row["open"] - 1 > limit and row["close"] < row["open"]
        if faded and row["volume"] > P["vol_max"]:
            counts[day] += 1
    return [Hit(day, count) for day, count in counts.items()]


P = {
    # price, looser
    "price_min": 3.0,
    "gap_min": 0.1,
    "vol_min": 1.0, "vol_max": 5.0,
}
P["vol_min"] = 1.5
P["gap_min"] = 0.3

if __name__ == "__main__":
    START = "2024-01-02"
    for frame in ():
        print(scan_gap(frame), scan_fade(frame), sys.argv, math.pi, os.sep)
'''


@pytest.mark.parametrize("template", ["minimal", "standard"])
def test_a_function_gives_what_it_gave(template: str) -> None:
    original = run(DESK, "original")
    original.START = "2024-01-02"
    module = run(generated(DESK, "scan_gap", template))
    frame = bars()
    expected = original.scan_gap(frame)
    assert len(expected) > 3
    assert module.scan_gap(frame) == expected
    assert module.scan_gap(frame, 10, gap=0.02) == [
        (*hit[:4], 2, hit[5]) for hit in original.scan_gap(frame, 10, gap=0.02)
    ]
    assert module.SCANNER_NAME == "scan_gap"


@pytest.mark.parametrize("template", ["minimal", "standard"])
def test_a_function_keeps_its_signature(template: str) -> None:
    original = run(DESK, "original")
    module = run(generated(DESK, "scan_fade", template))
    assert inspect.signature(module.scan_fade) == inspect.signature(original.scan_fade)


def test_the_slice_holds_nothing_superfluous() -> None:
    text = generated(DESK, "scan_gap")
    for gone in ("scan_fade", "Hit", "Counter", "math", "sys", "CHOP", "news", "vol_max", "gap_min", "#!"):
        assert gone not in text
    for kept in ("import numpy", "OrderedDict"):
        assert kept not in text
    assert "    # price, looser\n" in text
    assert "# twenty days" in text
    assert "# ⚡ The first one I wrote\n@counted\n" in text
    assert 'P["vol_min"] = 1.5' in text
    assert text.count("def score(") == 1


def test_imports_keep_their_order_and_form() -> None:
    text = generated(DESK, "scan_fade")
    assert "from collections import (\n    Counter,\n)\n" in text
    assert "import os" not in text
    gap = generated(DESK, "scan_gap")
    assert "import pandas as pd\n" in gap
    assert "try:\n    import fastlib\nexcept ImportError:\n    fastlib = None\n" in gap


def test_minimal_gathers_the_constants_as_written_and_lists_the_rest() -> None:
    text = generated(DESK, "scan_fade")
    assert "# from lines 90-95\nP = {\n    # price, looser\n" not in text  # its keys are not read
    assert '"vol_max": 5.0' in text
    assert "# from lines" in text
    assert "#   limit = 0.03  (" in text


def test_standard_lifts_parameters_into_a_frozen_dataclass() -> None:
    module = run(generated(DESK, "scan_gap", "standard"))
    values = dataclasses.asdict(module.Params())
    assert values["price_min"] == 3.0
    assert {value for name, value in values.items() if name.startswith("ATR_MULT")} == {1.0, 0.4}
    assert values["n"] == 20
    assert values["gap"] == 0.01
    with pytest.raises(dataclasses.FrozenInstanceError):
        module.Params().n = 3


def test_each_field_says_where_its_value_stood() -> None:
    text = generated(DESK, "scan_gap", "standard")
    fields = [line for line in text.splitlines() if line.startswith("    price_min: ")]
    assert len(fields) == 1
    assert fields[0].startswith("    price_min: float = 3.0  # P['price_min'], line ")


STRATEGIES = '''
import numpy as np

FAST = 5
SLOW = 12


class Base:
    """What all strategies do."""

    def __init__(self, closes):
        self.closes = list(closes)
        self.trades = []

    def run(self):
        for i in range(len(self.closes)):
            self.next(i)
        return self.trades

    def mean(self, i, n):
        return float(np.mean(self.closes[max(0, i - n + 1): i + 1]))


# isoscan: scanner CrossStrategy
class CrossStrategy(Base):
    """Crossing means."""

    fast = FAST
    slow = SLOW
    # in percent
    stop = 0.05

    def next(self, i):
        """Buy when the fast mean is above the slow one."""
        if i > self.slow and self.mean(i, self.fast) > self.mean(i, self.slow) * (1 + self.stop):
            self.trades.append((i, "buy"))


# isoscan: scanner FadeStrategy
class FadeStrategy(CrossStrategy):
    """The other way round."""

    stop = 0.02

    def next(self, i):
        if i > self.slow and self.mean(i, self.fast) < self.mean(i, self.slow) * (1 - self.stop):
            self.trades.append((i, "sell"))
'''


@pytest.mark.parametrize("template", ["minimal", "standard"])
@pytest.mark.parametrize("name", ["CrossStrategy", "FadeStrategy"])
def test_a_class_gives_what_it_gave(name: str, template: str) -> None:
    original = run(STRATEGIES, "original")
    module = run(generated(STRATEGIES, name, template))
    closes = bars()["close"]
    expected = getattr(original, name)(closes).run()
    assert len(expected) > 3
    assert getattr(module, name)(closes).run() == expected


def test_a_class_comes_without_its_neighbour_but_with_what_it_inherits_from() -> None:
    assert "FadeStrategy" not in generated(STRATEGIES, "CrossStrategy")
    extraction = extracted(STRATEGIES, "FadeStrategy")
    assert "class CrossStrategy(Base):" in extraction.text
    assert any("`CrossStrategy`" in remark for remark in extraction.remarks)


DETECTOR = '''
import pandas as pd

STRENGTH = {"weak": 1, "strong": 2}


class Detector:
    """🕯️ Candles."""

    tolerance = 0.02
    colours = ("green", "red")

    def __init__(self, df):
        self.df = df.copy()
        self._measure()

    def _measure(self):
        df = self.df
        df["body"] = df["close"] - df["open"]
        df["range"] = df["high"] - df["low"]

    # ── everything ──
    def detect_all(self):
        return self.detect_doji() + self.detect_hammer() + self.detect_engulfing()

    def detect_doji(self, lookback=50):
        """Small body."""
        found = []
        for day, row in self.df.tail(lookback).iterrows():
            if abs(row["body"]) < row["range"] * 0.1 and row["range"] > 0:
                found.append((day, self._grade(row)))
        return found

    # Long lower wick
    def detect_hammer(self, lookback=50):
        found = []
        for day, row in self.df.tail(lookback).iterrows():
            wick = min(row["open"], row["close"]) - row["low"]
            if wick > 2 * abs(row["body"]) and row["body"] > self.tolerance:
                found.append((day, "hammer"))
        return found

    # isoscan: scanner detect_engulfing
    def detect_engulfing(self, lookback=50):
        found = []
        frame = self.df.tail(lookback)
        for i in range(1, len(frame)):
            if frame["body"].iloc[i] > 0 > frame["body"].iloc[i - 1] and frame["body"].iloc[i] > 0.2:
                found.append((frame.index[i], self.colours[0]))
        return found

    @staticmethod
    def _grade(row):
        return STRENGTH["strong"] if abs(row["body"]) < row["range"] * 0.05 else STRENGTH["weak"]
'''


@pytest.mark.parametrize("template", ["minimal", "standard"])
@pytest.mark.parametrize("name", ["detect_doji", "detect_hammer", "detect_engulfing"])
def test_a_method_gives_what_it_gave(name: str, template: str) -> None:
    original = run(DETECTOR, "original")
    module = run(generated(DETECTOR, name, template))
    frame = bars()
    expected = getattr(original.Detector(frame), name)()
    assert expected
    assert getattr(module.Detector(frame), name)() == expected


def test_a_method_keeps_what_it_reaches_through_self_and_no_more() -> None:
    text = generated(DETECTOR, "detect_hammer")
    for gone in (
        "detect_doji",
        "detect_all",
        "detect_engulfing",
        "_grade",
        "STRENGTH",
        "colours",
        "everything",
    ):
        assert gone not in text
    for kept in ("tolerance = 0.02", "def _measure(self):", "    # Long lower wick\n", '"""🕯️ Candles."""'):
        assert kept in text


def _scanner_code(text: str) -> str:
    """A generated module from its first def or decorator that is not `Params` to its runner."""
    code = text.partition("\n# isoscan: not-a-scanner")[0]
    return code[code.index("\n\n\n", code.index("SCANNER_NAME")) :].strip()


@pytest.mark.parametrize("template", ["minimal", "standard"])
def test_extracting_from_the_extracted_file_gives_the_same_scanner(template: str) -> None:
    for source, name in ((DESK, "scan_gap"), (STRATEGIES, "CrossStrategy"), (DETECTOR, "detect_doji")):
        once = generated(source, name, template)
        found = [scanner.boundary.namespace for scanner in analysed(once).scanners]
        assert len(found) == 1
        again = extracted(once, found[0], template)
        assert again.problem == ""
        assert found[0] == run(again.text).SCANNER_NAME
        assert _scanner_code(again.text) == _scanner_code(once)


def test_a_hit_of_a_dataclass_survives() -> None:
    source = '''
    from dataclasses import dataclass, field
    from datetime import date

    @dataclass
    class Hit:
        day: date
        price: float = 0.0
        notes: list = field(default_factory=list)

    MIN_PRICE = 5.0

    def scan_price(df):
        """Rows above the floor."""
        rows = df.iterrows()
        kept = [each for each in rows if each[1]["close"] > MIN_PRICE and each[1]["volume"] > 1e6]
        return [Hit(day, row["close"]) for day, row in kept]
    '''
    frame = bars()
    for template in ("minimal", "standard"):
        module = run(generated(source, "scan_price", template))
        expected = [dataclasses.astuple(hit) for hit in run(source, "original").scan_price(frame)]
        assert [dataclasses.astuple(hit) for hit in module.scan_price(frame)] == expected


def test_frames_compare_equal() -> None:
    source = """
    import pandas as pd

    WINDOW = 10

    def enrich(df):
        df = df.copy()
        df["mean"] = df["close"].rolling(WINDOW).mean()
        return df

    def scan_above(df, factor=1.02):
        frame = enrich(df)
        return frame[(frame["close"] > frame["mean"] * factor) & (frame["volume"] > 500_000)]
    """
    frame = bars()
    for template in ("minimal", "standard"):
        module = run(generated(source, "scan_above", template))
        pd.testing.assert_frame_equal(module.scan_above(frame), run(source, "original").scan_above(frame))
