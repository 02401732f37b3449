"""A module that was edited equals one built from its text; parts that no edit touches stay as they are."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from isoscan.model import live
from isoscan.model.live import LiveModule
from isoscan.model.module import build_module
from isoscan.source.spans import Span
from isoscan.source.text import Splices, TextBuffer

SOURCE = '''"""Scans."""
import pandas as pd

# ═══ knobs 🚀 ═══
P = {"gap": 0.04}
LIMIT = 5


@cached
def scan_gap(df):
    return df[df["gap"] > P["gap"]]


class Desk:
    def scan(self, df):
        P["gap"] = LIMIT
        return df


P.update(gap=1)
'''

TYPED = [
    *(
        "x",
        "(",
        ")",
        "'",
        '"""',
        "\n",
        "\n\n",
        "    ",
        "#",
        "[",
        "\\\n",
        "\r\n",
        "\r",
        ":",
        "@dec\n",
        "else:\n",
        "é🚀",
    ),
    *("def f(a):\n    return a\n", "LIMIT = 6\n", "P['x'] = 1\n", "\f"),
]


class Edited:
    """A text and its module, edited together."""

    def __init__(self, text):
        self.buffer = TextBuffer(text)
        self.live = LiveModule(self.buffer.view)

    def replace(self, span, text):
        self.live.apply(self.buffer.view, self.buffer.replace(span, text))

    def replace_several(self, edits):
        splices = Splices()
        for span, text in edits:
            splices.add(self.buffer.replace(span, text))
        self.live.apply(self.buffer.view, *splices)

    def parts(self):
        return [self.live.module.parts[index] for index in self.live.module.parts.order]


def said(module, file_line):
    """All that a module says, in file lines."""
    return {
        "parts": [replace(part, index=file_line(part.index)) for part in module.parts],
        "bindings": {n: [(file_line(s.part), s.use) for s in sites] for n, sites in module.bindings.items()},
        "reads": {n: [(file_line(s.part), s.use) for s in sites] for n, sites in module.reads.items()},
        "items": {n: [(file_line(s.part), s.use) for s in sites] for n, sites in module.items.items()},
        "changes": {
            n: [(file_line(c.ref.part), c.ref.statement, c.item) for c in found]
            for n, found in module.changes.items()
        },
        "units": [(unit.qualified_name, file_line(unit.span.line)) for unit in module.units],
        "text": module.text,
        "lines": module.line_count,
    }


@settings(max_examples=200)
@given(st.data())
def test_after_edits_it_is_as_if_built_anew(data):
    edited = Edited(data.draw(st.sampled_from([SOURCE, "", "x = 1"])))
    for _ in range(data.draw(st.integers(1, 8))):
        last = edited.buffer.line_count - 1
        line = data.draw(st.integers(0, last))
        end = min(line + data.draw(st.sampled_from([0, 0, 0, 1, 4])), last)
        column = data.draw(st.integers(0, len(edited.buffer.line(line))))
        span = Span(line, column, end, column if end == line else 0)
        edited.replace(span, data.draw(st.sampled_from(["", *TYPED])))
        anew = build_module(edited.buffer.text)
        assert said(edited.live.module, edited.live.file_line) == said(anew, lambda line: line)


@settings(max_examples=200)
@given(st.data())
def test_after_several_edits_at_once_too(data):
    edited = Edited(data.draw(st.sampled_from([SOURCE, SOURCE * 2])))
    for _ in range(data.draw(st.integers(1, 3))):
        edits = []
        for _ in range(data.draw(st.integers(2, 5))):
            line = data.draw(st.integers(0, edited.buffer.line_count - 1))
            end = line + data.draw(st.sampled_from([0, 0, 0, 1, 4]))
            column = data.draw(st.sampled_from([0, 0, 0, 4]))
            edits.append((Span(line, column, end, column), data.draw(st.sampled_from(["", *TYPED]))))
        edited.replace_several(edits)
        anew = build_module(edited.buffer.text)
        assert said(edited.live.module, edited.live.file_line) == said(anew, lambda line: line)


def test_parts_between_edits_stay():
    edited = Edited(SOURCE)
    before = edited.parts()
    edited.replace_several(
        [(Span(19, 0, 19, 0), "Q = 1\n"), (Span(5, 0, 5, 0), "def new():\n    return 1\n")]
    )
    after = edited.parts()
    assert len(after) == len(before) + 2
    assert all(any(old is new for new in after) for old in before[:-1]), (
        "the last one has lost its blank lines"
    )


def test_a_whole_new_text_keeps_the_parts_that_it_keeps():
    edited = Edited(SOURCE)
    before = edited.parts()
    changed = SOURCE.replace("import pandas as pd\n", "").replace("P.update", "Q = 2\nP.update")
    edited.replace(Span(0, 0, edited.buffer.line_count, 0), changed)
    after = edited.parts()
    assert [any(old is new for new in after) for old in before].count(False) <= 2
    assert said(edited.live.module, edited.live.file_line) == said(build_module(changed), lambda line: line)


def test_a_part_may_grow_where_little_room_is_left(monkeypatch):
    monkeypatch.setattr(live, "GAP", 32)
    edited = Edited("def a():\n    return 1\nb = 2\n")
    edited.replace(Span(2, 0, 2, 0), "c = 1\n")
    assert edited.live.module.parts.order == (0, 17, 32)
    edited.replace(Span(1, 0, 1, 0), "    x = 1\n" * 20)
    module = edited.live.module
    assert said(module, edited.live.file_line) == said(build_module(edited.buffer.text), lambda line: line)
    assert module.parts.order[1] >= 22


def test_parts_above_and_below_an_edit_stay():
    edited = Edited(SOURCE)
    before = edited.parts()
    edited.replace(Span(10, 0, 10, 0), "    y = 1\n")
    after = edited.parts()
    assert [old is new for old, new in zip(before, after, strict=True)].count(False) == 1
    assert [part.index for part in before] == [part.index for part in after]


def test_an_unclosed_string_swallows_the_rest_and_gives_it_back():
    edited = Edited(SOURCE)
    before = edited.parts()
    edited.replace(Span(4, 0, 4, 0), '"""')
    assert len(edited.parts()) < len(before)
    edited.replace(Span(4, 0, 4, 3), "")
    after = edited.parts()
    assert [part.chunk for part in after] == [part.chunk for part in before]
    facts = {part.chunk.text: part.facts for part in before}
    assert all(part.facts is facts[part.chunk.text] for part in after)


def test_lines_of_the_core_and_of_the_file():
    edited = Edited(SOURCE)
    edited.replace(Span(0, 0, 0, 0), "\n\n")
    for line in range(edited.buffer.line_count - 1):
        assert edited.live.file_line(edited.live.core_line(line)) == line
    unit = edited.live.module.unit_named("Desk.scan")
    assert edited.live.file_line(unit.header.line) == 16


def test_where_no_room_is_left_all_parts_get_new_numbers(monkeypatch):
    monkeypatch.setattr(live, "GAP", 8)
    edited = Edited("a = 1\nb = 2\n")
    module = edited.live.module
    for number in range(6):
        edited.replace(Span(1, 0, 1, 0), f"c{number} = 1\n")
        anew = build_module(edited.buffer.text)
        assert said(edited.live.module, edited.live.file_line) == said(anew, lambda line: line)
    assert edited.live.module is not module
