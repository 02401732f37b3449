"""Every fixture draws in comments which scanners it holds; nothing else may be found in it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from isoscan.boundaries.detect import detect_boundaries
from isoscan.config import Config
from isoscan.model.module import build_module

FIXTURES = sorted((Path(__file__).parent.parent / "data" / "boundaries").glob("*.py"))


class Expected(NamedTuple):
    """A scanner as found or drawn: lines are 1-based in the text without markers, for reading."""

    name: str
    kind: str
    start: int
    end: int


def read_fixture(text: str) -> tuple[str, list[Expected]]:
    """The text without its markers, and the scanners they draw."""
    kept: list[str] = []
    drawn: list[Expected] = []
    opened: tuple[str, str, int] | None = None
    for line in text.splitlines(keepends=True):
        marker = line.strip()
        if marker.startswith("# <scanner "):
            assert opened is None, f"a marker inside another: {marker}"
            name, kind = marker.removeprefix("# <scanner ").removesuffix(">").rsplit(" ", 1)
            opened = name, kind, len(kept) + 1
        elif marker == "# </scanner>":
            assert opened is not None, "an end without a beginning"
            drawn.append(Expected(*opened, len(kept)))
            opened = None
        else:
            kept.append(line)
    assert opened is None, f"no end for {opened}"
    return "".join(kept), drawn


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_scanners_are_found_where_drawn(path: Path) -> None:
    text, drawn = read_fixture(path.read_text(encoding="utf-8"))
    found = detect_boundaries(build_module(text), Config(), path.stem)
    assert [Expected(b.name, b.kind, b.start_line + 1, b.end_line + 1) for b in found] == drawn
