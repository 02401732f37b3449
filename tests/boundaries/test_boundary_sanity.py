"""Whatever the text: no exception, boundaries in order, apart, sane and with different namespaces."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isoscan.boundaries.boundary import Boundary
from isoscan.boundaries.detect import detect_boundaries
from isoscan.config import Config
from isoscan.model.module import build_module
from isoscan.source.lines import split_lines

FIXTURES = sorted((Path(__file__).parent.parent / "data" / "boundaries").glob("*.py"))
TEXTS = [path.read_text(encoding="utf-8") for path in FIXTURES]

ODD_TEXTS = [
    "",
    "\n",
    "#",
    "\x00\x01\x02",
    "'''",
    "((((" * 500,
    "df['a'] = " + "(" * 300 + "df['b'] > 1" + ")" * 300 + "\n",
    "x" * 100_000,
    "df['gap_up'] = (df['open'] > 1) & (df['close'] > 2) & (df['volume'] > 3)",
    "\r".join(["def scan(df):", "    return df[df['close'] > df['open']]", ""]),
    "if True:\n\tdef scan(df):\n\t\treturn df[(df['close'] > 3) & (df['volume'] > 1e6)]\n",
    "class A(A): pass\nclass B(C): pass\nclass C(B):\n    def next(self): self.buy()\n",
    "def scan(df): return scan(df)\n",
    "# isoscan: begin\n# isoscan: begin\n# isoscan: end\n# isoscan: end\n# isoscan: end\n",
    "# ===== A =====\n# ===== B =====\n",
]


def assert_sane(text: str) -> tuple[Boundary, ...]:
    found = detect_boundaries(build_module(text), Config(), "text")
    last_line = max(len(split_lines(text)) - 1, 0)
    before = -1
    for boundary in found:
        assert before < boundary.start_line <= boundary.definition_line <= boundary.end_line <= last_line
        assert 0.5 <= boundary.confidence <= 1
        assert boundary.namespace.isidentifier()
        assert boundary.name
        assert boundary.evidence
        assert all(0 <= evidence.score <= 1 and evidence.reason for evidence in boundary.evidence)
        before = boundary.end_line
    assert len({boundary.namespace for boundary in found}) == len(found)
    return found


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_texts_give_sane_boundaries(text: str) -> None:
    assert_sane(text)


@given(st.sampled_from(TEXTS), st.floats(0, 1), st.floats(0, 1))
def test_any_cut_of_a_fixture_gives_sane_boundaries(text: str, start: float, end: float) -> None:
    assert_sane(text[int(start * len(text) / 3) : int(end * len(text))])


@given(
    st.sampled_from(TEXTS),
    st.floats(0, 1),
    st.sampled_from(["(", ")", "[", '"', "'''", ":", "\n", "\t", "def "]),
)
def test_any_typed_character_gives_sane_boundaries(text: str, place: float, typed: str) -> None:
    at = int(place * len(text))
    assert_sane(text[:at] + typed + text[at:])


@given(st.lists(st.sampled_from(TEXTS), max_size=3))
def test_fixtures_one_after_another_give_sane_boundaries(texts: list[str]) -> None:
    assert_sane("\n".join(texts))


def test_the_same_text_gives_the_same_boundaries() -> None:
    for text in TEXTS:
        module = build_module(text)
        assert detect_boundaries(module, Config()) == detect_boundaries(build_module(text), Config())


def test_what_is_less_likely_than_the_report_threshold_is_left_out() -> None:
    for text in TEXTS:
        strict = detect_boundaries(build_module(text), Config(report_threshold=0.9))
        assert all(boundary.confidence >= 0.9 for boundary in strict)


def test_status_follows_the_valid_threshold_and_syntax_errors() -> None:
    text = 'def scan_gap(df):\n    return df[(df["open"] > 1.03 * df["close"]) & (df["volume"] > 1e6)]\n'
    (valid,) = detect_boundaries(build_module(text), Config())
    (doubted,) = detect_boundaries(build_module(text), Config(valid_threshold=0.999))
    (broken,) = detect_boundaries(build_module(text + "    if df > :\n"), Config())
    assert (valid.status, doubted.status, broken.status) == ("valid", "needs_review", "invalid")
    assert broken.name == valid.name
