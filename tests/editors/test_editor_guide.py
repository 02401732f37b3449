"""The configurations that the guide shows are the files of this repository, or work in the real editors."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import PATIENCE
from recorder import recorded, said

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
EMACS = shutil.which("emacs")
KATE = shutil.which("kate")


def shown(section: str, language: str, having: str = "") -> str:
    """The section's first code block in a language that holds a text."""
    text = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", GUIDE, re.DOTALL | re.MULTILINE)[1]
    blocks = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return next(block for block in blocks if having in block)


def test_the_guide_shows_helix_as_it_is():
    text = (ROOT / "editors" / "helix" / "languages.toml").read_text(encoding="utf-8")
    assert tomllib.loads(shown("Helix", "toml")) == tomllib.loads(text)


# What the editors' documentation knows: Helix' book, 25.07; the schema `ClientConfig` of LSP 2.13 for Sublime
# Text, which allows nothing else; Zed's pages on languages and on Python.
HELIX_SERVER = {"command", "args", "config", "timeout", "environment", "required-root-patterns"}
SUBLIME_CLIENT = {
    *("command", "enabled", "file_watcher", "tcp_port", "auto_complete_selector", "selector", "schemes"),
    *("ignore_server_trigger_chars", "priority_selector", "initialization_options", "settings", "env"),
    *("experimental_capabilities", "disabled_capabilities", "diagnostics_mode", "semantic_tokens"),
}
ZED_BINARY = {"path", "arguments", "env", "ignore_system_version"}
ZED_PYTHON = {"basedpyright", "ruff", "ty", "pyright", "pylsp"}


def test_helix_knows_every_key():
    settings = tomllib.loads(shown("Helix", "toml"))
    ((name, server),) = settings["language-server"].items()
    assert set(server) <= HELIX_SERVER
    assert server["command"] == "isoscan"
    assert settings["language"] == [{"name": "python", "language-servers": [name]}]


def test_sublime_text_knows_every_key():
    (client,) = json.loads(shown("Sublime Text", "json"))["clients"].values()
    assert set(client) <= SUBLIME_CLIENT
    assert client["enabled"] is True


def test_zed_knows_every_key():
    settings = json.loads(shown("Zed", "json"))
    ((name, server),) = settings["lsp"].items()
    assert name in ZED_PYTHON
    assert set(server) == {"binary"}
    assert set(server["binary"]) <= ZED_BINARY
    python = settings["languages"]["Python"]
    assert set(python) == {"language_servers"}
    first, *others = python["language_servers"]
    assert first == name
    assert {other.lstrip("!") for other in others} <= {*ZED_PYTHON, "..."}


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


@pytest.mark.skipif(KATE is None, reason="Kate is not installed")
def test_kate(desk):
    """Nobody sees its window here: what counts is what Kate and the server say to each other."""
    talk = desk.folder.parent / "talk"
    program = recorded(talk, str(Path(sys.executable).with_name("isoscan")))
    desk.path = f"{talk}{os.pathsep}{desk.path}"
    settings = desk.home / "config" / "kate" / "lspclient" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(shown("Kate", "json"))
    # What Kate's question, whether it may start the server, leaves behind when the user says yes.
    allowed = f"[lspclient]\nAllowedServerCommandLines={program} server\n"
    desk.home.joinpath("config", "katerc").write_text(allowed)
    surroundings = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(desk.home), "XDG_RUNTIME_DIR": str(desk.home)}
    desk.home.chmod(0o700)
    kate = desk.start([KATE, "--startanon", "scans.py"], **surroundings)

    def notified(side, method):
        return [message["params"] for message in said(talk, side) if message.get("method") == method]

    def answered(method):
        asked = [message["id"] for message in said(talk, "editor") if message.get("method") == method]
        return [message["result"] for message in said(talk, "server") if message.get("id") in asked]

    try:
        assert desk.eventually(lambda: notified("server", "textDocument/publishDiagnostics")), "findings come"
        assert desk.eventually(lambda: answered("textDocument/documentSymbol")), "the outline is asked for"
    finally:
        kate.terminate()
        output, _ = kate.communicate(timeout=PATIENCE)
    assert kate.returncode == 0, output
    (opened,) = notified("editor", "textDocument/didOpen")
    assert opened["textDocument"]["languageId"] == "python"
    found = notified("server", "textDocument/publishDiagnostics")[0]
    assert "ISO201" in [finding["code"] for finding in found["diagnostics"]]
    outline = answered("textDocument/documentSymbol")[0]
    assert [symbol["name"] for symbol in outline] == ["scan_gap_up", "scan_fade", "setups"]
    desk.assert_nothing_left()
