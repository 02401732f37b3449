"""The rules on generated files are documented like the others, and known to the command line."""

from __future__ import annotations

import pytest
from isoscan.rules.registry import ALL_RULES, GENERATED_FILE_RULES, RULES
from test_rule_documentation import HEADINGS, sections

each_rule = pytest.mark.parametrize("rule", GENERATED_FILE_RULES, ids=lambda rule: rule.code)


def test_they_come_after_the_rules_on_one_file():
    assert [rule.code for rule in ALL_RULES] == [*(rule.code for rule in RULES), "ISO501", "ISO502"]


@each_rule
def test_headings_are_the_fixed_ones_in_their_order(rule):
    found = list(sections(rule.doc))
    assert found == [heading for heading in HEADINGS if heading in found]
    assert {"What it does", "Why is this bad?", "Example", "Use instead"} <= set(found)
    assert ("Fix safety" in found) == (rule.fix != "none")
    assert rule.summary
    assert len(rule.summary) < 90
