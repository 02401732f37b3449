"""Baselines hide what was there, wherever it has moved to, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from isoscan.cli.baseline import hide_known, read_baseline, write_baseline
from isoscan.source.spans import Span


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "baseline.json"


def known(file):
    entries, problem = read_baseline(file)
    assert problem == ""
    return entries


def test_what_was_written_is_hidden_even_after_it_moved(file, report, diagnostic):
    assert write_baseline(file, [report]) == 1
    moved = replace(report, diagnostics=(diagnostic._replace(span=Span(90, 4, 90, 5), message="new words"),))
    (left,) = hide_known([moved], file, known(file))
    assert (left.diagnostics, left.hidden) == ((), 1)


@pytest.mark.parametrize(
    "change",
    [{"subject": "MIN_PRICE"}, {"code": "ISO202"}, {"scanners": ("gap_up",)}],
    ids=["subject", "rule", "scanners"],
)
def test_another_finding_is_not_hidden(file, report, diagnostic, change):
    write_baseline(file, [report])
    other = diagnostic._replace(**change)
    (left,) = hide_known([replace(report, diagnostics=(diagnostic, other))], file, known(file))
    assert left.diagnostics == (other,)


def test_another_file_is_not_hidden(file, report):
    write_baseline(file, [report])
    (left,) = hide_known([replace(report, path="other.py")], file, known(file))
    assert left.hidden == 0


def test_one_more_of_the_same_shows(file, report, diagnostic):
    write_baseline(file, [report])
    second = diagnostic._replace(span=Span(90, 0, 90, 8))
    (left,) = hide_known([replace(report, diagnostics=(diagnostic, second))], file, known(file))
    assert left.diagnostics == (second,)


def test_paths_are_relative_to_the_baseline(file, report, tmp_path, monkeypatch):
    write_baseline(file, [report])
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    (left,) = hide_known([replace(report, path="../desk.py")], file, known(file))
    assert left.hidden == 1


def test_the_same_findings_give_the_same_bytes(file, report, diagnostic):
    other = diagnostic._replace(subject="A")
    write_baseline(file, [replace(report, diagnostics=(diagnostic, other))])
    first = file.read_bytes()
    write_baseline(file, [replace(report, diagnostics=(other, diagnostic))])
    assert file.read_bytes() == first


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "no such baseline; `--write-baseline"),
        (b"{", "is not a baseline"),
        (b"[]", "is not a baseline"),
        (b"\xff\xfe", "is not a baseline"),
        (b'{"version": 1, "findings": [{"path": 3}]}', "is not a baseline"),
        (b'{"version": 1, "findings": [{"path": "", "scanners": [[]]}]}', "is not a baseline"),
        (b'{"version": 1, "findings": 3}', "is not a baseline"),
        (b'{"version": 99, "findings": []}', "is a baseline of another version"),
        (b"[" * 100_000, "is not a baseline"),
    ],
)
def test_a_baseline_that_cannot_be_used_is_said(file, content, sentence):
    if content is not None:
        file.write_bytes(content)
    entries, problem = read_baseline(file)
    assert entries == Counter()
    assert problem.startswith(f"{file}: ")
    assert sentence in problem
