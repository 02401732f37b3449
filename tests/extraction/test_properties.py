"""What holds for every scanner of every fixture: nothing lost or doubled, the same bytes each time."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from isoscan.analysis import Analysis, analyse
from isoscan.config import Config
from isoscan.extraction import extract
from isoscan.source.literals import tokens_of

TESTS = Path(__file__).parent.parent
SOURCES = [
    *sorted((TESTS / "data").rglob("*.py")),
    TESTS.parent / "examples" / "momentum_desk.py",
]
TEMPLATES = ("minimal", "standard")
EXTRACTED = ("function", "class", "mask", "method", "section", "table", "module")


def read(file: Path) -> str:
    with file.open(encoding="utf-8", newline="") as opened:
        return opened.read()


def analysed(file: Path) -> Analysis:
    return analyse(read(file), Config(), module_name=file.stem)


def comments(text: str) -> Counter[str]:
    return Counter(token.text.rstrip() for token in tokens_of(text) if token.kind == "comment")


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_scanners_are_extracted_or_refused_with_a_sentence(file: Path) -> None:
    analysis = analysed(file)
    for scanner in analysis.scanners:
        for template in TEMPLATES:
            extraction = extract(analysis, scanner.boundary.namespace, file.name, Config(), template)
            assert bool(extraction.text) != bool(extraction.problem)
            assert "\n" not in extraction.problem
            assert "the generated module" not in extraction.problem, scanner.boundary.namespace
            assert "would be" not in extraction.problem, scanner.boundary.namespace


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_no_comment_of_a_scanner_is_lost_or_doubled(file: Path) -> None:
    analysis = analysed(file)
    lines = read(file).split("\n")
    for scanner in analysis.scanners:
        boundary = scanner.boundary
        if boundary.kind not in EXTRACTED:
            continue
        extraction = extract(analysis, boundary.namespace, file.name, Config(), "minimal")
        if extraction.problem:
            continue
        wanted = comments("\n".join(lines[boundary.start_line : boundary.end_line + 1]))
        found = comments(extraction.text)
        everywhere = comments(read(file))
        for comment, count in wanted.items():
            assert count <= found[comment] <= everywhere[comment], (boundary.namespace, comment)


def statements(text: str) -> list[str]:
    """The top-level statements after the docstring."""
    return [ast.unparse(node) for node in ast.parse(text).body[1:]]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_extracting_from_an_extracted_file_gives_the_same_code(file: Path) -> None:
    analysis = analysed(file)
    for scanner in analysis.scanners:
        boundary = scanner.boundary
        if boundary.kind in ("section", "module"):
            continue
        once = extract(analysis, boundary.namespace, file.name, Config(), "minimal")
        again = analyse(once.text, Config())
        found = [each.boundary for each in again.scanners if each.boundary.name == boundary.name]
        if len(found) != 1 or once.problem:
            continue
        twice = extract(again, found[0].namespace, file.name, Config(), "minimal")
        assert twice.problem == "", boundary.namespace
        before, after = statements(once.text), statements(twice.text)
        assert set(after) <= set(before), boundary.namespace
        assert any(boundary.name in statement for statement in after)


def test_the_order_of_sets_does_not_show() -> None:
    program = (
        "import sys, hashlib\n"
        "from isoscan.analysis import analyse\n"
        "from isoscan.config import Config\n"
        "from isoscan.extraction import extract\n"
        "text = open(sys.argv[1], encoding='utf-8', newline='').read()\n"
        "analysis = analyse(text, Config())\n"
        "digest = hashlib.sha256()\n"
        "for scanner in analysis.scanners:\n"
        "    for template in ('minimal', 'standard'):\n"
        "        result = extract(analysis, scanner.boundary.namespace, 'x.py', Config(), template)\n"
        "        digest.update((result.text + result.problem + repr(result.remarks)).encode())\n"
        "print(digest.hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program, str(SOURCES[-1])],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(seen) == 1


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_the_line_ends_of_the_source_are_kept(ends: str) -> None:
    file = SOURCES[-1]
    text = read(file)
    plain, other = analyse(text, Config()), analyse(text.replace("\n", ends), Config())
    for namespace in ("scan_gap_up", "setup_breakout_d2"):
        expected = extract(plain, namespace, "x.py", Config(), "standard").text
        got = extract(other, namespace, "x.py", Config(), "standard").text
        assert got == expected.replace("\n", ends)
