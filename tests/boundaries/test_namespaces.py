"""Namespaces are identifiers, one per scanner."""

from __future__ import annotations

import pytest
from isoscan.boundaries.boundary import Candidate
from isoscan.boundaries.namespaces import Named, named, namespaces, slug
from isoscan.source.spans import Span


def candidate(name: str, container: str = "") -> Named:
    return named(Candidate(name, "mask", 0, 0, 0, Span(0, 0, 0, 0), container, ()))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lc_frontside_d2", "lc_frontside_d2"),
        ("GapScanner", "GapScanner"),
        ("110% List", "_110_list"),
        ("Intraday Buy at 9:30", "intraday_buy_at_9_30"),
        ("52w-high", "_52w_high"),
        ("class", "_class"),
        ("🚀", "scanner"),
        ("Strategy 1: Ausbrüche", "strategy_1_ausbrüche"),
        ("gap/atr", "gap_atr"),
    ],
)
def test_slugs_are_identifiers(name: str, expected: str) -> None:
    assert slug(name) == expected
    assert slug(name).isidentifier()


def test_collisions_take_the_container_and_then_a_number() -> None:
    given = [candidate("LONG", "keltner"), candidate("LONG", "bollinger"), candidate("gap"), candidate("gap")]
    assert namespaces(given) == ["keltner_LONG", "bollinger_LONG", "gap", "gap_2"]


def test_a_number_does_not_collide_with_a_name_that_has_one() -> None:
    assert namespaces([candidate("gap"), candidate("gap_2"), candidate("gap")]) == ["gap", "gap_2", "gap_3"]
