"""What a keystroke makes rules look at: the parts it concerns, not the file.

Counted is how often a rule's check runs, by rule and part, in a file of a thousand lines and sixty scanners.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from isoscan.boundaries.finder import BoundaryFinder
from isoscan.config import Config
from isoscan.model.live import LiveModule
from isoscan.parameters.description import Description
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic
from isoscan.rules.findings import FindingsInModule
from isoscan.rules.registry import RULES
from isoscan.rules.rule import Rule
from isoscan.source.text import Splice
from isoscan.tracking.collected import Collected

HEAD = """
import pandas as pd

P = {"gap_min": 0.04, "volume_min": 500_000, "drift_min": 0.1}


def wide(df):
    return df["range"] > 1.5 * df["atr"]


def alone(df):
    # what one scanner asks for 🌊
    return df["tide"] > 0.4


def scan_alone(df):
    return df[alone(df) & (df["gap"] > 0.03) & (df["volume"] > 100_000)]

"""
SCAN = '''
def scan_{number}(df):
    """Days of setup {number}. ✨"""
    df = df.copy()
    # ── setup {number} ──
    df["rvol"] = df["volume"] / df["volume"].rolling(20).mean()
    strong = df["gap"] > P["gap_min"]
    if {number} % 2:
        strong = strong & wide(df)
    calm = df["drift"] < {number} / 100
    strong = strong & (df["rvol"] > 1.{number})
    hits = df[strong & calm & (df["close"] > 5)]
    names = hits["ticker"].tolist()
    if not names:
        return hits
    return hits[hits["ticker"].isin(names)]

'''
PARTS_AROUND = 3


class Counted:
    """A document under the rules, with the checks that run counted."""

    def __init__(self) -> None:
        text = HEAD + "".join(SCAN.format(number=number) for number in range(60))
        self.lines = text.splitlines(keepends=True)
        self.ran: Counter[str] = Counter()
        self.parts: set[int] = set()
        self.live = LiveModule(self.lines)
        self.store = self.live.module.store
        module, config = self.live.module, Config()
        description = Description(module, BoundaryFinder(module, config), config)
        findings = FindingsInModule(description, config, [self.counting(rule) for rule in RULES])
        self.shown: Collected[int, tuple[Diagnostic, ...]] = Collected(self.store, findings.in_part)
        module.parts.follow(self.shown)
        self.store.settle()
        self.opening = Counter(self.ran)
        self.ran.clear()
        self.parts.clear()

    def counting(self, rule: Rule) -> Rule:
        def check(context: RuleContext, part: int) -> Iterable[Diagnostic]:
            self.ran[rule.code] += 1
            self.parts.add(part)
            return rule.check(context, part)

        return rule._replace(check=check)

    def key(self, old: str, new: str) -> None:
        """Replace the first line that holds a text."""
        at = next(number for number, line in enumerate(self.lines) if old in line)
        self.lines = [*self.lines[:at], self.lines[at].replace(old, new), *self.lines[at + 1 :]]
        self.ran.clear()
        self.parts.clear()
        self.live.apply(self.lines, Splice(at, 1, 1))
        self.store.settle()


@pytest.fixture
def counted() -> Counted:
    return Counted()


def test_the_file_is_long_and_opening_it_runs_every_rule_on_every_part(counted):
    assert len(counted.lines) > 1_000
    assert min(counted.opening.values()) >= 60


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# ── setup 30 ──", "# ── setup 30! ──"),
        ("# what one scanner asks for 🌊", "# what one scanner asks for 🌊🌊"),
        ('"""Days of setup 31. ✨"""', '"""Days of setup 31, again. ✨"""'),
        ("return hits[hits", "return  hits[hits"),
        ("1.32)", "1.325)"),
        ("names = hits", "name = hits"),
    ],
    ids=["comment", "helper's comment", "docstring", "blank", "threshold", "half-typed name"],
)
def test_a_key_that_concerns_one_scanner_runs_rules_on_that_one(counted, old, new):
    counted.key(old, new)
    assert len(counted.parts) <= PARTS_AROUND, sorted(counted.ran.items())
    assert max(counted.ran.values(), default=0) <= PARTS_AROUND


def test_a_helper_of_one_scanner_runs_rules_on_the_two(counted):
    counted.key('df["tide"] > 0.4', 'df["tide"] > 0.45')
    assert len(counted.parts) <= PARTS_AROUND, sorted(counted.ran.items())


def test_a_helper_of_many_is_looked_at_once_more_where_its_numbers_are_read(counted):
    counted.key('1.5 * df["atr"]', '1.6 * df["atr"]')
    assert sum(counted.ran.values()) < sum(counted.opening.values()) / 2, sorted(counted.ran.items())


def test_what_a_key_changes_is_seen(counted):
    counted.shown.take_news()
    counted.key('P["gap_min"]', 'P["drift_min"]')
    counted.key("def scan_alone(df):", "def scan_alone(df, hits=[]):")
    counted.key(
        '    return df[alone(df) & (df["gap"]', '    hits.append(1); return df[alone(df) & (df["gap"]'
    )
    told = [one.code for found in counted.shown.take_news().values() for one in found or ()]
    assert "ISO209" in told
