"""Growing selections over the wire."""

from itertools import pairwise

import pytest
from scans import SCANS, URI, place

LINES = SCANS.split("\n")


def chains(client, *positions):
    params = {"textDocument": {"uri": URI}, "positions": list(positions)}
    return [unrolled(answer) for answer in client.result("textDocument/selectionRange", params)]


def unrolled(answer):
    found = []
    while answer:
        found.append(answer["range"])
        answer = answer.get("parent")
    return found


def text_of(where):
    start, end = where["start"], where["end"]
    if start["line"] != end["line"]:
        return (start["line"], end["line"])
    line = LINES[start["line"]].encode("utf-16-le")
    return line[start["character"] * 2 : end["character"] * 2].decode("utf-16-le")


def test_it_grows_from_the_key_to_the_whole_text(shared):
    shared.open(URI, SCANS)
    [chain] = chains(shared, place(SCANS, "wide = ", "atr_mult"))
    texts = [text_of(where) for where in chain]
    line = next(number for number, text in enumerate(LINES) if "def scan_gap" in text)
    assert texts[0] == '"atr_mult"'
    assert texts[1] == 'P["atr_mult"]'
    assert 'df["atr"] > P["atr_mult"] * width' in texts
    assert 'wide = df["atr"] > P["atr_mult"] * width' in texts
    assert (line, line + 5) in texts
    section = next(number for number, text in enumerate(LINES) if "section one" in text)
    assert texts[-2][0] == section
    assert texts[-1] == (0, len(LINES) - 1)


def test_it_grows_through_brackets_and_masks(shared):
    shared.open(URI, SCANS)
    [chain] = chains(shared, place(SCANS, "calm = ", "30"))
    mask = '(df["rsi"] < 30) & (df["v"] > Q["gap"])'
    assert [text_of(where) for where in chain][:6] == [
        "30",
        'df["rsi"] < 30',
        '(df["rsi"] < 30)',
        mask,
        f'{mask} & (df["low"] > LOOK)',
        f'calm = {mask} & (df["low"] > LOOK)',
    ]
    [chain] = chains(shared, place(SCANS, "return df[wide", "busy"))
    texts = [text_of(where) for where in chain]
    inside = 'wide & busy & (df["gap"] > min_gap) & calm'
    assert texts.index("wide & busy") < texts.index(inside) < texts.index(f"df[{inside}]")


def test_each_range_lies_in_the_next(shared):
    shared.open(URI, SCANS)
    positions = [
        {"line": number, "character": column}
        for number, line in enumerate(LINES)
        for column in range(0, len(line) + 2, 5)
    ]
    answers = chains(shared, *positions)
    assert len(answers) == len(positions)
    for position, chain in zip(positions, answers, strict=True):
        assert (
            key(chain[0]["start"])
            <= (position["line"], min(position["character"], width(position)))
            <= key(chain[0]["end"])
        )
        for inner, outer in pairwise(chain):
            assert inner != outer
            assert key(outer["start"]) <= key(inner["start"])
            assert key(inner["end"]) <= key(outer["end"])


def width(position):
    return len(LINES[position["line"]].encode("utf-16-le")) // 2


def key(position):
    return position["line"], position["character"]


@pytest.mark.parametrize("text", ["", "\n", "# 🎯", "def (:\n  ]"])
def test_any_text_has_an_answer(shared, text):
    shared.open(URI, text)
    for chain in chains(shared, {"line": 0, "character": 0}, {"line": 9, "character": 9}):
        assert chain


@pytest.mark.parametrize("positions", [None, 3, [3], [{"line": 1}]])
def test_wrong_positions_are_told(shared, positions):
    params = {"textDocument": {"uri": URI}, "positions": positions}
    assert shared.ask("textDocument/selectionRange", params)["error"]["code"] == -32602
