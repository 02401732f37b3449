"""A long def or class read by pieces: as if read whole, and after any edit as if read anew."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from isoscan.facts.collect import collect_facts
from isoscan.facts.composition import read_chunk
from isoscan.facts.pieces import Reading
from isoscan.source.chunks import split_chunks
from isoscan.source.spans import Span
from isoscan.source.text import TextBuffer

FLAGS = '''# ═══ 🚀 flags ═══
@cached(size=lambda n: n + 1)
def flags(df: pd.DataFrame, limit: float = 0.5, *rest) -> pd.DataFrame:
    """Boolean building blocks."""
    df = df.copy()
    base = df["close"] > 5  # isoscan: shared
    # the first
    df["gap_0"] = ((df["open"] >= df["high1"] * limit)
        & (df["close"] < 20)
    )
    squeezed = [n for n in range(20) if n > LIMIT]

    if limit:
        df["gap_1"] = base & (df["rsi"] > 70); limit += 1
    elif rest:
        def inner(a, b=limit):
            return lambda c: a + b + c + LIMIT
    else:
        global SEEN
        SEEN = {"a": 1}
    for key, value in SEEN.items():
        df[f"{key}_x"] = value
    hits = df[base]
    text = """
three
    lines"""
    with open(text) as stream, other: yield stream
    P["x"] = hits
    return df.query("a > @limit")
'''

DESK = """class Desk(Base, metaclass=M):
    '''Twelve patterns.'''

    limit: float = 1.5
    names = [n for n in range(limit)]

    def scan_gap(self, df):
        mask = df["gap"] > self.limit
        return df[mask]

    @property
    def scan_fade(self):
        return self._fade

    # ---- more ----
    @staticmethod
    def other(a):
        nonlocal_ = a
        return nonlocal_

    if limit > 1:
        def scan_gap(self): return None
    else:
        class Inner: x = limit
"""

TYPED = [
    *(
        "x",
        "(",
        ")",
        "'",
        '"',
        '"""',
        "\n",
        "\n\n",
        "    ",
        "#",
        "[",
        "]",
        "\\\n",
        "\r\n",
        ":",
        "{",
        "}",
        "f'",
        "é🚀",
    ),
    *(
        "    y = x > 3\n",
        "    # note\n",
        "    else:\n",
        "    if a:\n        b = 1\n",
        "    global P\n",
        "limit",
    ),
    *(
        "    z = [i for i in q]\n",
        "    def g(a):\n        return lambda: a\n",
        "    x = df[mask]\n",
        "return",
    ),
    *("    mask = df.a > 1\n", "   off = 1\n", "    '''doc'''\n", "    base = 1\n", ";", "    return\n"),
    *("def f():\n", "    yield 1\n", "    b = [c for c in (d := e)]\n"),
]


def by_pieces(text):
    """The facts of a text whose pieces are all read each on its own, but for the header."""
    reading = read_chunk(text)
    return read_chunk(text, Reading(reading.facts, reading.pieces[:1])).facts


@pytest.mark.parametrize("text", [FLAGS, DESK])
def test_pieces_together_say_what_the_whole_says(text):
    reading = read_chunk(text)
    assert len(reading.pieces) > 5
    assert reading.facts == collect_facts(text)
    assert by_pieces(text) == reading.facts
    broken = text.replace("df.copy()", "df.copy(").replace("limit: float = 1.5", "limit: float = ")
    assert read_chunk(text, read_chunk(broken)) == read_chunk(text)


def test_a_broken_statement_spoils_no_other():
    lines = FLAGS.splitlines(keepends=True)
    lines.insert(10, "    n5 = max(3, (5 + 1\n")
    facts = read_chunk("".join(lines)).facts
    assert [s.span.line for s in facts.statements if s.broken] == [10]
    assert {item.key for item in facts.items} >= {"gap_0", "gap_1", "x"}


def test_what_was_read_as_a_whole_before_gives_nothing():
    for before in ("x = 1\n", "@a\n", FLAGS.replace("limit:", "limit: (")):
        assert read_chunk(FLAGS, read_chunk(before)) == read_chunk(FLAGS)


def test_short_and_odd_ones_are_read_as_a_whole():
    assert not read_chunk("def f():\n    return 1\n").pieces
    assert not read_chunk(FLAGS.replace("    df = df.copy()", "  df = df.copy()")).pieces
    assert not read_chunk("x = [\n" + "    1,\n" * 30 + "]\n").pieces


@settings(max_examples=150)
@given(st.data())
def test_after_edits_it_is_as_if_read_anew(data):
    buffer = TextBuffer(data.draw(st.sampled_from([FLAGS, DESK])))
    reading = read_chunk(buffer.text)
    for _ in range(data.draw(st.integers(1, 8))):
        last = buffer.line_count - 1
        line = data.draw(st.integers(0, last))
        column = data.draw(st.integers(0, len(buffer.line(line))))
        end = min(line + data.draw(st.sampled_from([0, 0, 0, 1, 3])), last)
        end_column = column if end == line else 0
        buffer.replace(Span(line, column, end, end_column), data.draw(st.sampled_from(["", *TYPED])))
        reading = read_chunk(buffer.text, reading)
        assert reading.facts == read_chunk(buffer.text).facts


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (DESK, "    '''Twelve patterns.'''\n", " \\\n"),
        (DESK, "'''Twelve patterns.'''\n\n", "'''Twelve patterns.'''\\\n    # note\n"),
        (DESK, "class Desk(Base, metaclass=M):", "def desk():"),
        (DESK, "    def scan_fade(self):\n    ", "    def scan_fade(self):\n    \f"),
    ],
    ids=[
        "a backslash for a margin",
        "a comment on a continued line",
        "a class becomes a function",
        "a form feed",
    ],
)
def test_what_stands_around_a_statement_decides_with_it(text, old, new):
    edited = text.replace(old, new)
    assert edited != text
    facts = read_chunk(edited, read_chunk(text)).facts
    assert facts == read_chunk(edited).facts == collect_facts(edited)


def test_the_standard_librarys_long_defs():
    folder = Path(sysconfig.get_path("stdlib"))
    divided = 0
    for path in sorted(folder.glob("*.py"))[::12]:
        for chunk in split_chunks(path.read_text(encoding="utf-8")):
            reading = read_chunk(chunk.text)
            divided += bool(reading.pieces)
            assert reading.facts == collect_facts(chunk.text)
            assert by_pieces(chunk.text) == reading.facts
    assert divided > 20
