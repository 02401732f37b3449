"""`isoscan rule`: every rule is explained by the same headings, found by code and by name."""

from __future__ import annotations

import json

import pytest
from isoscan.rules.registry import ALL_RULES


def test_all_rules_are_listed(run):
    result = run("rule")
    assert result.returncode == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == [rule.code for rule in ALL_RULES]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_a_rule_is_explained(run, rule):
    by_code = run("rule", rule.code.lower())
    assert by_code.returncode == 0
    assert by_code.stdout.startswith(f"{rule.code} {rule.name}\n{rule.severity.capitalize()}; ")
    assert "What it does" in by_code.stdout
    assert run("rule", rule.name).stdout == by_code.stdout


def test_other_formats(run):
    assert {record["code"] for record in json.loads(run("rule", "--output-format", "json").stdout)} == {
        rule.code for rule in ALL_RULES
    }
    assert run("rule", "ISO201", "--output-format", "markdown").stdout.startswith(
        "# ISO201: shared-parameter\n"
    )


def test_an_unknown_rule_is_answered_with_close_ones(run):
    result = run("rule", "shared-paramter")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(
        "isoscan: there is no rule `shared-paramter`; did you mean `shared-parameter`"
    )
