"""The configurations that the guide shows are the files of this repository, or work in the real editors."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
EMACS = shutil.which("emacs")


def shown(section: str, language: str, having: str = "") -> str:
    """The section's first code block in a language that holds a text."""
    text = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", GUIDE, re.DOTALL | re.MULTILINE)[1]
    blocks = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return next(block for block in blocks if having in block)


def test_the_guide_shows_helix_as_it_is():
    text = (ROOT / "editors" / "helix" / "languages.toml").read_text(encoding="utf-8")
    assert tomllib.loads(shown("Helix", "toml")) == tomllib.loads(text)


@pytest.mark.parametrize("section", ["Kate", "Sublime Text", "Zed"])
def test_the_guide_shows_commands_that_exist(section):
    settings = json.dumps(json.loads(shown(section, "json")))
    assert re.search(r'\["isoscan", "server"\]|"isoscan", "arguments": \["server"\]', settings)


def test_neovim_without_the_plugin(desk):
    desk.configure("lsp/isoscan.lua", shown("Neovim", "lua", having="filetypes"))
    desk.configure("init.lua", shown("Neovim", "lua", having="vim.lsp.enable"))
    desk.run_neovim("configured")


def test_the_plugin_with_the_options_of_the_guide(desk):
    desk.install()
    desk.configure("init.lua", shown("Neovim", "lua", having="setup"))
    desk.run_neovim("guided")


def eglot_is_there() -> bool:
    command = [EMACS, "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"]
    return EMACS is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not eglot_is_there(), reason="Emacs with eglot is not installed")
def test_emacs(desk):
    desk.configure("eglot.el", shown("Emacs", "elisp"))
    story = Path(__file__).with_name("emacs") / "story.el"
    desk.run([EMACS, "--batch", "-l", desk.configured("eglot.el"), "-l", story])
