"""The four output formats, each from the same ready records."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from isoscan.cli.colours import Palette
from isoscan.cli.output import github, sarif, text
from isoscan.cli.output import json as json_output
from isoscan.cli.output.excerpt import excerpt
from isoscan.cli.report import FileReport
from isoscan.source.spans import Span

PLAIN = Palette(coloured=False)


def test_text_names_scanners_and_draws_carets_under_the_finding(report):
    assert text.render([report], PLAIN, explain=False) == (
        "desk.py: 1 scanner\n"
        "  gap_up  function  lines 38-53  confidence 0.97  isolation 0.50\n"
        "\n"
        "desk.py:12:1: ISO201 shared-parameter: changing `ATR_MULT` for `gap_up` also changes `fade`\n"
        "   |\n"
        "11 | # 🎯 knobs\n"
        "12 | ATR_MULT = 1.25\n"
        "   | ^^^^^^^^\n"
        "13 |     X = 1\n"
        "   |\n"
        "  line 41: read by scanner `fade`\n"
        "  help: Give each scanner its own `ATR_MULT`\n"
        "\n"
        "Found 1 finding. 1 scanner; 1 file checked.\n"
    )


def test_text_says_each_related_line_once(report, diagnostic):
    twice = diagnostic._replace(related=diagnostic.related * 2)
    output = text.render([replace(report, diagnostics=(twice,))], PLAIN, explain=False)
    assert output.count("line 41: read by scanner `fade`") == 1


def test_text_explains_on_demand_and_marks_doubtful_scanners(report, scanner):
    doubtful = scanner._replace(boundary=scanner.boundary._replace(status="needs_review"))
    output = text.render([replace(report, scanners=(doubtful,), diagnostics=())], PLAIN, explain=True)
    assert "isolation 0.50  needs review\n    naming 0.90: named `gap_up`\n" in output


def test_text_of_nothing_found():
    assert text.render([FileReport("a.py"), FileReport("b.py")], PLAIN, explain=False) == (
        "Nothing to complain about. 0 scanners; 2 files checked.\n"
    )


def test_text_says_how_much_a_baseline_hides():
    assert text.render([FileReport("a.py", hidden=2)], PLAIN, explain=False).endswith(
        "1 file checked. 2 known findings hidden by the baseline.\n"
    )


def test_text_is_painted_only_when_asked(report):
    assert "\x1b[" not in text.render([report], PLAIN, explain=True)
    painted = text.render([report], Palette(coloured=True), explain=True)
    assert "\x1b[1;33mISO201\x1b[0m" in painted


def test_statistics_count_per_rule(report, diagnostic):
    other = diagnostic._replace(code="ISO301", name="unused-parameter")
    reports = [replace(report, diagnostics=(other, diagnostic, diagnostic))]
    assert text.render_statistics(reports, PLAIN).startswith(
        "2  ISO201  shared-parameter\n1  ISO301  unused-parameter\nFound 3 findings."
    )


@pytest.mark.parametrize(
    ("line", "span", "shown", "marked"),
    [
        ("a = b", Span(0, 4, 0, 5), "a = b", "    ^"),
        ("🎯 = b", Span(0, 4, 0, 5), "🎯 = b", "     ^"),
        ("股 = 股", Span(0, 4, 0, 5), "股 = 股", "     ^^"),
        ("\tx = 1", Span(0, 1, 0, 2), "    x = 1", "    ^"),
        ("x = 1", Span(0, 5, 0, 5), "x = 1", "     ^"),
        ("x = (", Span(0, 4, 3, 1), "x = (", "    ^"),
        ("x\x1b[2J = 1", Span(0, 0, 0, 1), "x␛[2J = 1", "^"),
    ],
)
def test_carets_stand_under_what_they_mark(line, span, shown, marked):
    rows = list(excerpt({0: line}, span, PLAIN, "red"))
    assert rows == ["  |", f"1 | {shown}", f"  | {marked}", "  |"]


def test_a_long_line_is_cut_to_a_window():
    line = "a" * 500_000 + "HERE" + "b" * 500_000
    rows = list(excerpt({0: line}, Span(0, 500_000, 0, 500_004), PLAIN, "red"))
    assert all(len(row) < 200 for row in rows)
    assert rows[1].index("HERE") == rows[2].index("^^^^")
    assert rows[1].startswith("1 | …a")
    assert rows[1].endswith("b…")


def test_a_finding_whose_line_is_unknown_has_no_excerpt():
    assert list(excerpt({}, Span(3, 0, 3, 1), PLAIN, "red")) == []


def test_json_follows_the_contract_to_the_letter(report):
    output = json_output.render([report])
    assert output.isascii()
    assert json.dumps(json.loads(output)) == json.dumps(
        {
            "version": 1,
            "files": [
                {
                    "path": "desk.py",
                    "scanners": [
                        {
                            "name": "gap_up",
                            "kind": "function",
                            "start_line": 38,
                            "end_line": 53,
                            "definition_line": 39,
                            "confidence": 0.9712,
                            "status": "valid",
                            "namespace": "gap_up",
                            "evidence": [
                                {"detector": "naming", "score": 0.9, "reason": "named `gap_up`"},
                            ],
                            "dependencies": ["pandas"],
                            "isolation_score": 0.5,
                            "parameters": [
                                {
                                    "name": "ATR_MULT",
                                    "qualified_name": "gap_up.ATR_MULT",
                                    "value": 1.25,
                                    "origin": "module",
                                    "line": 12,
                                    "column": 1,
                                    "shared": True,
                                }
                            ],
                        }
                    ],
                    "shared_globals": [{"name": "API_KEY", "line": 4}],
                    "diagnostics": [
                        {
                            "code": "ISO201",
                            "name": "shared-parameter",
                            "severity": "warning",
                            "subject": "ATR_MULT",
                            "message": "changing `ATR_MULT` for `gap_up` also changes `fade`",
                            "range": {"start": {"line": 12, "column": 1}, "end": {"line": 12, "column": 9}},
                            "scanners": ["gap_up", "fade"],
                            "related": [{"line": 41, "message": "read by scanner `fade`"}],
                        }
                    ],
                }
            ],
        }
    )


@pytest.mark.parametrize(
    ("value", "source", "expected"),
    [
        (1.5, "1.5", 1.5),
        (True, "True", True),
        (None, "None", None),
        (None, "dict(a=1)", "dict(a=1)"),
        ("café", "'café'", "café"),
        ((1, (2, "x")), "(1, (2, 'x'))", [1, [2, "x"]]),
        (math.inf, "1e999", "1e999"),
        (-math.inf, "-1e999", "-1e999"),
        (math.nan, "nan", "nan"),
        ((1.0, math.inf), "(1.0, 1e999)", "(1.0, 1e999)"),
        (10**40, "10**40", 10**40),
    ],
)
def test_json_values_are_what_json_has_else_the_source_text(value, source, expected):
    assert json.loads(json.dumps(json_output.json_value(value, source), allow_nan=False)) == expected


def test_github_commands(report):
    assert github.render([report]) == (
        "::warning title=isoscan ISO201 shared-parameter,file=desk.py,line=12,endLine=12,col=1,endColumn=9"
        "::changing `ATR_MULT` for `gap_up` also changes `fade`%0Aline 41: read by scanner `fade`\n"
    )


def test_github_commands_are_escaped(report, diagnostic):
    awkward = diagnostic._replace(message="100 %\r\n::error::", related=(), span=Span(1, 2, 4, 1))
    assert github.render([replace(report, path="a,b:c%.py", diagnostics=(awkward,))]) == (
        "::warning title=isoscan ISO201 shared-parameter,file=a%2Cb%3Ac%25.py,line=2,endLine=5"
        "::100 %25%0D%0A::error::\n"
    )


@pytest.mark.parametrize(
    ("severity", "command"), [("error", "error"), ("information", "notice"), ("hint", "notice")]
)
def test_github_knows_three_severities(report, diagnostic, severity, command):
    output = github.render([replace(report, diagnostics=(diagnostic._replace(severity=severity),))])
    assert output.startswith(f"::{command} ")


def test_sarif_gives_rules_places_and_fingerprints(report):
    log = json.loads(sarif.render([report]))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    (result,) = run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "ISO201"
    assert all(rule["helpUri"].startswith("https://") for rule in rules)
    region = {"startLine": 12, "startColumn": 1, "endLine": 12, "endColumn": 9}
    assert result["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "desk.py"}, "region": region}}
    ]
    assert result["relatedLocations"][0]["message"]["text"] == "read by scanner `fade`"


def test_sarif_fingerprints_stay_while_code_moves_and_tell_repeats_apart(report, diagnostic):
    def fingerprints(*diagnostics):
        log = json.loads(sarif.render([replace(report, diagnostics=diagnostics)]))
        return [result["partialFingerprints"]["isoscan/v1"] for result in log["runs"][0]["results"]]

    moved = diagnostic._replace(span=diagnostic.span.shifted(30))
    other = diagnostic._replace(subject="MIN_PRICE")
    (alone,) = fingerprints(diagnostic)
    assert fingerprints(moved) == [alone]
    assert fingerprints(other) != [alone]
    assert len(set(fingerprints(diagnostic, moved, other))) == 3


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("my scans/a#b.py", "my%20scans/a%23b.py"),
        ("/desk/é.py", "file:///desk/%C3%A9.py"),
        ("bad\udcff.py", "bad%FF.py"),
    ],
)
def test_sarif_uris(report, path, uri):
    log = json.loads(sarif.render([replace(report, path=path)]))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == uri
