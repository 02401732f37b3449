"""Extracted modules are formatted as the project formats its own, and never lost by that."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from isoscan.analysis import analyse
from isoscan.config import Config
from isoscan.extraction import extract
from isoscan.extraction.drift import find_drift
from isoscan.extraction.provenance import read_provenance
from isoscan.workspace.finishing import finished_companions, finisher_for
from isoscan.workspace.formatter import find_formatter

SOURCE = """\
import pandas as pd
MIN = 0.02   #fast 🚀
# isoscan: scanner scan_rise
def scan_rise( df,min_volume = 1_000 ):
    '''  Rising.   '''
    return df[ (df['close']/df['open']-1>=MIN)&(df['volume']>=min_volume) ]
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stand-ins for formatters are shell scripts")


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Path:
    """A project without a formatter, in an environment that has none."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "elsewhere" / "python"))
    file = tmp_path / "desk" / "scans.py"
    file.parent.mkdir()
    file.write_text(SOURCE, encoding="utf-8")
    return file


def stand_in(folder: Path, name: str, script: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def ruff(folder: Path) -> None:
    real = Path(sys.prefix) / "bin" / "ruff"
    if not real.is_file():
        pytest.skip("ruff is not installed")
    stand_in(folder, "ruff", f'exec "{real}" "$@"')


def settings(desk: Path, text: str) -> None:
    (desk.parent.parent / "pyproject.toml").write_text(text, encoding="utf-8")


def made(template: str = "standard"):
    return extract(analyse(SOURCE, Config()), "scan_rise", "desk/scans.py", Config(), template)


@pytest.mark.parametrize("template", ["minimal", "standard", "enterprise"])
def test_ruff_formats_as_the_project_says(desk, tmp_path, template):
    settings(desk, "[tool.ruff]\nline-length = 60\n[tool.ruff.format]\nquote-style = 'single'\n")
    ruff(tmp_path / "bin")
    plain = made(template)
    finished = finisher_for(desk, desk.parent)(plain)
    assert finished.text != plain.text
    assert "df['close'] / df['open'] - 1 >= MIN" in finished.text
    assert "#fast" not in finished.text
    assert "# fast 🚀" in finished.text
    assert "\nFormatted by: ruff format\n" in finished.text
    assert finished.test_text == "" or finished.test_text != plain.test_text
    assert max(map(len, finished.text.partition('"""\n\n')[2].split("\n"))) < max(
        map(len, plain.text.split("\n"))
    )
    # The same bytes each time, in step with the source, not taken for edited.
    assert finisher_for(desk, desk.parent)(made(template)) == finished
    assert finisher_for(desk, desk.parent)(finished) == finished
    assert find_drift(finished.text, lambda _: analyse(SOURCE, Config()), Config()) == ()
    provenance = read_provenance(finished.text)
    assert provenance is not None
    assert provenance.template == template


def test_which_formatter_a_project_has(desk, tmp_path):
    for name in ("ruff", "black"):
        stand_in(tmp_path / "bin", name, "cat")
    assert find_formatter(desk) is None
    for text, name in (
        ("[tool.ruff]\n", "ruff format"),
        ("[tool.black]\n", "black"),
        ("[tool.ruff]\n[tool.black]\n", "black"),
        ("[tool.ruff.format]\n[tool.black]\n", "ruff format"),
        ("[tool.ruff\n", None),
        ("[tool.isort]\n", None),
    ):
        settings(desk, text)
        found = find_formatter(desk)
        assert (found.name if found else None) == name, text
    settings(desk, "[tool.black]\n")
    (desk.parent / "ruff.toml").write_text("")
    found = find_formatter(desk)
    assert found is not None
    assert found.name == "ruff format", "the nearest settings count"


def test_the_one_in_the_projects_environment_comes_first(desk, tmp_path):
    settings(desk, "[tool.black]\n")
    assert find_formatter(desk) is None, "named, but not installed"
    stand_in(tmp_path / "bin", "black", "cat")
    stand_in(tmp_path / ".venv" / "bin", "black", "cat")
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("")
    found = find_formatter(desk)
    assert found is not None
    assert found.command[0] == str(tmp_path / ".venv" / "bin" / "black")


@pytest.mark.parametrize(
    "script",
    [
        "exit 3",
        "cat; exit 1",
        "exit 0",
        "echo 'x = 1'",
        "sed s/0.02/0.03/",
        "sed 's/#.*//'",
        "printf '\\377'",
        "cat; echo '('",
    ],
    ids=["fails", "late", "silent", "other code", "value", "comments", "no text", "broken"],
)
def test_whatever_a_formatter_does_nothing_is_lost(desk, tmp_path, script):
    settings(desk, "[tool.black]\n")
    stand_in(tmp_path / "bin", "black", script)
    assert finisher_for(desk, desk.parent)(made()) == made()


def test_refusals_pass_and_companions_are_formatted(desk, tmp_path):
    settings(desk, "[tool.black]\n")
    stand_in(tmp_path / "bin", "black", "sed 's/  *$//'")
    refusal = extract(analyse(SOURCE, Config()), "nobody", "desk/scans.py", Config(), "standard")
    assert finisher_for(desk, desk.parent)(refusal) == refusal
    assert finished_companions({"a.py": "x = 1   \n"}, desk, desk.parent) == {"a.py": "x = 1\n"}


def test_line_ends_stay(desk, tmp_path):
    settings(desk, "[tool.ruff]\n")
    ruff(tmp_path / "bin")
    analysis = analyse(SOURCE.replace("\n", "\r\n"), Config())
    plain = extract(analysis, "scan_rise", "desk/scans.py", Config(), "minimal")
    finished = finisher_for(desk, desk.parent)(plain)
    assert "\r\nFormatted by: ruff format\r\n" in finished.text
    assert "\n" not in finished.text.replace("\r\n", "")


def test_the_command_formats_unless_told_not_to(desk, tmp_path, monkeypatch):
    from isoscan.cli.main import main

    settings(desk, "[tool.ruff]\n")
    ruff(tmp_path / "bin")
    monkeypatch.chdir(desk.parent)
    for folder, options in (("one", []), ("two", []), ("three", ["--no-format"])):
        assert main(["extract", "scans.py", "--scanner", "scan_rise", "--output-dir", folder, *options]) == 0
    one, two, three = (Path(folder, "scan_rise.py").read_bytes() for folder in ("one", "two", "three"))
    assert one == two
    assert b"Formatted by: ruff format" in one
    assert b"Formatted by" not in three
    assert b"'close'" in three
