"""Generated files out of step: the source has changed since, or somebody edited them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from generated import analysed, extracted, generated
from isoscan.config import Config
from isoscan.extraction.digest import code_digest
from isoscan.extraction.drift import find_drift
from isoscan.extraction.provenance import read_provenance

SOURCE = """
    import pandas as pd

    MIN_RISE = 0.02  # 🚀
    OTHER = 5


    def rise(df):
        return df["close"] / df["open"] - 1


    def scan_rise(df, min_volume=1_000):
        return df[(rise(df) >= MIN_RISE) & (df["volume"] >= min_volume)]


    def scan_fall(df):
        return df[(rise(df) <= -MIN_RISE) & (df["volume"] >= OTHER)]
"""


def codes(text: str, source: str | None, config: Config | None = None) -> list[str]:
    analysis = analysed(source) if source is not None else None
    return [each.code for each in find_drift(text, lambda _: analysis, config or Config())]


@pytest.fixture(params=["minimal", "standard", "enterprise"])
def text(request) -> str:
    return generated(SOURCE, "scan_rise", request.param)


def test_what_the_docstring_says_is_read(text):
    provenance = read_provenance(text)
    assert provenance is not None
    assert (provenance.name, provenance.source) == ("scan_rise", "desk/scans.py")
    assert (provenance.start_line, provenance.end_line) == (11, 12)
    assert provenance.template in ("minimal", "standard", "enterprise")
    assert provenance.code_digest == code_digest(text)


def test_in_step_there_is_nothing_to_say(text):
    assert codes(text, SOURCE) == []
    assert codes(text, None) == []


@pytest.mark.parametrize(
    "change",
    [
        ("0.02", "0.03"),
        ('df["close"] / df["open"]', 'df["close"] / df["low"]'),
        ("min_volume=1_000", "min_volume=5"),
    ],
    ids=["constant", "helper", "default"],
)
def test_a_changed_slice_is_stale(text, change):
    (finding,) = find_drift(text, lambda _: analysed(SOURCE.replace(*change)), Config())
    assert (finding.code, finding.name, finding.severity) == ("ISO501", "stale-extraction", "warning")
    assert "scan_rise" in finding.message
    assert "scans.py" in finding.message
    (fix,) = finding.fixes
    assert fix.safety == "safe"
    assert codes(fix.edits[0].text, SOURCE.replace(*change)) == []


@pytest.mark.parametrize(
    "change",
    [
        ("OTHER = 5", "OTHER = 6"),
        ("    def scan_fall", "    # below\n\n\n    def scan_fall"),
        ("import pandas as pd", "import pandas as pd\n\n"),
    ],
    ids=["foreign constant", "foreign comment", "blank lines"],
)
def test_changes_elsewhere_do_not_count(text, change):
    assert codes(text, SOURCE.replace(*change)) == []


def test_a_scanner_that_is_gone_is_said(text):
    source = SOURCE.replace("def scan_rise", "def scan_renamed")
    (finding,) = find_drift(text, lambda _: analysed(source), Config())
    assert "is not there any more" in finding.message
    assert finding.fixes == ()


def test_an_edit_by_hand_is_a_hint(text):
    edited = text.replace("0.02", "0.05").replace('df["open"] - 1', 'df["open"] - 2')
    (finding,) = find_drift(edited, lambda _: analysed(SOURCE), Config())
    assert (finding.code, finding.name, finding.severity) == ("ISO502", "edited-extraction", "hint")
    both = find_drift(edited, lambda _: analysed(SOURCE.replace("0.02", "0.04")), Config())
    assert [each.code for each in both] == ["ISO501", "ISO502"]
    assert both[0].fixes[0].safety == "unsafe"


def test_comments_and_formatters_do_not_count(text, tmp_path):
    file = tmp_path / "scan_rise.py"
    file.write_text(text.replace("\n\n\n", "\n\n# mine\n\n"), encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "60", str(file)]
    assert subprocess.run(ruff, capture_output=True, check=False).returncode == 0
    formatted = file.read_text(encoding="utf-8")
    assert formatted != text
    assert codes(formatted, SOURCE) == []


def test_parentheses_that_change_the_meaning_count():
    assert code_digest("x = (a + b) * c\n") != code_digest("x = a + b * c\n")
    assert code_digest("x = (a + b)\n") == code_digest("x = a + b\n")
    assert code_digest("x = 'a'\n") == code_digest('x = "a"\n')
    assert code_digest("f(a, b,)\n") == code_digest("f(a, b)\n")
    assert code_digest("x = (a,)\n") != code_digest("x = (a)\n")


def test_settings_turn_them_off_and_grade_them(text):
    edited = text.replace("0.02", "0.05")
    assert codes(edited, SOURCE, Config(ignore=("ISO5",))) == []
    assert codes(edited, SOURCE, Config(select=("ISO201",))) == []
    graded = find_drift(edited, lambda _: None, Config(severity={"ISO502": "error"}))
    assert [each.severity for each in graded] == ["error"]


@pytest.mark.parametrize(
    "text", ["", '"""Scanner `x`, extracted by isoscan."""\n', "x = 1\n", '"""A scanner."""\n']
)
def test_other_files_are_left_alone(text):
    assert read_provenance(text) is None
    assert codes(text, SOURCE) == []


def test_the_check_command_finds_the_source_and_says_so(tmp_path, monkeypatch):
    from isoscan.cli.main import main

    (tmp_path / "desk").mkdir()
    source = Path("desk/scans.py")
    monkeypatch.chdir(tmp_path)
    source.write_text(analysed(SOURCE).module.text, encoding="utf-8")
    assert main(["extract", str(source), "--scanner", "scan_rise", "--output-dir", "out"]) == 0
    assert main(["check", "out"]) == 0
    source.write_text(source.read_text(encoding="utf-8").replace("0.02", "0.03"), encoding="utf-8")
    assert main(["check", "out"]) == 1
    monkeypatch.chdir(tmp_path / "desk")
    assert main(["check", "../out"]) == 1
    assert main(["check", "../out", "--ignore", "ISO501"]) == 0


def test_custom_templates_keep_their_name(tmp_path):
    file = tmp_path / "own.jinja"
    file.write_text('{% include "standard" %}\n')
    text = extracted(SOURCE, "scan_rise", str(file)).text
    provenance = read_provenance(text)
    assert provenance is not None
    assert provenance.template == file.as_posix()
    assert codes(text, SOURCE) == []
