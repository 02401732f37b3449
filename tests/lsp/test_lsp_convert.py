import pytest
from hypothesis import given
from hypothesis import strategies as st
from isoscan.lsp.convert import column_at, units_before

LINE = "x = '🎯─' # é"  # 🎯: 4, 2, 1 units; ─: 3, 1, 1; é: 2, 1, 1


@pytest.mark.parametrize(
    ("encoding", "after_target", "after_box", "end"),
    [("utf-8", 9, 12, 18), ("utf-16", 7, 8, 13), ("utf-32", 6, 7, 12)],
)
def test_each_encoding_counts_its_own_units(encoding, after_target, after_box, end):
    assert units_before(LINE, 5, encoding) == 5
    assert units_before(LINE, 6, encoding) == after_target
    assert units_before(LINE, 7, encoding) == after_box
    assert units_before(LINE, len(LINE), encoding) == end
    assert column_at(LINE, after_target, encoding) == 6
    assert column_at(LINE, after_box, encoding) == 7


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_behind_the_end_counts_as_the_end(encoding):
    for line in (LINE, "abc", ""):
        assert column_at(line, 10_000, encoding) == len(line)
        assert column_at(line, -3, encoding) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_inside_a_character_counts_as_before_it(encoding):
    assert column_at("🎯x", 1, encoding) == 0


@given(st.text(alphabet="a🎯─é\U0001f600", max_size=12), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_both_directions_agree(line, encoding):
    for column in range(len(line) + 1):
        assert column_at(line, units_before(line, column, encoding), encoding) == column
