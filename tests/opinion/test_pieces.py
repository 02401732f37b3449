"""Which lines are asked about, how they are cut, and what comes of answers on them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from isoscan.ai_settings import AiSettings
from isoscan.analysis import analyse
from isoscan.boundaries.opinion import STRONGEST
from isoscan.config import Config
from isoscan.opinion.answer import Unit
from isoscan.opinion.evidence import as_plain, of_plain, opinions_on, weight_of
from isoscan.opinion.pieces import question_about
from isoscan.opinion.prompt import prompt_for
from questions import DESK, shown_lines

SETTINGS = AiSettings(chunk_lines=40, overlap_lines=6)
LONG = "def run_day(df):\n" + "".join(
    f"    step_{number} = df['a'].shift({number})\n" for number in range(150)
)
PICK = (
    "def pick_{0}(rows):\n    out = []\n    for row in rows:\n        out.append(row)\n    return out\n\n\n"
)
MANY = "".join(PICK.format(number) for number in range(60))


def pieces_of(text, settings=SETTINGS):
    return question_about(analyse(text, Config()), settings).pieces


def test_certain_scanners_and_imports_are_left_out():
    [piece] = pieces_of(DESK)
    shown = [line.text for line in piece.lines]
    assert "def pick(rows):" in shown
    assert not any("scan_gap_up" in text or "import" in text for text in shown)
    assert [DESK.split("\n")[line.number] for line in piece.lines] == shown


@pytest.mark.parametrize(
    "text", ["", "\n\n", "import os\n", "# only a remark\n", '"""A docstring."""\nimport os\n']
)
def test_where_there_is_nothing_there_is_nothing_to_ask(text):
    assert sum(len(piece.lines) for piece in pieces_of(text)) <= 1


def test_a_long_function_is_asked_about_in_windows_that_overlap():
    pieces = pieces_of(LONG)
    assert len(pieces) > 3
    assert all(len(piece.lines) <= 40 for piece in pieces)
    for above, below in pairwise(pieces):
        assert above.lines[-6:] == below.lines[:6]
    assert {line.number for piece in pieces for line in piece.lines} == set(range(151))
    assert [piece.inside for piece in pieces] == ["", *["def run_day(df):"] * (len(pieces) - 1)]
    assert "They continue the body of: def run_day(df):" in prompt_for(pieces[1], []).user


def test_every_uncertain_line_is_asked_about_once():
    pieces = pieces_of(MANY)
    numbers = [line.number for piece in pieces for line in piece.lines]
    assert len(numbers) == len(set(numbers))
    spoken = {number for number, text in enumerate(MANY.split("\n")) if text}
    assert spoken <= set(numbers)


def test_an_edit_changes_the_pieces_around_it_only():
    before = [piece.text for piece in pieces_of(MANY)]
    for number in (0, 30, 59):
        old = f"def pick_{number}(rows):\n    out = []\n"
        for new in (old + "    more = 1\n", f"def other_{number}(rows):\n    out = []\n"):
            after = [piece.text for piece in pieces_of(MANY.replace(old, new))]
            assert len(set(after) - set(before)) <= 3


def test_broken_parts_are_left_out_where_strings_or_comments_are():
    text = "def pick(rows):\n    x = 'unfinished\n    return rows\n\n\ndef drop(rows):\n    return rows\n"
    strict = AiSettings(send_strings=False)
    assert not any("unfinished" in line.text for piece in pieces_of(text, strict) for line in piece.lines)


def test_lines_in_a_prompt_stand_behind_their_numbers():
    [piece] = pieces_of(DESK)
    shown = shown_lines(prompt_for(piece, []).user)
    assert shown == {at: line.text for at, line in enumerate(piece.lines, 1)}


def test_no_opinion_weighs_more_than_the_model_is_worth():
    sure, unsure = Unit(0, 0, True, "a", "", 1.0, ""), Unit(0, 0, True, "a", "", 0.3, "")
    assert weight_of(sure, 0.7) == pytest.approx(0.847, abs=0.001)
    assert 0 < weight_of(unsure, 0.7) < weight_of(sure, 0.7)
    assert weight_of(sure, 0.5) == 0
    assert weight_of(sure, 0.99) == STRONGEST
    assert weight_of(sure._replace(is_scanner=False), 0.7) == -weight_of(sure, 0.7)


def test_answers_become_opinions_under_the_text_they_are_about():
    module = analyse(DESK, Config()).module
    [piece] = pieces_of(DESK)
    first = next(at for at, line in enumerate(piece.lines) if line.text == "def pick(rows):")
    opinions = opinions_on(module, [(piece, [Unit(first, first + 4, True, "pick", "Picks", 0.9, "so")])], 0.7)
    [(text, [opinion])] = [(text, list(given)) for text, given in opinions.items()]
    rows = text.split("\n")
    assert (rows[opinion.first_line], rows[opinion.last_line]) == ("def pick(rows):", "    return chosen")
    assert of_plain(as_plain(opinions)) == opinions


def test_an_opinion_over_several_parts_names_them_all():
    text = "a = load()\nb = a[a > 3]\nc = b.tail()\nprint(c)\n"
    module = analyse(text, Config()).module
    [piece] = pieces_of(text)
    [[opinion]] = opinions_on(module, [(piece, [Unit(1, 2, True, "tail", "", 0.9, "")])], 0.7).values()
    assert opinion.following == ("c = b.tail()\n",)
    assert (opinion.first_line, opinion.last_line) == (0, 0)


def test_of_overlapping_windows_the_surer_answer_counts():
    module = analyse(LONG, Config()).module
    first, second = pieces_of(LONG)[:2]
    at = next(index for index, line in enumerate(first.lines) if line.number == second.lines[2].number)
    answers = [
        (first, [Unit(at, at + 1, True, "early", "", 0.5, "")]),
        (second, [Unit(2, 5, True, "late", "", 0.8, "")]),
    ]
    [[opinion]] = opinions_on(module, answers, 0.7).values()
    assert opinion.name == "late"
