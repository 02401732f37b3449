"""What changes a class or a setting after it was read: all of it counts when the scanner runs."""

import pytest
from generated import bars, generated, run

CASES = {
    "a class whose instance another class holds": (
        "Desk",
        """
        class Limits:
            vol = 1_000_000

        class Desk:
            limits = Limits()

            def scan(self, df):
                return df.index[(df["volume"] > self.limits.vol) & (df["close"] > df["open"])].tolist()

        Limits.vol = 3_000_000
        """,
        "module.Desk().scan(bars())",
    ),
    "a strategy and its base": (
        "Fade",
        """
        class Base:
            names = []
            drop = 0.01

            def scan(self, df):
                fall = df["close"] < df["open"] * (1 - self.drop)
                return df.index[fall & (df["volume"] > self.floor)].tolist()

        # isoscan: scanner Rise
        class Rise(Base):
            floor = 1

            def scan(self, df):
                return df.index[(df["close"] > df["open"]) & (df["volume"] > self.floor)].tolist()

        # isoscan: scanner Fade
        class Fade(Base):
            floor = 1_000

        for each in (Rise, Fade):
            Base.names.append(each.__name__)
        Base.drop = 0.02
        Fade.floor = 2_000_000
        """,
        "module.Fade().scan(bars())",
    ),
    "a set-up call that sets items by computed keys": (
        "scan_up",
        """
        CFG = dict(n=20, k=1.01)

        def configure(**given):
            for key, value in given.items():
                CFG[key] = value

        configure(k=1.03)

        def scan_up(df):
            return df.index[(df["close"] > df["open"] * CFG["k"]) & (df["volume"] > 1_000)].tolist()

        def scan_down(df):
            return df.index[(df["close"] < df["open"] * CFG["k"]) & (df["volume"] > 1_000)].tolist()
        """,
        "module.scan_up(bars())",
    ),
    "a default that is changed later": (
        "scan_up",
        """
        CFG = {"k": 1.01}

        def scan_up(df, cfg=CFG):
            return df.index[(df["close"] > df["open"] * cfg["k"]) & (df["volume"] > 1_000)].tolist()

        def scan_down(df, cfg=CFG):
            return df.index[(df["close"] < df["open"] * cfg["k"]) & (df["volume"] > 1_000)].tolist()

        CFG["k"] = 1.03
        """,
        "module.scan_up(bars())",
    ),
    "operators that a thinned class defines": (
        "scan_rule",
        """
        class Rule:
            def __init__(self, level):
                self.level = level

            def __call__(self, df):
                return df["close"] > df["open"] * self.level

            def __and__(self, other):
                return lambda df: self(df) & other(df)

            # isoscan: scanner check_alone
            def check_alone(self, df):
                return df.index[self(df)].tolist()

        both = Rule(1.01) & Rule(1.02)

        # isoscan: scanner scan_rule
        def scan_rule(df):
            return df.index[both(df)].tolist()
        """,
        "module.scan_rule(bars())",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_changes_that_the_scanner_sees_come_along(case):
    scanner, source, called = CASES[case]
    expected = eval(called, {"module": run(source, "original"), "bars": bars})
    text = generated(source, scanner)
    assert expected
    assert eval(called, {"module": run(text), "bars": bars}) == expected
    assert "Rise" not in text
