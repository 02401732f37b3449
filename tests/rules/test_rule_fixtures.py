"""Every file in tests/data/rules draws the findings it must give, and gives no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from isoscan.analysis import analyse
from isoscan.config import Config
from isoscan.rules.registry import RULES
from marks import marks_of, mismatches

FIXTURES = sorted((Path(__file__).parent.parent / "data" / "rules").glob("*.py"))
SHOWN_ON_REQUEST = ("ISO100", "ISO101")


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixture(path):
    source = path.read_text(encoding="utf-8")
    asked = tuple(code for code in SHOWN_ON_REQUEST if path.stem.startswith(code.lower()))
    off = tuple(
        rule.code for rule in RULES if not rule.default_enabled and rule.code.lower() != path.stem[:6]
    )
    ignored = tuple(code for code in SHOWN_ON_REQUEST if code not in asked)
    analysis = analyse(source, Config(select=("ISO",), ignore=(*ignored, *off)))
    assert not analysis.problems
    assert len(analysis.scanners) >= 1, "a case about scanners holds scanners"
    assert not mismatches(source, analysis.diagnostics), os.linesep.join(
        mismatches(source, analysis.diagnostics)
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_cases_for_and_against_it(rule):
    drawn = {
        path.stem: {mark.code for mark in marks_of(path.read_text(encoding="utf-8"))} for path in FIXTURES
    }
    mine = {stem: codes for stem, codes in drawn.items() if stem.startswith(rule.code.lower())}
    assert any(rule.code in codes for codes in mine.values()), "no fixture in which it fires"
    assert any(rule.code not in codes for codes in mine.values()), "no fixture in which it is silent"
