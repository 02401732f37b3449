"""The README shows what really happens: its console blocks are what the commands print.

A line `…` in a block stands for lines left out.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)


def sessions(block: str) -> list[tuple[list[str], list[list[str]]]]:
    """The commands of a block, each with the stretches of output shown for it."""
    found: list[tuple[list[str], list[list[str]]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((shlex.split(line[2:]), [[]]))
        elif line.strip() == "…":
            found[-1][1].append([])
        else:
            found[-1][1][-1].append(line)
    return [(command, [part for part in parts if part]) for command, parts in found]


def output_of(command: list[str], folder: Path) -> list[str]:
    assert command[0] in ("isoscan", "head")
    if command[0] == "isoscan":
        command = [sys.executable, "-m", "isoscan.cli", *command[1:]]
    result = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert result.stderr == b""
    return result.stdout.decode("utf-8").splitlines()


def position_of(part: list[str], lines: list[str], start: int) -> int:
    """Where a stretch of lines begins, at or after `start`; -1 if it does not occur."""
    candidates = range(start, len(lines) - len(part) + 1)
    return next((at for at in candidates if lines[at : at + len(part)] == part), -1)


@pytest.mark.parametrize("block", BLOCKS)
def test_console_blocks_show_what_the_commands_print(block, tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for command, parts in sessions(block):
        lines = [line.rstrip() for line in output_of(command, tmp_path)]
        at = 0
        for part in parts:
            found = position_of(part, lines, at)
            assert found >= 0, "\n".join(["not printed:", *part])
            at = found + len(part)


def test_the_readme_has_console_blocks():
    assert len(BLOCKS) >= 2


def test_the_sample_is_as_long_as_the_readme_says():
    said = re.search(r"such a file, ([\d,]+) lines long", README).group(1)
    sample = (ROOT / "examples" / "momentum_desk.py").read_text(encoding="utf-8")
    assert len(sample.splitlines()) == int(said.replace(",", ""))


def test_every_target_that_the_readme_names_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make (\w+)", README, re.MULTILINE)
    assert {"demo", "test"} <= set(targets)
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
