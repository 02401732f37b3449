from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isoscan.source.encodings import PositionEncoding, column_at, units_before

LINE = "a🚀é─b"
UNITS = {"utf-8": [0, 1, 5, 7, 10, 11], "utf-16": [0, 1, 3, 4, 5, 6], "utf-32": [0, 1, 2, 3, 4, 5]}
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-32"])


@pytest.mark.parametrize("encoding", UNITS)
def test_columns_and_units(encoding: PositionEncoding):
    assert [units_before(LINE, column, encoding) for column in range(6)] == UNITS[encoding]
    assert [column_at(LINE, units, encoding) for units in UNITS[encoding]] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("encoding", "units", "column"),
    [("utf-16", 2, 1), ("utf-8", 2, 1), ("utf-8", 4, 1), ("utf-8", 6, 2), ("utf-8", 9, 3)],
)
def test_a_place_inside_a_character_is_before_it(encoding: PositionEncoding, units: int, column: int):
    assert column_at(LINE, units, encoding) == column


@pytest.mark.parametrize("encoding", UNITS)
@pytest.mark.parametrize("line", ["", "abc", "🚀🚀", "é"])
def test_places_outside_the_line_are_its_ends(line: str, encoding: PositionEncoding):
    assert column_at(line, 99, encoding) == len(line)
    assert column_at(line, -1, encoding) == 0
    assert units_before(line, 99, encoding) == units_before(line, len(line), encoding)
    assert units_before(line, -1, encoding) == 0


def size(text: str, encoding: PositionEncoding) -> int:
    if encoding == "utf-32":
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(st.sampled_from("aé─🚀\ud83d\ude80\udfff") | st.characters()), ENCODINGS)
def test_conversion_agrees_with_the_codecs(line: str, encoding: PositionEncoding):
    sizes = [size(line[:column], encoding) for column in range(len(line) + 1)]
    assert [units_before(line, column, encoding) for column in range(len(line) + 1)] == sizes
    for units in range(sizes[-1] + 3):
        assert column_at(line, units, encoding) == sum(size <= units for size in sizes) - 1
