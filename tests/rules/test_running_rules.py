"""Selection, severities, order and failures of rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from isoscan.analysis import analyse
from isoscan.boundaries.finder import BoundaryFinder
from isoscan.config import Config
from isoscan.model.module import build_module
from isoscan.parameters.description import Description
from isoscan.rules.diagnostic import Diagnostic
from isoscan.rules.findings import FindingsInModule
from isoscan.rules.frame_writes import FrameReader
from isoscan.rules.registry import RULES
from isoscan.rules.rule import Rule
from isoscan.rules.selection import is_selected, severity_of

FIXTURES = sorted((Path(__file__).parents[1] / "data").rglob("*.py"))

SOURCE = """
P = {"gap": 0.04, "gap": 0.05, "unread": 3}
LIMIT = 0.9


def scan_gap_up(df):
    return df[(df["gap"] > P["gap"]) & (df["range"] > LIMIT)]


def scan_fade(df):
    return df[(df["fade"] > 0.02) & (df["range"] > LIMIT)]
"""


def findings_in_source(config: Config, rules=RULES) -> FindingsInModule:
    module = build_module(SOURCE)
    found = FindingsInModule(Description(module, BoundaryFinder(module, config), config), config, rules)
    module.store.settle()
    return found


def shown(findings: FindingsInModule) -> list[Diagnostic]:
    parts = findings.description.module.parts.order
    return [diagnostic for part in parts for diagnostic in findings.in_part(part)]


def codes(config: Config) -> list[str]:
    return [diagnostic.code for diagnostic in shown(findings_in_source(config))]


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
    (diagnostic,) = shown(findings_in_source(config))
    assert diagnostic.severity == "error"
    assert severity_of("ISO203", "warning", config) == "information"
    assert severity_of("ISO301", "warning", config) == "warning"


def failing(_context, _part):
    raise ValueError("spilt coffee")


def with_failing(code: str) -> list[Rule]:
    return [rule._replace(check=failing) if rule.code == code else rule for rule in RULES]


def test_a_failing_rule_is_reported_once_and_the_others_run():
    findings = findings_in_source(Config(ignore=("ISO1",)), with_failing("ISO301"))
    assert [diagnostic.code for diagnostic in shown(findings)] == ["ISO303", "ISO201"]
    (problem,) = findings.problems
    assert problem.startswith("rule ISO301 (unused-parameter) failed\n")
    assert "spilt coffee" in problem


def test_a_failing_repair_is_reported_and_the_finding_stands():
    rules = [rule._replace(repair=failing) if rule.code == "ISO201" else rule for rule in RULES]
    findings = findings_in_source(Config(select=("ISO201",)), rules)
    (finding,) = shown(findings)
    assert not findings.problems
    assert findings.fixes_of(finding) == ()
    assert findings.fixes_of(finding) == ()
    (problem,) = findings.problems
    assert problem.startswith("rule ISO201 (shared-parameter) failed\n")


def test_dear_fixes_are_made_on_demand():
    findings = findings_in_source(Config(select=("ISO201",)))
    (finding,) = shown(findings)
    assert finding.fixes == ()
    (fix,) = findings.fixes_of(finding)
    assert fix.title == "Give each scanner its own `LIMIT`"


def test_a_failing_rule_on_findings_is_reported_and_the_findings_stand():
    findings = findings_in_source(Config(ignore=("ISO1",)), with_failing("ISO001"))
    assert [diagnostic.code for diagnostic in shown(findings)] == ["ISO303", "ISO301", "ISO201"]
    (problem,) = findings.problems
    assert problem.startswith("rule ISO001 (unused-suppression) failed\n")


def test_a_failing_look_up_is_reported_and_the_other_rules_run(monkeypatch):
    monkeypatch.setattr(FrameReader, "is_frame", failing)
    findings = findings_in_source(Config(ignore=("ISO1",)))
    assert [diagnostic.code for diagnostic in shown(findings)] == ["ISO303", "ISO301", "ISO201"]
    failed = "looking for columns changed in place failed\n"
    assert any(problem.startswith(failed) for problem in findings.problems)


def test_contamination_is_measured_whatever_is_selected():
    findings = findings_in_source(Config(select=("ISO3",)))
    for scanner in ("scan_gap_up", "scan_fade"):
        assert [concern.code for concern in findings.contamination_of(scanner)] == ["ISO201"]


def test_shared_parameter_names_every_reader():
    (diagnostic,) = shown(findings_in_source(Config(select=("ISO201",))))
    assert diagnostic.scanners == ("scan_gap_up", "scan_fade")
    assert [(related.span.line, related.message) for related in diagnostic.related] == [
        (6, "read by scanner `scan_gap_up`"),
        (10, "read by scanner `scan_fade`"),
    ]


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_no_rule_and_no_detector_fails_on_a_fixture(file):
    source = file.read_bytes().decode(errors="replace")
    analysis = analyse(source, Config(select=("ISO",)))
    assert analysis.problems == ()
    assert all(isinstance(finding.fixes, tuple) for finding in analysis.diagnostics)
