"""After an edit the boundaries are those of the text opened anew, and only what it reaches is found again."""

from __future__ import annotations

from typing import Any

import pytest
from isoscan.boundaries.boundary import Boundary
from isoscan.boundaries.finder import BoundaryFinder
from isoscan.config import Config
from isoscan.model.live import LiveModule
from isoscan.model.module import build_module
from isoscan.source.spans import Span
from isoscan.source.text import TextBuffer
from isoscan.tracking.store import Node

SCAN = (
    "# ===== Scan {0} 🚀 =====\n"
    "LIMIT_{0} = 1.0{0}\n\n\n"
    "def scan_{0}(df):\n"
    "    strong = is_strong(df)\n"
    '    return df[strong & (df["close"] > LIMIT_{0} * df["open"]) & (df["volume"] > 1e6)]\n\n\n'
)
HELPER = 'import pandas as pd\n\n\ndef is_strong(df):\n    return df["close"] > df["high"] * 0.9\n\n\n'
SCANS = 12
FILE = HELPER + "".join(SCAN.format(number) for number in range(SCANS))


class Editor:
    """A text, its module and its boundaries, edited together."""

    def __init__(self, text: str) -> None:
        self.buffer = TextBuffer(text)
        self.live = LiveModule(self.buffer._lines)
        self.finder = BoundaryFinder(self.live.module, Config(), "text")
        self.live.module.store.settle()

    def insert(self, before: str, text: str) -> Span:
        """Put lines in above the first line that starts with `before`; gives where they stand."""
        line = next(number for number, line in enumerate(self.buffer._lines) if line.startswith(before))
        self.replace(Span(line, 0, line, 0), text)
        return Span(line, 0, line + len(text.splitlines()), 0)

    def replace(self, span: Span, text: str) -> None:
        """Put a text in the place of another."""
        self.live.apply(self.buffer._lines, self.buffer.replace(span, text))

    @property
    def found(self) -> tuple[Boundary, ...]:
        """The boundaries, in file lines."""
        return tuple(self._placed(boundary) for boundary in self.finder.all)

    def _placed(self, boundary: Boundary) -> Boundary:
        line = self.live.file_line
        span = boundary.name_span
        return boundary._replace(
            start_line=line(boundary.start_line),
            end_line=line(boundary.end_line),
            definition_line=line(boundary.definition_line),
            name_span=Span(line(span.line), span.column, line(span.end_line), span.end_column),
        )


def anew(text: str) -> tuple[Boundary, ...]:
    module = build_module(text)
    return BoundaryFinder(module, Config(), "text").all


EDITS = {
    "a comparison": ("    strong", '    weak = df["close"] < 3\n'),
    "a line above a banner": ("# ===== Scan 3", "\n\n"),
    "a constant": ("LIMIT_4", "FURTHER = 5\n"),
    "a condition as text": ("LIMIT_4", 'RULE = "close > sma(close, 20)"\n'),
    "a table": ("LIMIT_4", 'RULES = {"a": "close > sma(close, 20)", "b": "volume > 2 * sma(volume, 20)"}\n'),
    "a truth of the script": ("LIMIT_4", 'on = False\nif df["close"] > 3:\n    on = True\n'),
    "a mask of the script": ("LIMIT_4", 'df["gap_up"] = (df["open"] > df["close"]) & (df["volume"] > 1e6)\n'),
    "a word that confirms": ("def scan_2", "# isoscan: scanner gap\n"),
    "a word that refuses": ("def scan_2", "# isoscan: not-a-scanner\n"),
    "a stretch without an end": ("LIMIT_4", "# isoscan: begin all\n"),
    "another def of the name": ("def scan_2", 'def scan_5(df):\n    return df["close"] > 1\n\n\n'),
    "an open bracket": ("    strong", "    x = (df\n"),
}


@pytest.mark.parametrize(("before", "text"), EDITS.values(), ids=EDITS)
def test_an_edit_leads_where_opening_the_text_leads(before: str, text: str) -> None:
    editor = Editor(FILE)
    before_edit = editor.found
    inserted = editor.insert(before, text)
    assert editor.found == anew(editor.buffer.text)
    editor.replace(inserted, "")
    assert editor.found == before_edit


def test_a_stretch_between_two_comments_is_one_scanner_and_leaves_the_others_alone() -> None:
    editor = Editor(FILE)
    editor.insert("LIMIT_4", "# isoscan: begin both\n")
    editor.insert("# ===== Scan 6", "# isoscan: end\n")
    assert editor.found == anew(editor.buffer.text)
    names = [boundary.name for boundary in editor.found]
    assert "both" in names
    assert {"scan_4", "scan_5"}.isdisjoint(names)
    assert {"scan_3", "scan_6"} <= set(names)
    inner = next(part.index for part in editor.live.module.parts if "def scan_5" in part.chunk.text)
    assert [boundary.name for boundary in editor.finder.reaching_into(inner)] == ["both"]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Node]:
    """The queries that were computed."""
    computed: list[Node] = []
    run = Node._run

    def noted(self: Node, *given: Any) -> None:
        computed.append(self)
        run(self, *given)

    monkeypatch.setattr(Node, "_run", noted)
    return computed


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("    strong", "    probe = missing\n"),
        ("    strong", '    weak = df["close"] < 3\n'),
        ("LIMIT_4", "\n"),
        ("LIMIT_4", "FURTHER = 5\n"),
        ("def scan_2", "# isoscan: scanner gap\n"),
    ],
)
def test_what_an_edit_costs_does_not_grow_with_the_file(runs: list[Node], before: str, text: str) -> None:
    counts = []
    for copies in (1, 6):
        further = "".join(SCAN.format(number) for number in range(SCANS, SCANS * copies))
        editor = Editor(FILE + further)
        assert len(editor.found) >= SCANS * copies
        last = [part.index for part in editor.live.module.parts if "def scan_" in part.chunk.text][-1]
        runs.clear()
        editor.insert(before, text)
        assert editor.finder.of_part(last)
        counts.append(len(runs))
    assert counts[0] == counts[1]
