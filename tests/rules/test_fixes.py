"""A fix takes its finding away, adds none, and changes what no scanner finds."""

from __future__ import annotations

from textwrap import dedent

import pytest
from fixing import applied, results
from isoscan.analysis import analyse
from isoscan.config import Config

CASES = {
    "a key that stands twice": (
        "ISO303",
        "safe",
        """
        P = {
            "gap_min": 0.04,  # 🚀 the first one
            "volume_min": 500_000,
            "gap_min": 0.06,
        }


        def scan_gap_up(df):
            return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]
        """,
    ),
    "a key that stands twice on one line": (
        "ISO303",
        "safe",
        """
        P = {"gap_min": 0.04, "volume_min": 500_000, "gap_min": 0.06}


        def scan_gap_up(df):
            return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]
        """,
    ),
    "a key that stands twice in a dict that is gone through": (
        "ISO303",
        "unsafe",
        """
        P = {"gap_min": 0.04, "volume_min": 500_000, "gap_min": 0.06}


        def scan_gap_up(df):
            return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]


        def show():
            return [f"{key}: {value}" for key, value in P.items()]
        """,
    ),
    "an unused item": (
        "ISO301",
        "safe",
        """
        P = {
            "gap_min": 0.04,
            "range_max": 0.05,  # nobody reads it
        }


        def scan_gap_up(df):
            return df[(df["gap"] > P["gap_min"]) & (df["volume"] > 500_000)]
        """,
    ),
    "an unused last item on one line": (
        "ISO301",
        "safe",
        """
        P = {"gap_min": 0.04, "range_max": 0.05}


        def scan_gap_up(df):
            return df[(df["gap"] > P["gap_min"]) & (df["volume"] > 500_000)]
        """,
    ),
    "an unused constant": (
        "ISO301",
        "unsafe",
        """
        GAP_MIN = 0.04
        RANGE_MAX = 0.05


        def scan_gap_up(df):
            return df[(df["gap"] > GAP_MIN) & (df["volume"] > 500_000)]
        """,
    ),
    "a number that two functions name alike": (
        "ISO302",
        "safe",
        """
        def scan_gap_up(df):
            volume_min = 300_000
            return df[(df["gap"] > 0.04) & (df["volume"] > volume_min)]


        def scan_fade(df):
            volume_min = 500_000  # 🕯
            late = [volume_min + 0 for _ in range(3)]
            return df[(df["close"] < df["open"]) & (df["volume"] > volume_min) & (df["volume"] > late[0])]
        """,
    ),
    "a mutable default": (
        "ISO209",
        "safe",
        '''
        def scan_gap_up(df, hits=[], *, floor=0.04):
            """Gaps. 🚀"""
            for bar in df.itertuples():
                if bar.gap > floor and bar.volume > 500_000:
                    hits.append(bar.ticker)
            return hits
        ''',
    ),
    "a frame that is changed": (
        "ISO206",
        "unsafe",
        """
        def scan_gap_up(df):
            df["wide"] = df["high"] - df["low"]
            return df[(df["gap"] > 0.04) & (df["wide"] > 4)]["ticker"].tolist()


        def scan_fade(df):
            return df[(df["close"] < df["open"]) & (df["volume"] > 300_000)]["ticker"].tolist()


        def run(df):
            return scan_gap_up(df), scan_fade(df)
        """,
    ),
    "a shared constant": (
        "ISO201",
        "unsafe",
        """
        ATR_MULT = 1.5  # 📏 of the average range


        def scan_gap_up(df):
            atr = (df["high"] - df["low"]).rolling(5).mean()
            return df[(df["gap"] > 0.02) & (df["close"] - df["open"] > ATR_MULT * atr)]


        def scan_fade(df):
            atr = (df["high"] - df["low"]).rolling(5).mean()
            return df[(df["close"] < df["open"]) & (df["open"] - df["close"] > ATR_MULT * atr)]
        """,
    ),
    "a shared private constant": (
        "ISO201",
        "safe",
        """
        _VOLUME_MIN = 300_000


        def scan_gap_up(df):
            return df[(df["gap"] > 0.02) & (df["volume"] > _VOLUME_MIN)]


        def scan_fade(df):
            return df[(df["close"] < df["open"]) & (df["volume"] > _VOLUME_MIN)]
        """,
    ),
    "a shared item": (
        "ISO201",
        "unsafe",
        """
        P = {
            "volume_min": 300_000,  # both
            "gap_min": 0.02,
            'gap_up_volume_min': 5,
        }


        def scan_gap_up(df):
            return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P['volume_min'] + P["gap_up_volume_min"])]


        def scan_fade(df):
            return df[(df["close"] < df["open"]) & (df["volume"] > P.get("volume_min", 1))]
        """,
    ),
}


def findings(source: str, code: str):
    config = Config(select=(code,))  # some rules are off by default
    return [found for found in analyse(source, config).diagnostics if found.code == code]


@pytest.mark.parametrize("name", CASES)
def test_fix(name):
    code, safety, text = CASES[name]
    source = dedent(text).lstrip()
    analysis = analyse(source, Config())
    (finding,) = findings(source, code)
    (fix,) = finding.fixes
    assert fix.safety == safety
    fixed = applied(source, fix)
    assert not findings(fixed, code)
    before = {found.code for found in analysis.diagnostics}
    assert {found.code for found in analyse(fixed, Config()).diagnostics} <= before
    scanners = [scanner.boundary.name for scanner in analysis.scanners]
    assert scanners
    assert results(fixed, scanners) == results(source, scanners)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_lines_end_as_they_did(end):
    source = dedent(CASES["a mutable default"][2]).lstrip().replace("\n", end)
    (finding,) = findings(source, "ISO209")
    fixed = applied(source, finding.fixes[0])
    assert not {"\n", "\r"} & set(fixed.replace(end, ""))
    assert not findings(fixed, "ISO209")


def test_comments_stay():
    code, _, text = CASES["a shared constant"]
    source = dedent(text).lstrip()
    fixed = applied(source, findings(source, code)[0].fixes[0])
    assert fixed.startswith(
        "GAP_UP_ATR_MULT = 1.5  # 📏 of the average range\nFADE_ATR_MULT = 1.5  # 📏 of the average range\n"
    )


OWNED = {
    "an attribute of another strategy": """
        class GapUp:
            gap_min = 0.04  # 🚀

            def find(self, df):
                return df[(df["gap"] > self.gap_min) & (df["volume"] > 500_000)]


        # Fades what GapUp buys.
        def scan_fade(df):
            return df[(df["gap"] > GapUp.gap_min) & (df["close"] < df["open"])]
        """,
    "a number of another section": """
        import pandas as pd

        df = pd.read_csv("bars.csv")

        # ===== Scanner 1: gap up 🚀 =====
        gap_min = 0.04
        gaps = df[(df["gap"] > gap_min) & (df["volume"] > 500_000)]
        print(gaps)

        # ===== Scanner 2: fade =====
        faded = df[(df["gap"] > gap_min) & (df["close"] < df["open"])]
        print(faded)
        """,
}


@pytest.mark.parametrize("name", OWNED)
def test_a_foreign_parameter_becomes_the_readers_own(name):
    source = dedent(OWNED[name]).lstrip()
    (finding,) = findings(source, "ISO203")
    (fix,) = finding.fixes
    fixed = applied(source, fix)
    assert fix.safety == "safe"
    assert not {"ISO201", "ISO203", "ISO208"} & {found.code for found in analyse(fixed, Config()).diagnostics}
    assert [scanner.boundary.name for scanner in analyse(fixed, Config()).scanners] == [
        scanner.boundary.name for scanner in analyse(source, Config()).scanners
    ]
    (defined,) = [line for line in fixed.splitlines() if line.endswith("_GAP_MIN = 0.04")]
    own = defined.removesuffix(" = 0.04")
    without = fixed.replace(f"{defined}\n\n\n", "").replace(f"{defined}\n", "")
    assert without.replace(own, finding.subject) == source


NOT_OWNED = {
    "the attribute may change": """
        class GapUp:
            gap_min = 0.04

            def find(self, df):
                return df[(df["gap"] > self.gap_min) & (df["volume"] > 500_000)]


        def scan_fade(df):
            return df[(df["gap"] > GapUp.gap_min) & (df["close"] < df["open"])]


        GapUp.gap_min = 0.05
        """,
    "the reader inherits it": """
        class GapUp:
            gap_min = 0.04

            def find(self, df):
                return df[(df["gap"] > self.gap_min) & (df["volume"] > 500_000)]


        class GapFade(GapUp):
            def find(self, df):
                return df[(df["gap"] > self.gap_min) & (df["close"] < df["open"])]
        """,
}


@pytest.mark.parametrize("name", NOT_OWNED)
def test_a_foreign_parameter_stays_where_it_is_not_proved(name):
    for finding in findings(dedent(NOT_OWNED[name]).lstrip(), "ISO203"):
        assert not finding.fixes


WITHOUT_FIX = {
    "the value is read by a helper of both": """
        ATR_MULT = 1.5


        def far(df):
            return df["close"] - df["open"] > ATR_MULT


        def scan_gap_up(df):
            return df[(df["gap"] > 0.02) & far(df)]


        def scan_fade(df):
            return df[(df["close"] < df["open"]) & far(df) & (df["volume"] > 500_000)]
        """,
    "code outside of scanners reads it": """
        VOLUME_MIN = 300_000


        def scan_gap_up(df):
            return df[(df["gap"] > 0.02) & (df["volume"] > VOLUME_MIN)]


        def scan_fade(df):
            return df[(df["close"] < df["open"]) & (df["volume"] > VOLUME_MIN)]


        print(VOLUME_MIN)
        """,
    "it is exported": """
        __all__ = ["VOLUME_MIN", "scan_gap_up", "scan_fade"]
        VOLUME_MIN = 300_000


        def scan_gap_up(df):
            return df[(df["gap"] > 0.02) & (df["volume"] > VOLUME_MIN)]


        def scan_fade(df):
            return df[(df["close"] < df["open"]) & (df["volume"] > VOLUME_MIN)]
        """,
    "a query names it": """
        VOLUME_MIN = 300_000


        def scan_gap_up(df):
            return df.query("gap > 0.02 and volume > @VOLUME_MIN")


        def scan_fade(df):
            return df[(df["close"] < df["open"]) & (df["volume"] > VOLUME_MIN)]
        """,
    "the dict goes on as a whole": """
        P = {"volume_min": 300_000, "gap_min": 0.02}


        def scan_gap_up(df):
            return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]


        def scan_fade(df):
            return df[(df["close"] < df["open"]) & (df["volume"] > P["volume_min"])]


        def show():
            return dict(sorted(P.items()))
        """,
}


@pytest.mark.parametrize("name", WITHOUT_FIX)
def test_no_split_where_it_is_not_proved(name):
    (finding,) = findings(dedent(WITHOUT_FIX[name]).lstrip(), "ISO201")
    assert not finding.fixes


def test_a_name_for_a_numbered_scanner_is_a_name():
    source = dedent(
        """
        _LIMIT = 0.02


        def strategy_1_gap(df):
            return df[(df["gap"] > _LIMIT) & (df["close"] > df["open"])]


        def strategy_2_fade(df):
            return df[(df["gap"] < -_LIMIT) & (df["close"] < df["open"])]
        """
    )
    (finding,) = findings(source, "ISO201")
    fixed = applied(source, finding.fixes[0])
    compile(fixed, "<fixed>", "exec")
    assert "_SCAN_1_GAP_LIMIT = 0.02\n_SCAN_2_FADE_LIMIT = 0.02\n" in fixed
