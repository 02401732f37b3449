from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from isoscan.source.spans import Position, Span
from isoscan.source.text import Splice, Splices, TextBuffer


def edited(text: str, *edits: tuple[tuple[int, int, int, int], str]) -> TextBuffer:
    buffer = TextBuffer(text)
    for place, new in edits:
        buffer.replace(Span(*place), new)
    return buffer


@pytest.mark.parametrize(
    ("text", "place", "new", "expected"),
    [
        ("", (0, 0, 0, 0), "a", "a"),
        ("ab\ncd\n", (0, 1, 1, 1), "🚀", "a🚀d\n"),
        ("ab\ncd", (0, 2, 1, 0), "", "abcd"),
        ("ab\ncd", (1, 0, 1, 0), "x\ny\n", "ab\nx\ny\ncd"),
        ("ab\ncd\nef", (1, 0, 2, 0), "", "ab\nef"),
        ("ab\u2028cd\fef\n", (0, 3, 0, 5), "", "ab\u2028\fef\n"),
        ("ab\r\ncd", (0, 3, 0, 3), "x", "abx\r\ncd"),
        ("ab\r\ncd", (0, 99, 0, 99), "x", "abx\r\ncd"),
        ("ab\ncd", (9, 0, 9, 5), "x", "ab\ncdx"),
        ("ab\ncd\n", (1, 1, 7, 0), "x", "ab\ncx"),
        ("ab\ncd", (0, 0, 9, 9), "", ""),
        ("ab\ncd", (-1, 5, 0, -2), "x", "xab\ncd"),
        ("ab\ncd", (1, 1, 0, 1), "x", "ab\ncxd"),
    ],
)
def test_replace(text: str, place: tuple[int, int, int, int], new: str, expected: str):
    buffer = edited(text, (place, new))
    assert buffer.text == expected
    assert buffer == TextBuffer(expected)


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        ("ab", [((0, 1, 0, 1), "\r"), ((1, 0, 1, 0), "\n")], ("a\r\n", "b")),
        ("ab", [((0, 1, 0, 1), "\n"), ((0, 1, 0, 1), "\r")], ("a\r\n", "b")),
        ("a\rx\nb", [((1, 0, 1, 1), "")], ("a\r\n", "b")),
        ("a\r\nb", [((0, 1, 1, 0), "\r"), ((1, 0, 1, 0), "\nx")], ("a\r\n", "xb")),
        ("a\r", [((1, 0, 1, 0), "\n")], ("a\r\n", "")),
        ("a\rb\r\n", [((1, 0, 1, 1), "")], ("a\r", "\r\n", "")),
    ],
)
def test_a_line_end_can_come_in_two_halves(
    text: str, edits: list[tuple[tuple[int, int, int, int], str]], expected: tuple[str, ...]
):
    assert edited(text, *edits).lines == expected


def test_an_edit_tells_which_lines_it_replaced():
    buffer = TextBuffer("a\nb\nc\n")
    assert buffer.replace(Span(1, 0, 1, 1), "x\ny\nz") == Splice(first=1, removed=1, added=3)
    assert buffer.replace(Span(0, 1, 3, 0), "\r") == Splice(first=0, removed=4, added=2)
    assert buffer.lines == ("a\r", "z\n", "c\n", "")
    assert buffer.replace(Span(1, 0, 1, 1), "") == Splice(first=0, removed=2, added=1)


def test_lines_and_parts():
    buffer = TextBuffer("ab\r\n🚀d\n")
    assert buffer.line_count == 3
    assert [buffer.line(number) for number in (-1, 0, 1, 2, 3)] == ["", "ab\r\n", "🚀d\n", "", ""]
    assert buffer.text_of(Span(0, 1, 1, 1)) == "b\r\n🚀"
    assert buffer.text_of(Span(0, 5, 9, 9)) == "\r\n🚀d\n"
    assert buffer.text_of(Span(1, 1, 0, 1)) == ""
    assert buffer.text_of(Span(1, 2, 1, 1)) == ""


def test_offsets():
    buffer = TextBuffer("ab\r\n🚀d\n")
    assert buffer.offset_at(Position(1, 1)) == 5
    assert buffer.position_at(5) == Position(1, 1)
    assert buffer.position_at(3) == Position(0, 2), "between the halves of a line end"
    assert buffer.position_at(99) == Position(2, 0)
    assert buffer.position_at(-1) == Position(0, 0)
    buffer.replace(Span(0, 0, 0, 0), "x")
    assert buffer.offset_at(Position(1, 1)) == 6


def test_buffers_differ_by_their_text():
    assert TextBuffer("a\n") != TextBuffer("a")
    assert TextBuffer("a") != "a"


characters = st.sampled_from("ab\r\n\r\n\f\u2028🚀\ud800\x85")
texts = st.text(characters, max_size=12)
numbers = st.integers(-1, 8)
edits = st.lists(st.tuples(st.tuples(numbers, numbers, numbers, numbers), texts), max_size=8)


@settings(max_examples=500)
@given(texts, edits)
@example("a\rb", [((1, 0, 1, 0), "\n")])
def test_an_edited_buffer_equals_one_made_from_its_text(
    text: str, changes: list[tuple[tuple[int, int, int, int], str]]
):
    buffer = TextBuffer(text)
    for place, new in changes:
        start, end = buffer.offset_at(Position(*place[:2])), buffer.offset_at(Position(*place[2:]))
        text = text[:start] + new + text[max(start, end) :]
        lines = list(buffer.lines)
        splice = buffer.replace(Span(*place), new)
        assert buffer.text == text
        assert buffer == TextBuffer(text)
        assert buffer.line_count == len(lines) - splice.removed + splice.added
        assert list(buffer.lines[: splice.first]) == lines[: splice.first]
        assert list(buffer.lines[splice.first + splice.added :]) == lines[splice.first + splice.removed :]


@given(texts)
def test_offsets_and_positions_agree(text: str):
    buffer = TextBuffer(text)
    for offset in range(len(text) + 1):
        position = buffer.position_at(offset)
        is_inside_line_end = text[max(offset - 1, 0) : offset + 1] == "\r\n" and offset > 0
        assert buffer.offset_at(position) == offset - is_inside_line_end
        assert buffer.text_of(Span(0, 0, *position)) == text[: offset - is_inside_line_end]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.integers(0, 4)), max_size=8))
def test_several_edits_as_splices_of_the_text_before_all(edits: list[tuple[int, int, int]]):
    before = [f"line {number}" for number in range(20)]
    after = list(before)
    splices = Splices()
    for number, (line, removed, added) in enumerate(edits):
        first = min(line, len(after))
        last = min(first + removed, len(after))
        after[first:last] = [f"{number} {place}" for place in range(added)]
        splices.add(Splice(first, last - first, added))
    rebuilt: list[str] = []
    done = 0
    for splice in splices:
        assert not rebuilt or splice.first > done, "splices that meet are one"
        rebuilt += before[done : splice.first]
        rebuilt += after[len(rebuilt) : len(rebuilt) + splice.added]
        done = splice.first + splice.removed
    assert rebuilt + before[done:] == after
    assert bool(splices) == bool(edits)


def test_edits_that_are_apart_are_splices_apart():
    splices = Splices()
    for splice in (Splice(10, 1, 3), Splice(2, 1, 1), Splice(14, 0, 1), Splice(11, 1, 1)):
        splices.add(splice)
    assert list(splices) == [Splice(2, 1, 1), Splice(10, 1, 3), Splice(12, 0, 1)]
