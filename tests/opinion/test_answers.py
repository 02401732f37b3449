"""What of an answer is believed: what the text bears out, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isoscan.opinion.answer import read_answer
from isoscan.opinion.pieces import Piece, PieceLine
from questions import unit, written

TEXT = [
    "def pick(rows):",
    "    out = []",
    "    return out",
    "",
    "def drop(rows):",
    "    out = []",
    "    return out",
    "",
    "x = 1",
    "",
]
PIECE = Piece(tuple(PieceLine(number + 10, text) for number, text in enumerate(TEXT)))


def lines(answer):
    return [(one.first + 1, one.last + 1) for one in answer.units]


def test_what_is_right_is_taken_as_it_is():
    answer = read_answer(written(unit(1, 3, "def pick(rows):"), unit(5, 7, "def drop(rows):", False)), PIECE)
    assert lines(answer) == [(1, 3), (5, 7)]
    assert [one.is_scanner for one in answer.units] == [True, False]
    assert answer.units[1].description == ""
    assert (answer.remarks, answer.is_usable) == ((), True)


@pytest.mark.parametrize("shift", [-3, -2, -1, 1, 2, 3])
def test_lines_that_are_off_are_put_right_by_their_quote(shift):
    answer = read_answer(written(unit(5 + shift, 7 + shift, "def drop(rows):")), PIECE)
    assert lines(answer) == [(5, 7)]
    assert f"put right by {-shift:+d}" in answer.remarks[0]


def test_lines_that_are_far_off_are_put_right_if_the_quote_stands_once():
    assert lines(read_answer(written(unit(1, 1, "x = 1")), PIECE)) == [(9, 9)]
    assert lines(read_answer(written(unit(9, 9, "return out")), PIECE)) == [(7, 7)]
    assert lines(read_answer(written(unit(5, 5, "return out")), PIECE)) == []


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("def pick(rows):", True),
        ("  def   pick(rows):  ", True),
        ("1| def pick(rows):", True),
        ("def pick(rows):\n    out = []", True),
        ("def pick(row", True),
        ("def pick(rows): out = []", True),
        ("def", False),
        ("def pack(rows):", False),
        ("", False),
        (None, False),
        ("    ", False),
    ],
)
def test_a_quote_has_to_be_of_the_text(quote, found):
    assert bool(read_answer(written(unit(1, 3, quote)), PIECE).units) is found


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (1, 99, "not among the lines shown"),
        (1, 0, "not among the lines shown"),
        (5, 4, "end before they begin"),
    ],
)
def test_ranges_have_to_make_sense(first, last, reason):
    quote = TEXT[first - 1]
    answer = read_answer(written(unit(first, last, quote)), PIECE)
    assert answer.units == ()
    assert reason in answer.remarks[0]


def test_what_was_left_out_is_not_spoken_of():
    gap = Piece((*PIECE.lines[:3], *PIECE.lines[4:]))
    assert "not shown" in read_answer(written(unit(1, 6, "def pick(rows):")), gap).remarks[0]
    assert lines(read_answer(written(unit(4, 6, "def drop(rows):")), gap)) == [(4, 6)]


def test_lines_without_code_are_no_unit():
    piece = Piece((PieceLine(0, "# a heading of some length"), PieceLine(1, "# and more of it")))
    answer = read_answer(written(unit(1, 2, "# a heading of some length")), piece)
    assert "hold no code" in answer.remarks[0]


@pytest.mark.parametrize(
    ("field", "value", "taken"),
    [
        ("first_line", "1", True),
        ("first_line", 1.0, True),
        ("first_line", 1.5, False),
        ("first_line", True, False),
        ("is_scanner", "yes", True),
        ("is_scanner", "maybe", False),
        ("is_scanner", 1, False),
        ("confidence", 90, True),
        ("confidence", "80%", True),
        ("confidence", -1, False),
        ("confidence", 1000, False),
        ("confidence", "high", False),
        ("confidence", None, False),
        ("name", None, True),
        ("description", 3, True),
    ],
)
def test_values_are_read_as_they_are_meant_or_dropped(field, value, taken):
    raw = {**unit(1, 3, "def pick(rows):"), field: value}
    assert bool(read_answer(json.dumps({"units": [raw]}), PIECE).units) is taken


def test_percentages_are_probabilities():
    assert (
        read_answer(written(unit(1, 3, "def pick(rows):", confidence=80)), PIECE).units[0].confidence == 0.8
    )


def test_not_a_number_is_none():
    text = written(unit(1, 3, "def pick(rows):")).replace("0.9", "NaN")
    assert read_answer(text, PIECE).units == ()


def test_of_parameters_those_are_spoken_of_that_stand_in_the_lines():
    said = [
        ("rows", "What is picked from"),
        ('P["out"]', "`Where` to <b>put</b> it, see https://example.invalid/x"),
        ("x", "Stands below"),
        ("missing", "Is nowhere"),
        ("out", "A second word on it"),
        ("pick", ""),
    ]
    answer = read_answer(written(unit(1, 3, "def pick(rows):", parameters=said)), PIECE)
    [found] = answer.units
    assert found.parameters == (("rows", "What is picked from"), ("out", "Where to b put /b it, see"))
    assert answer.remarks == ("lines 1 to 3: parameters that do not stand there were dropped (2)",)


def test_what_is_said_of_parameters_is_short_and_of_scanners_only():
    many = [(name, "words " * 100) for name in ("rows", "out", "pick", "return") * 10]
    [found] = read_answer(written(unit(1, 3, "def pick(rows):", parameters=many)), PIECE).units
    assert len(found.parameters) == 4
    assert all(len(note.description) <= 80 for note in found.parameters)
    [none] = read_answer(written(unit(1, 3, "def pick(rows):", False, parameters=many)), PIECE).units
    assert none.parameters == ()


@pytest.mark.parametrize("value", [None, "rows", [3], [{"name": 3}], [{"description": "x"}], {"rows": "x"}])
def test_parameters_that_are_no_list_of_names_cost_the_unit_nothing(value):
    answer = read_answer(written(unit(1, 3, "def pick(rows):") | {"parameters": value}), PIECE)
    assert [(one.name, one.parameters) for one in answer.units] == [("idea", ())]


def test_the_surer_of_two_judgements_counts():
    answer = read_answer(
        written(
            unit(1, 3, "def pick(rows):", confidence=0.6),
            unit(1, 3, "def pick(rows):", False, confidence=0.9),
            unit(1, 7, "def pick(rows):", confidence=0.5),
        ),
        PIECE,
    )
    assert [(one.last + 1, one.is_scanner) for one in answer.units] == [(3, False)]
    assert len(answer.remarks) == 2


@pytest.mark.parametrize(
    "wrap",
    [
        "{}",
        "```json\n{}\n```",
        "Here it is:\n{}\nAnything else?",
        "```\n{}",
    ],
)
def test_json_is_found_in_what_is_around_it(wrap):
    text = wrap.replace("{}", written(unit(1, 3, "def pick(rows):")))
    assert lines(read_answer(text, PIECE)) == [(1, 3)]


def test_json_is_repaired_where_that_is_plain():
    one = json.dumps(unit(1, 3, "def pick(rows):"))
    assert lines(read_answer(f'{{"units": [{one},]}}', PIECE)) == [(1, 3)]
    assert lines(read_answer(f"[{one}]", PIECE)) == [(1, 3)]
    assert lines(read_answer(one, PIECE)) == [(1, 3)]


def test_of_a_cut_answer_whole_units_are_read():
    text = written(unit(1, 3, "def pick(rows):"), unit(5, 7, "def drop(rows):"))
    for end in range(len(text)):
        answer = read_answer(text[:end], PIECE)
        assert len(answer.units) <= 2
        assert answer.is_usable or answer.units == ()
    assert lines(read_answer(text[:-30], PIECE)) == [(1, 3)]


def test_texts_are_plain_words():
    raw = unit(
        1,
        3,
        "def pick(rows):",
        name="gap & go! ünit",
        description="**Gaps** [up](command:x) `rm` <img src=http://a.b/c> see https://a.b\n# big \x1b[31m"
        + "x" * 500,
        reason="it\u202e picks",
    )
    [found] = read_answer(written(raw), PIECE).units
    assert found.name == "gap_go_ünit"
    assert found.description.startswith("Gaps up rm img src= see big 31mxxx")
    assert len(found.description) <= 140
    assert not set("*<>[]`#\n\x1b\u202e") & set(found.description + found.reason)


@given(st.text())
def test_any_text_is_read_without_complaint(text):
    read_answer(text, PIECE)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*unit(1, 1, ""), "units"]), inner),
)


@given(_JSON)
def test_any_json_is_read_without_complaint(value):
    for unit_read in read_answer(json.dumps({"units": value}), PIECE).units:
        assert 0 <= unit_read.first <= unit_read.last < len(PIECE.lines)
