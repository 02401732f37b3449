"""Scanners described while a text is edited: as if described anew, and only as far as the edit reaches."""

from __future__ import annotations

import isoscan.parameters.description as entry
import pytest
from isoscan.boundaries.finder import BoundaryFinder
from isoscan.config import Config
from isoscan.model.live import LiveModule
from isoscan.model.module import Module, build_module
from isoscan.model.slices import Slicer
from isoscan.parameters.description import Description
from isoscan.source.spans import Span
from isoscan.source.text import TextBuffer

SOURCE = """\
# 📈 two scanners, and what they share
import numpy as np
import pandas as pd

GAP_MIN = 0.04  # of the close
P = {"vol": 1.5, "fade": 0.2}


def spread(df):
    length = 5
    return (df["high"] - df["low"]).rolling(length).mean()


class Desk:
    limit = 2.5

    def scan_desk(self, df):
        return df[(df["gap"] > self.limit) & (df["close"] > df["open"])]


def scan_gap(df, days=20):
    df["spread"] = spread(df)
    return df[(df["gap"] > GAP_MIN) & (df["vol"] > P["vol"]) & (df["close"].rolling(days).max() > 3)]


def scan_fade(df):
    hits = df.assign(spread=spread(df))
    return hits[(hits["gap"] > GAP_MIN) & (hits["fade"] > P["fade"]) & (hits["rsi"] < 70)]


def add_setups(df):
    df["wide"] = (df["range"] > 2) & (df["vol"] > 3) & (df["close"] > df["open"])
    df["deep"] = df["wide"] & (df["fade"] > 0.5) & (df["high"] > df["high1"])
    return df


def prepare(df):
    df["range"] = df["high"] - df["low"]
    return df
"""


def described(module: Module) -> Description:
    description = Description(module, BoundaryFinder(module, Config()), Config())
    module.store.settle()
    return description


class Editor:
    def __init__(self, text: str = SOURCE) -> None:
        self.buffer = TextBuffer(text)
        self.live = LiveModule(self.buffer._lines)
        self.description = described(self.live.module)

    def replace(self, old: str, new: str) -> None:
        """Put `new` in the place of the first `old`."""
        before = self.buffer.text.split(old, 1)[0]
        line, column = before.count("\n"), len(before.rpartition("\n")[2])
        end_line = line + old.count("\n")
        end_column = len(old.rpartition("\n")[2]) + (0 if "\n" in old else column)
        splice = self.buffer.replace(Span(line, column, end_line, end_column), new)
        self.live.apply(self.buffer._lines, splice)

    def state(self) -> object:
        return told(self.description, lambda line: str(self.live.file_line(line) + 1))

    def fresh(self) -> object:
        return told(described(build_module(self.buffer.text)), lambda line: str(line + 1))


def told(description, line_of) -> object:
    scanners = [
        (
            namespace,
            [
                (
                    each.qualified_name,
                    each.text,
                    line_of(each.span.line),
                    each.via,
                    each.description,
                    each.read_by,
                )
                for each in description.scanner(namespace).parameters
            ],
            description.scanner(namespace).dependencies,
            [line_of(reading.span.line) for reading in description.readings_of(namespace).readings],
        )
        for namespace in description.namespaces
    ]
    shared = [(each.name, line_of(each.span.line), each.reason) for each in description.shared_globals]
    users = [description.users_of(name) for name in ("spread", "prepare", "Desk")]
    assert not description.problems
    return scanners, shared, users


@pytest.mark.parametrize(
    "edits",
    [
        [("GAP_MIN = 0.04", "GAP_MIN = 0.05")],
        [("GAP_MIN = 0.04", "GAP_MIN = GAP_MIN2 = 0.04"), ("> GAP_MIN)", "> GAP_MIN2)")],
        [("# of the close", "# isoscan: shared")],
        [("# of the close\n", "\n# isoscan: shared\n"), ("P = {", "\nP = {")],
        [("    length = 5\n", "    length = 5  # 💲\n"), ("    length = 5", "    # bars\n    length = 5")],
        [("def spread", "def other"), ("def other", "def spread")],
        [('"vol": 1.5', '"vol": 1.5, "vol": 2'), ('P = {"vol"', 'Q = P\nP = {"vol"')],
        [("import pandas as pd\n", 'import pandas as pd\nTIMEOUT = 3\nURL = "https://a.b"\n')],
        [("def scan_gap(df, days=20)", "def scan_gap(df, days=30, *, low=1)")],
        [('hits["rsi"] < 70', "hits.rsi <"), ("hits.rsi <", 'hits["rsi"] < 71')],
        [("    limit = 2.5\n", "    limit = 2.5\n    other = 3\n"), ("self.limit", "self.other")],
        [("class Desk:", "class Desk(Base):"), ("import numpy", "class Base:\n    limit = 7\nimport numpy")],
        [('df["range"] = df["high"]', 'df["span"] = df["high"]'), ('(df["range"]', '(df["span"]')],
        [("def prepare", "scan_gap(P)\n\n\ndef prepare"), ("days=20", "days=P['vol']")],
        [("def scan_fade(df):\n", 'def scan_fade(df):\n    """\n'), ('    """\n', "    # 🕯️\n")],
        [("# 📈 two scanners, and what they share", "\n\n#"), ("def scan_fade(df)", "def scan_gap(df)")],
    ],
)
def test_after_edits_all_is_as_if_described_anew(edits):
    editor = Editor()
    assert editor.state() == editor.fresh()
    for old, new in edits:
        assert old in editor.buffer.text
        editor.replace(old, new)
        assert editor.state() == editor.fresh()
    for old, new in reversed(edits):
        editor.replace(new, old)
        assert editor.state() == editor.fresh()
    assert editor.state() == Editor().state()


@pytest.fixture
def work(monkeypatch):
    """The scanners whose slices were made, and those whose parameters were read, so far."""
    sliced: list[str] = []
    drafted: list[str] = []
    slice_of, drafts_of = Slicer.slice_of, entry.drafts_of

    def noting_slice(slicer, roots, own="", names=()):
        sliced.append(own)
        return slice_of(slicer, roots, own, names)

    def noting_drafts(workshop, scanner):
        drafted.append(scanner.boundary.namespace)
        return drafts_of(workshop, scanner)

    monkeypatch.setattr(Slicer, "slice_of", noting_slice)
    monkeypatch.setattr(entry, "drafts_of", noting_drafts)
    return sliced, drafted


@pytest.mark.parametrize(
    ("old", "new", "sliced", "drafted"),
    [
        # In a scanner: that one alone.
        ('hits["rsi"] < 70', 'hits["rsi"] < 71', {"scan_fade"}, {"scan_fade"}),
        ("    hits = df.", "    probe = 1\n    hits = df.", {"scan_fade"}, {"scan_fade"}),
        # Lines that move: nobody.
        ("# 📈 two", "\n\n# 📈 two", set(), set()),
        # A helper's comment: nobody; what moves in it: who reads there, whose slices stay.
        ("    length = 5\n", "    length = 5  # bars\n", set(), set()),
        ("    length = 5\n", "    # bars\n    length = 5\n", set(), {"scan_gap", "scan_fade"}),
        (
            "    length = 5\n",
            "    length = 5\n    roof = 9\n",
            {"scan_gap", "scan_fade"},
            {"scan_gap", "scan_fade"},
        ),
        # A definition: who reads it.
        ("limit = 2.5", "limit = 2.6", {"Desk"}, {"Desk"}),
        ("GAP_MIN = 0.04", "GAP_MIN = 0.05", set(), {"scan_gap", "scan_fade"}),
        # A new definition that nobody reads.
        ("import numpy as np\n", "import numpy as np\nUNREAD_MIN = 3\n", set(), set()),
    ],
)
def test_only_what_an_edit_reaches_is_worked_on(work, old, new, sliced, drafted):
    editor = Editor()
    editor.state()
    for noted in work:
        noted.clear()
    editor.replace(old, new)
    editor.state()
    assert [set(noted) for noted in work] == [sliced, drafted]


def test_a_scanner_that_cannot_be_read_leaves_the_others(monkeypatch):
    slice_of = Slicer.slice_of

    def failing(slicer, roots, own="", names=()):
        if own == "scan_gap":
            raise ValueError("spilt coffee")
        return slice_of(slicer, roots, own, names)

    monkeypatch.setattr(Slicer, "slice_of", failing)
    description = described(build_module(SOURCE))
    (problem,) = description.problems
    assert problem.startswith("reading the code of scanner `scan_gap` failed\n")
    assert "spilt coffee" in problem
    assert description.scanner("scan_gap").parameters == ()
    assert "GAP_MIN" in {each.name for each in description.scanner("scan_fade").parameters}
    assert description.users_of("spread") == ("scan_fade",)


def test_there_is_nothing_to_say_of_a_scanner_that_is_not_there():
    description = described(build_module(SOURCE))
    for ask in (description.scanner, description.readings_of, description.drafts_of, description.slice_of):
        with pytest.raises(KeyError):
            ask("scan_nothing")
