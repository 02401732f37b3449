"""The packaged extension in VS Code's real workbench, in headless Chromium, as a user has it."""

from __future__ import annotations

import ast
import itertools
import json
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest
from workbench import ROOT, browser, reason_to_skip, run_in_browser, wait_until, workbench

HERE = Path(__file__).parent
PICTURES = ROOT / "build" / "pictures"

pytestmark = [pytest.mark.skipif(bool(reason_to_skip()), reason=reason_to_skip()), pytest.mark.timeout(600)]


@pytest.fixture
def desk(tmp_path):
    """A folder with the sample in it, and nothing configured."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("")
    shutil.copy(ROOT / "examples" / "momentum_desk.py", folder / "desk.py")
    PICTURES.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize(
    ("theme", "name"), [("light", "Default Light Modern"), ("dark", "Default Dark Modern")]
)
def test_the_story(tmp_path, desk, theme, name):
    settings = {"workbench.colorTheme": name, "isoscan.validThreshold": 0.985}
    with workbench(tmp_path / "server", settings) as running:
        run_in_browser(HERE / "story.mjs", running.address, desk, PICTURES, theme)
    extracted = (desk / "setup_breakout_d2.py").read_text(encoding="utf-8")
    ast.parse(extracted)
    assert 'SCANNER_NAME = "setup_breakout_d2"' in extracted
    wait_until(lambda: not running.processes(), 60, "no process is left")


SMALL = """\
P = {"rise_min": 0.02, "unread": 3}


# 🎯 ─
def scan_rise(df):
    return df[df["close"] / df["open"] - 1 > P["rise_min"]]
"""


def notebook_of(*cells: tuple[str, str]) -> str:
    """A Jupyter notebook with cells: their kinds and texts."""
    made = [
        {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}
        | ({"execution_count": None, "outputs": []} if kind == "code" else {})
        for kind, text in cells
    ]
    language = {"name": "python"}
    return json.dumps(
        {"cells": made, "metadata": {"language_info": language}, "nbformat": 4, "nbformat_minor": 5}
    )


def test_inside_the_extension_host(tmp_path, desk):
    (desk / "small.py").write_text(SMALL, encoding="utf-8")
    knobs, scan = SMALL.split("# 🎯 ─\n")
    notebook = notebook_of(("code", knobs), ("markdown", "# 🎯 rising"), ("code", scan))
    (desk / "desk.ipynb").write_text(notebook, encoding="utf-8")
    extension, suite = ROOT / "editors" / "vscode", HERE / "host" / "suite.js"
    interpreter = {"isoscan.interpreter": sys.executable}
    flag, place = "--enable-smoke-test-driver", {"ISOSCAN_TEST_EXTENSION": str(extension)}
    with workbench(tmp_path / "server", interpreter, flag, vsix=None, **place) as running:
        told = run_in_browser(HERE / "host.mjs", running.address, desk, PICTURES, extension, suite)
    assert told.count("\nok ") >= 9


FALLING = """\
def scan_fall(df):
    return df[df["close"] / df["open"] - 1 < -0.03]  # 🎯
"""


def test_scanners_in_the_cells_of_a_notebook(tmp_path, desk):
    knobs, scan = SMALL.split("# 🎯 ─\n")
    notebook = notebook_of(("code", knobs), ("markdown", "# 🎯 both"), ("code", scan), ("code", FALLING))
    (desk / "desk.ipynb").write_text(notebook, encoding="utf-8")
    with workbench(tmp_path / "server", {}) as running:
        run_in_browser(HERE / "notebook.mjs", running.address, desk, PICTURES)


def test_a_server_never_outlives_its_editor(tmp_path, desk):
    with (
        workbench(tmp_path / "server", {}) as running,
        # The window stays open meanwhile: without it, the host would end by itself.
        browser(HERE / "open.mjs", running.address, desk, PICTURES) as window,
    ):
        said = list(itertools.takewhile(lambda line: line != "open\n", window.stdout))
        assert window.poll() is None, said
        wait_until(lambda: len(running.language_servers()) == 1, 60, "one language server")
        (server,) = running.language_servers()
        (host,) = running.extension_hosts()
        os.kill(host, signal.SIGKILL)
        # The editor may start another host, and that one another server.
        wait_until(lambda: server not in running.processes(), 60, "the language server ends with its host")
        window.stdin.close()
    wait_until(lambda: not running.processes(), 60, "no process is left")
