"""No secret is left, no line is lost, and code that only looks busy stays as it is."""

from __future__ import annotations

import pytest
from further_secret_samples import further_samples
from hypothesis import given
from hypothesis import strategies as st
from isoscan.opinion.redaction import redact, scrub
from secret_samples import samples

SAMPLES = samples()
FURTHER = further_samples()
BY_SHAPE = [sample for sample in SAMPLES if sample.code.startswith('x = "') and "private" not in sample.shape]


def test_there_are_more_than_a_hundred_shapes():
    assert len({sample.shape for sample in SAMPLES}) == len(SAMPLES) > 150
    assert len({sample.shape for sample in FURTHER}) == len(FURTHER) > 170


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.shape)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_no_secret_is_left_and_no_line_is_lost(sample, ending):
    text = f"# ─── 🎯 gaps ───\nLIMIT = 3\n{sample.code}\nMOST = 4\n".replace("\n", ending)
    redacted = redact(text)
    shown = "\n".join(redacted.lines)
    assert sample.secret not in shown
    assert redacted.taken_out >= 1
    assert len(redacted.lines) == text.count(ending) + 1
    assert redacted.lines[:2] == ("# ─── 🎯 gaps ───", "LIMIT = 3")
    assert redacted.lines[-2:] == ("MOST = 4", "")


@pytest.mark.parametrize("sample", BY_SHAPE, ids=lambda sample: sample.shape)
@pytest.mark.parametrize(
    "carrier",
    [
        "# {}",
        "x = 1  # see {} there",
        '"""\n{}\n"""',
        "x = f'{y}{}'",
        "call('a', '{}')",
        "P = {'a': '{}'}",
        "'{}",
        'x = f"{y} {}',
    ],
)
def test_a_secret_shows_by_its_shape_wherever_it_stands(sample, carrier):
    shown = "\n".join(redact(carrier.replace("{}", sample.secret)).lines)
    assert sample.secret not in shown


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.shape)
def test_doing_it_again_changes_nothing(sample):
    once = "\n".join(redact(sample.code).lines)
    assert "\n".join(redact(once).lines) == once


@pytest.mark.parametrize("sample", FURTHER, ids=lambda sample: sample.shape)
def test_no_further_secret_is_left_either(sample):
    shown = "\n".join(redact(f"LIMIT = 3\n{sample.code}\nMOST = 4\n").lines)
    assert sample.secret not in shown
    assert shown.startswith("LIMIT = 3\n")
    assert shown.endswith("\nMOST = 4\n")
    assert "\n".join(redact(shown).lines) == shown


def test_what_was_found_by_its_name_goes_everywhere():
    text = 'password = "blue42horse"\nprint("blue42horse")  # was blue42horse\n'
    assert "blue42horse" not in "\n".join(redact(text).lines)


ORDINARY = '''\
"""Scanners of a desk, with 🎯 and ─ in comments."""
import pandas as pd

ATR_MULT = 0.75
COLUMNS = ["high_chg_atr1_previous_day", "lc_frontside_d3_extended_1", "ema_dist_20_50_normalised"]
KEYS = {"atr_mult": 1.5, "min_volume": 1_000_000, "name": "gap and go", "timeframe": "5min"}
URL = "https://example.com/v2/aggs/ticker/SPY/range/1/day/2020-01-01/2024-12-31?limit=50000"


def scan_gap_up(df, sort_key="close", key=lambda row: row.volume):
    """Gaps up on a wide range; see https://docs.example.com/screener#gap-up_and_go2 for why."""
    df["lc_frontside_d2"] = ((df["h"] >= df["h1"]) & (df["high_chg_atr1"] >= 0.5)).astype(int)
    return df.sort_values("close", ascending=False)[df["gap_percent_from_prev_close"] > ATR_MULT]


token_count = len(KEYS)
password_file = Path("secrets.toml")
started = "2024-01-02T09:30:00.000+00:00"
API_KEY = os.environ["API_KEY"]
'''


def test_ordinary_code_stays_as_it_is():
    redacted = redact(ORDINARY)
    assert list(redacted.lines) == ORDINARY.split("\n")
    assert redacted.taken_out == 0


def test_comments_can_be_left_out():
    redacted = redact('x = "# kept"  # gone 🎯\n# gone\ny = 2\n', comments=False)
    assert redacted.lines == ('x = "# kept"  #', "#", "y = 2", "")


def test_strings_can_be_left_out():
    text = 'x = "gone"\ny = """one\ntwo"""  # kept\nz = f"gone {x} gone"\ndf[\'close\']\nb = rb\'gone\'\n""\n'
    redacted = redact(text, strings=False)
    assert redacted.lines == (
        'x = "..."',
        'y = """...',
        '"""  # kept',
        'z = f"...{x}..."',
        "df['...']",
        "b = rb'...'",
        '""',
        "",
    )


def test_other_texts_are_scrubbed():
    key = "gh" + "p_" + "a1B2" * 9
    assert scrub(f"its name matches {key}") == "its name matches <secret>"
    assert scrub("a boolean column from 9 comparisons") == "a boolean column from 9 comparisons"


@given(st.text())
def test_any_text_keeps_its_lines(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert len(redact(text).lines) == len(lines)
    assert len(redact(text, comments=False, strings=False).lines) == len(lines)
