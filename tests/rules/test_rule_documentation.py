"""A rule's documentation is executable: the bad example fires where it is marked, the good one is silent."""

from __future__ import annotations

import re

import pytest
from isoscan.analysis import analyse
from isoscan.config import Config
from isoscan.rules.registry import RULES
from marks import marks_of, mismatches

HEADINGS = [
    "What it does",
    "Why is this bad?",
    "Known problems",
    "Example",
    "Use instead",
    "Options",
    "Fix safety",
    "References",
]
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def sections(doc: str) -> dict[str, str]:
    parts = re.split(r"^## (.*)$", doc, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def code_of(section: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", section, flags=re.DOTALL)


@each_rule
def test_headings_are_the_fixed_ones_in_their_order(rule):
    found = list(sections(rule.doc))
    assert found == [heading for heading in HEADINGS if heading in found]
    assert {"What it does", "Why is this bad?", "Example", "Use instead"} <= set(found)
    assert ("Fix safety" in found) == (rule.fix != "none")


@each_rule
def test_summary_is_one_line(rule):
    assert rule.summary
    assert not rule.summary.endswith(".")
    assert len(rule.summary) < 90


@each_rule
def test_bad_example_fires_where_marked(rule):
    examples = code_of(sections(rule.doc)["Example"])
    assert examples
    for source in examples:
        found = [
            diagnostic
            for diagnostic in analyse(source, Config(select=("ISO",))).diagnostics
            if diagnostic.code == rule.code
        ]
        assert {mark.code for mark in marks_of(source)} == {rule.code}
        assert not mismatches(source, found)


@each_rule
def test_good_example_is_silent(rule):
    examples = code_of(sections(rule.doc)["Use instead"])
    assert examples
    for source in examples:
        assert not analyse(source, Config(select=(rule.code,))).diagnostics
        assert not analyse(source, Config(ignore=("ISO100", "ISO101"))).diagnostics


@each_rule
def test_findings_carry_the_rules_code_and_name(rule):
    for source in code_of(sections(rule.doc)["Example"]):
        for diagnostic in analyse(source, Config(select=("ISO",))).diagnostics:
            if diagnostic.code != rule.code:
                continue
            assert diagnostic.name == rule.name
            assert diagnostic.severity == rule.severity


def test_codes_are_sorted_and_unique():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)
