"""`isoscan extract`, run as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = """\
# 🎯 two scanners and what they share
import pandas as pd

API_KEY = "pk_not_a_real_key"
ATR_MULT = 1.25
MIN_GAP = 4.0


def wide(df):
    return df["range_atr"] >= ATR_MULT


# gaps that hold
def scan_gap_up(df):
    return df[wide(df) & (df["gap_pct"] >= MIN_GAP)]


def scan_gap_down(df):
    return df[wide(df) & (df["gap_pct"] <= -MIN_GAP)]
"""

ALONE = 'def scan_gap_up(df, min_gap=4.0):\n    return df[df["gap_pct"] >= min_gap]\n'


@pytest.fixture
def source(tmp_path) -> Path:
    file = tmp_path / "scans.py"
    file.write_text(SOURCE, encoding="utf-8")
    return file


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_one_scanner_is_written_and_runs(run, source, tmp_path):
    result = run("extract", source, "--scanner", "scan_gap_up", "--output-dir", "out")
    assert (result.returncode, result.stderr) == (0, "")
    (file,) = (tmp_path / "out").iterdir()
    assert result.stdout.startswith(f"{Path('out', file.name)}: scan_gap_up (function, lines 13-15 of ")
    text = file.read_text(encoding="utf-8")
    assert "def scan_gap_up(" in text
    assert "scan_gap_down" not in text
    assert "pk_not_a_real_key" not in text
    program = (
        "import sys, pandas as pd; sys.path.insert(0, 'out'); import importlib;"
        f"module = importlib.import_module('{file.stem}');"
        "frame = pd.DataFrame({'range_atr': [1, 2, 3], 'gap_pct': [9, 9, 1]});"
        "print(module.scan_gap_up(frame).index.tolist())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.stdout == "[1]\n", ran.stderr


def test_without_a_folder_it_lands_beside_the_source(run, source, tmp_path):
    before = names(tmp_path)
    assert run("extract", "scans.py", "--scanner", "scan_gap_down").returncode == 0
    assert len(names(tmp_path) - before) == 1


def test_the_settings_name_the_folder(run, source, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.isoscan]\noutput-directory = "alone"\n')
    assert run("extract", "scans.py", "--all").returncode == 0
    assert len(names(tmp_path / "alone")) == 2


def test_all_of_them(run, source, tmp_path):
    result = run("extract", source, "--all", "--output-dir", "out")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == len(names(tmp_path / "out")) == 2


def test_a_file_with_one_scanner_needs_no_name(run, tmp_path):
    (tmp_path / "alone.py").write_text(ALONE)
    assert run("extract", "alone.py", "--output-dir", "out").returncode == 0


@pytest.mark.parametrize("template", ["minimal", "standard"])
def test_doing_it_again_gives_the_same_bytes(run, source, tmp_path, template):
    for folder in ("one", "two"):
        assert run("extract", source, "--all", "--template", template, "--output-dir", folder).returncode == 0
    first, second = tmp_path / "one", tmp_path / "two"
    assert names(first) == names(second)
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names(first))


def test_nothing_is_overwritten_unless_forced(run, source, tmp_path):
    arguments = ("extract", source, "--scanner", "scan_gap_up", "--output-dir", "out")
    run(*arguments)
    (file,) = (tmp_path / "out").iterdir()
    file.write_text("mine")
    refused = run(*arguments)
    assert refused.returncode == 2
    assert "exists; --force overwrites it" in refused.stderr
    assert file.read_text() == "mine"
    assert run(*arguments, "--force").returncode == 0
    assert "def scan_gap_up(" in file.read_text(encoding="utf-8")
    assert names(tmp_path / "out") == {file.name}


def test_an_unknown_scanner_is_answered_with_close_ones_and_the_list(run, source, tmp_path):
    result = run("extract", "scans.py", "--scanner", "scan_gapup")
    assert result.returncode == 2
    assert result.stderr == (
        "isoscan: scans.py holds no scanner `scan_gapup`; did you mean `scan_gap_up` or `scan_gap_down`? "
        "(it holds these: scan_gap_up, scan_gap_down)\n"
    )
    assert names(tmp_path) == {"scans.py"}


def test_several_scanners_and_no_name(run, source):
    result = run("extract", "scans.py")
    assert result.returncode == 2
    assert "scans.py holds 2 scanners: name one by --scanner, or take all by --all" in result.stderr


def test_one_unknown_name_writes_nothing(run, source, tmp_path):
    assert run("extract", "scans.py", "--scanner", "scan_gap_up", "--scanner", "nope").returncode == 2
    assert names(tmp_path) == {"scans.py"}


@pytest.mark.parametrize("folder", ["scans.py", "scans.py/deeper", "/proc/nowhere"])
def test_a_folder_that_cannot_be_written(run, source, folder):
    result = run("extract", "scans.py", "--scanner", "scan_gap_up", "--output-dir", folder)
    assert result.returncode == 2
    assert "cannot be written" in result.stderr
    assert "name another folder by --output-dir" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"x = 1\n", "no scanner was found"),
        (b"", "no scanner was found"),
        (b"\0\1\2", "scans.py: "),
        (None, "cannot be read (No such file or directory)"),
    ],
)
def test_a_file_that_gives_nothing(run, tmp_path, content, sentence):
    if content is not None:
        (tmp_path / "scans.py").write_bytes(content)
    result = run("extract", "scans.py", "--all")
    assert (result.returncode, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_template_is_said(run, source, tmp_path):
    result = run("extract", "scans.py", "--all", "--template", "luxury")
    assert result.returncode == 2
    assert "luxury" in result.stderr
    assert "Traceback" not in result.stderr
    assert names(tmp_path) == {"scans.py"}


def test_line_ends_of_the_source_are_kept(run, tmp_path):
    (tmp_path / "alone.py").write_bytes(ALONE.replace("\n", "\r\n").encode())
    assert run("extract", "alone.py", "--output-dir", "out").returncode == 0
    (file,) = (tmp_path / "out").iterdir()
    data = file.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 0


def test_relative_imports_are_written_with_the_package(run, tmp_path):
    folder = tmp_path / "desk" / "tools"
    folder.mkdir(parents=True)
    (tmp_path / "desk" / "__init__.py").write_text("")
    (folder / "__init__.py").write_text("")
    (folder / "scans.py").write_text(
        "from .helpers import wide\n\n\n" + ALONE.replace("return df[", "return df[wide(df) & ")
    )
    assert run("extract", folder / "scans.py", "--output-dir", "out").returncode == 0
    (file,) = (tmp_path / "out").iterdir()
    assert "from desk.tools.helpers import wide" in file.read_text()


def test_the_projects_own_template_of_a_name_is_used(run, source, tmp_path):
    folder = tmp_path / ".isoscan" / "templates"
    folder.mkdir(parents=True)
    (folder / "minimal.py.jinja").write_text('{% include "minimal" %}\n\nHOUSE_STYLE = "🏠"\n')
    assert run("extract", source, "--scanner", "scan_gap_up", "--template", "minimal").returncode == 0
    assert 'HOUSE_STYLE = "🏠"' in (tmp_path / "scan_gap_up.py").read_text(encoding="utf-8")


def test_enterprise_brings_tests_along(run, source, tmp_path):
    result = run(
        "extract", source, "--scanner", "scan_gap_up", "--template", "enterprise", "--output-dir", "out"
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert names(tmp_path / "out") == {"scan_gap_up.py", "test_scan_gap_up.py"}


def test_a_verified_extraction_says_what_was_compared(run, source, tmp_path):
    arguments = ("extract", source, "--scanner", "scan_gap_up", "--output-dir", "out", "--verify")
    result = run(*arguments, "--python", sys.executable)
    assert (result.returncode, result.stderr) == (0, "")
    assert "verified: identical results on " in result.stdout
    assert "isolated by " in result.stdout
    assert names(tmp_path / "out") == {"scan_gap_up.py"}


def test_edits_made_by_hand_are_run_too_and_may_change_results(run, source, tmp_path):
    arguments = ("extract", source, "--scanner", "scan_gap_up", "--output-dir", "out")
    assert run(*arguments).returncode == 0
    module = tmp_path / "out" / "scan_gap_up.py"
    text = module.read_text(encoding="utf-8")
    verifying = (*arguments, "--merge", "--verify", "--python", sys.executable)
    assert "with the edits" not in run(*verifying).stdout

    module.write_text(text.replace("return df[wide(df) &", "df = df.copy()\n    return df[wide(df) &"))
    result = run(*verifying)
    assert (result.returncode, result.stderr) == (0, "")
    assert "with the edits made by hand results are the same: identical results on " in result.stdout

    module.write_text(text.replace("return df[wide(df) &", "return df[~wide(df) &"))
    result = run(*verifying)
    assert (result.returncode, result.stderr) == (0, "")
    assert "verified: identical results on " in result.stdout
    assert "with the edits made by hand results are others: " in result.stdout


def test_what_cannot_be_verified_is_written_and_said(run, tmp_path):
    (tmp_path / "alone.py").write_text(
        "import no_such_library_as_this as lib\n\n\n"
        + ALONE.replace("return df[", "return df[(lib.level(df) > 2) & ")
    )
    result = run("extract", "alone.py", "--output-dir", "out", "--verify", "--python", sys.executable)
    assert result.returncode == 2
    assert "written, but not verified: " in result.stderr
    assert "`no_such_library_as_this` cannot be imported here" in result.stderr
    assert len(names(tmp_path / "out")) == 1


def test_a_package_shares_what_several_use(run, source, tmp_path):
    text = SOURCE.replace('return df["range_atr"] >= ATR_MULT', 'return df["range_atr"].fillna(0)')
    source.write_text(text.replace("wide(df) &", "(wide(df) > 1) &"), encoding="utf-8")
    result = run("extract", source, "--all", "--shared", "--output-dir", "desk")
    assert (result.returncode, result.stderr) == (0, "")
    assert names(tmp_path / "desk") == {"__init__.py", "_shared.py", "scan_gap_up.py", "scan_gap_down.py"}
    program = (
        "import pandas as pd; from desk.scan_gap_up import scan_gap_up;"
        "print(scan_gap_up(pd.DataFrame({'range_atr': [1, 2], 'gap_pct': [9, 9]})).index.tolist())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.stdout == "[1]\n", ran.stderr
    refused = run("extract", source, "--all", "--shared", "--output-dir", "desk")
    assert refused.returncode == 2
    assert "__init__.py exists" in refused.stderr


def test_moving_takes_the_scanner_out(run, source, tmp_path):
    source.write_text(SOURCE + "\n\nprint(scan_gap_up)\n", encoding="utf-8")
    result = run("extract", source, "--scanner", "scan_gap_up", "--move", "--output-dir", "out")
    assert (result.returncode, result.stderr) == (0, "")
    assert "1 scanner taken out" in result.stdout
    text = source.read_text(encoding="utf-8")
    assert "def scan_gap_up" not in text
    assert "from out.scan_gap_up import scan_gap_up" in text
    ran = subprocess.run(
        [sys.executable, "scans.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "function scan_gap_up" in ran.stdout, ran.stderr
    assert run("check", "out").returncode == 0


def test_moving_out_of_reach_leaves_the_source_alone(run, source, tmp_path):
    (tmp_path / "desk").mkdir()
    inner = tmp_path / "desk" / "scans.py"
    inner.write_text(SOURCE, encoding="utf-8")
    result = run("extract", inner, "--scanner", "scan_gap_up", "--move", "--output-dir", "out")
    assert result.returncode == 2
    assert "nothing was taken out of it" in result.stderr
    assert inner.read_text(encoding="utf-8") == SOURCE
