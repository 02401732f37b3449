"""What the README says is true: its console blocks are what the commands print."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def build_readme():
    specification = importlib.util.spec_from_file_location("build_readme", ROOT / "docs" / "build_readme.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_console_blocks_show_what_the_commands_print():
    assert README.count("$ isoscan ") >= 3
    assert build_readme().filled(README) == README, "run `make docs`"


def test_the_sample_is_as_long_as_the_readme_says():
    said = re.search(r"such a file, ([\d,]+) lines long", README).group(1)
    sample = (ROOT / "examples" / "momentum_desk.py").read_text(encoding="utf-8")
    assert len(sample.splitlines()) == int(said.replace(",", ""))


def test_every_target_that_the_readme_names_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make (\w+)", README, re.MULTILINE)
    assert {"demo", "test"} <= set(targets)
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
