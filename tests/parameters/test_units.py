"""Units are told by names and comments, and not guessed."""

from __future__ import annotations

import pytest
from isoscan.parameters.units import unit_of


@pytest.mark.parametrize(
    ("name", "description", "expected"),
    [
        ("MIN_DOLLAR_VOL_USD", "", "USD"),
        ("gap_pct", "", "%"),
        ("gapPct", "", "%"),
        ("max_age_days", "", "days"),
        ("hold_bars", "", "bars"),
        ("cooldown_minutes", "", "minutes"),
        ("gap_min", "percent of the last close", "%"),
        ("gap_min", "in % 🔧", "%"),
        ("floor", "$ a day", "USD"),
        ("lookback", "trading days", "days"),
        ("rsi_max", "", ""),
        ("rsi_max", "above that it is bought too much", ""),
        ("pct_rank_window", "bars to rank over", "bars"),
        ("gap_pct_min", "", "%"),
    ],
)
def test_units(name, description, expected):
    assert unit_of(name, description) == expected
