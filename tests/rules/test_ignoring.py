"""The comment that silences a finding is written where it does so, and nowhere else."""

from __future__ import annotations

import pytest
from fixing import applied
from isoscan.analysis import analyse
from isoscan.config import Config
from isoscan.rules.ignoring import ignoring

SCANS = """


def scan_gap_up(df):
    # 🎯 ─
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]


def scan_fade(df):
    return df[(df["fade"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]
"""
SETTINGS = Config(select=("ISO201", "ISO301", "ISO001"))

DICTS = {
    "a line of its own": 'P = {\n    "gap_min": 0.04,\n    "volume_min": 5,\n}\n',
    "with tabs and CRLF": 'P = {\r\n\t"gap_min": 0.04,\r\n\t"volume_min": 5,\r\n}\r\n',
    "a line that has a comment": 'P = {\n    "gap_min": 0.04,  # 🚀 mine\n    "volume_min": 5,\n}\n',
    "a line that silences another rule": (
        'P = {\n    "gap_min": 0.04,  # isoscan: ignore[ISO302]\n    "volume_min": 5,\n}\n'
    ),
    "two on one line": 'P = {"gap_min": 0.04, "volume_min": 5}\n',
    "a line that ends inside a string": (
        'P = {\n    "gap_min": 0.04, "about": """three ─\nfour""",\n    "volume_min": 5,\n}\n'
    ),
}


@pytest.mark.parametrize("written", DICTS.values(), ids=DICTS)
def test_the_comment_silences_the_finding_and_no_other(written):
    text = written + SCANS
    before = [finding for finding in analyse(text, SETTINGS).diagnostics if finding.code == "ISO201"]
    assert len(before) == 2
    for finding in before:
        fix = ignoring(analyse(text, SETTINGS).module, finding)
        assert fix is not None
        changed = applied(text, fix)
        after = [one.subject for one in analyse(changed, SETTINGS).diagnostics if one.code == "ISO201"]
        on_line = {one.subject for one in before if one.span.line == finding.span.line}
        assert after == [one.subject for one in before if one.subject not in on_line]
        assert "ISO201]" in changed


def test_an_existing_list_of_rules_is_extended():
    text = DICTS["a line that silences another rule"] + SCANS
    finding = next(one for one in analyse(text, SETTINGS).diagnostics if one.code == "ISO201")
    changed = applied(text, ignoring(analyse(text, SETTINGS).module, finding))
    assert "# isoscan: ignore[ISO302, ISO201]\n" in changed


@pytest.mark.parametrize(
    "written",
    [
        'P = \\\n    {"gap_min": \\\n    0.04, "volume_min": \\\n    5}\n',
        'P = {"a": """one ─\ntwo""", "gap_min": 0.04, "volume_min": 5, "b": """three\nfour"""}\n',
    ],
    ids=["behind a backslash", "between two strings"],
)
def test_where_no_comment_would_do_there_is_no_fix(written):
    text = written + SCANS
    analysis = analyse(text, SETTINGS)
    findings = [one for one in analysis.diagnostics if one.code == "ISO201"]
    assert len(findings) == 2
    assert ignoring(analysis.module, findings[0]) is None
