"""Selection, severities, order and failures of rules."""

from __future__ import annotations

import pytest
from isoscan.boundaries.detect import detect_boundaries
from isoscan.config import Config
from isoscan.model.module import build_module
from isoscan.parameters.scanners import describe_scanners
from isoscan.rules.context import RuleContext
from isoscan.rules.registry import RULES
from isoscan.rules.run import run_rules
from isoscan.rules.selection import is_selected, severity_of

SOURCE = """
P = {"gap": 0.04, "gap": 0.05, "unread": 3}
LIMIT = 0.9


def scan_gap_up(df):
    return df[(df["gap"] > P["gap"]) & (df["range"] > LIMIT)]


def scan_fade(df):
    return df[(df["fade"] > 0.02) & (df["range"] > LIMIT)]
"""


def context(config: Config) -> RuleContext:
    module = build_module(SOURCE)
    return RuleContext(describe_scanners(module, detect_boundaries(module, config), config), config)


def codes(config: Config) -> list[str]:
    return [diagnostic.code for diagnostic in run_rules(context(config)).diagnostics]


def test_findings_stand_in_file_order():
    assert codes(Config(ignore=("ISO1",))) == ["ISO303", "ISO301", "ISO201"]


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (("ISO201",), (), ["ISO201"]),
        (("ISO3",), (), ["ISO303", "ISO301"]),
        (("ISO3",), ("ISO301",), ["ISO303"]),
        (("ISO301",), ("ISO3",), ["ISO301"]),
        (("ISO",), ("ISO1",), ["ISO303", "ISO301", "ISO201"]),
        ((), ("ISO",), []),
    ],
)
def test_selection(select, ignore, expected):
    assert codes(Config(select=select, ignore=ignore)) == expected


def test_the_longer_prefix_decides_and_ignore_wins_a_tie():
    assert is_selected("ISO201", True, Config(select=("ISO2",), ignore=("ISO3",)))
    assert not is_selected("ISO201", True, Config(select=("ISO201",), ignore=("ISO201",)))
    assert not is_selected("ISO201", False, Config())
    assert is_selected("ISO201", False, Config(select=("ISO201",)))


def test_severities_come_from_the_settings():
    config = Config(ignore=("ISO1", "ISO3"), severity={"ISO2": "information", "ISO201": "error"})
    (diagnostic,) = run_rules(context(config)).diagnostics
    assert diagnostic.severity == "error"
    assert severity_of("ISO203", "warning", config) == "information"
    assert severity_of("ISO301", "warning", config) == "warning"


def failing(_context):
    raise ValueError("spilt coffee")


def test_a_failing_rule_is_reported_and_the_others_run():
    rules = [rule._replace(check=failing) if rule.code == "ISO301" else rule for rule in RULES]
    findings = run_rules(context(Config(ignore=("ISO1",))), rules)
    assert [diagnostic.code for diagnostic in findings.diagnostics] == ["ISO303", "ISO201"]
    (problem,) = findings.problems
    assert problem.startswith("rule ISO301 (unused-parameter) failed\n")
    assert "spilt coffee" in problem


def test_contamination_is_measured_whatever_is_selected():
    findings = run_rules(context(Config(select=("ISO3",))))
    assert [diagnostic.code for diagnostic in findings.contamination] == ["ISO201"]


def test_shared_parameter_names_every_reader():
    (diagnostic,) = run_rules(context(Config(select=("ISO201",)))).diagnostics
    assert diagnostic.scanners == ("scan_gap_up", "scan_fade")
    assert [(related.span.line, related.message) for related in diagnostic.related] == [
        (6, "read by scanner `scan_gap_up`"),
        (10, "read by scanner `scan_fade`"),
    ]
