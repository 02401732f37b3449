"""Cuts fall where the vocabulary changes, and what is shared is counted."""

from __future__ import annotations

from isoscan.boundaries.cohesion import Cohesion, best_cuts, cohesions


def passage(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in text.split():
        found[word] = found.get(word, 0) + 1
    return found


GAP = [passage("gap open close gap"), passage("gap open up"), passage("gap close open up")]
SQUEEZE = [
    passage("width std band squeeze"),
    passage("band width squeeze"),
    passage("squeeze std width band"),
]
EVEN = [True] * 6


def test_a_cut_falls_where_the_words_change() -> None:
    assert best_cuts([*GAP, *SQUEEZE], [range(1, 6)], EVEN) == (3,)
    assert best_cuts([*SQUEEZE[:1], *GAP, *SQUEEZE[1:]], [range(1, 3), range(3, 6)], EVEN) == (1, 4)


def test_a_cut_stays_in_its_window() -> None:
    assert best_cuts([*GAP, *SQUEEZE], [range(1, 3)], EVEN) == (2,)
    assert best_cuts([*GAP, *SQUEEZE], [range(4, 5)], EVEN) == (4,)


def test_where_words_do_not_tell_a_paragraph_does() -> None:
    same = [passage("close open") for _ in range(6)]
    breaks = [True, False, False, False, True, False]
    assert best_cuts(same, [range(1, 6)], breaks) == (4,)


def test_the_order_of_words_changes_nothing() -> None:
    turned = [dict(reversed(words.items())) for words in [*GAP, *SQUEEZE]]
    assert best_cuts(turned, [range(1, 6)], EVEN) == (3,)


def names(*lines: str) -> list[frozenset[str]]:
    return [frozenset(line.split()) for line in lines]


def test_shared_names_are_counted_within_and_across() -> None:
    stretches = [names("df gap", "gap hits", "hits close"), names("df width", "width close quiet")]
    assert cohesions(stretches, frozenset())[0] == Cohesion(within=2, across=2)
    assert cohesions(stretches, frozenset({"df"}))[0] == Cohesion(within=2, across=1)


def test_what_is_spoken_of_everywhere_counts_for_nothing() -> None:
    stretches = [names("df a", "df a"), names("df b", "b a"), names("df c", "c")]
    assert cohesions(stretches, frozenset())[1] == Cohesion(within=1, across=1)
    assert cohesions(stretches, frozenset())[2] == Cohesion(within=1, across=0)
