"""Findings kept as text are, after any edits, what they would be if made anew."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from isoscan.config import Config
from isoscan.lsp.capabilities import Client
from isoscan.lsp.documents import Document
from isoscan.lsp.features.publish_diagnostics import to_wire
from isoscan.lsp.findings import FindingsText

URI = "file:///scans/desk.py"
TEXT = """# ═══ knobs 🚀 ═══
ATR_MULT = 0.75
'100% 🎯'; LIMIT = 5


def scan_gap(df):
    return df[(df["gap"] > ATR_MULT) & (df["volume"] > 500_000)]


def scan_fade(df):
    x = "é"; y = LIMIT
    return df[(df["fade"] < -ATR_MULT) & (df["close"] > LIMIT)]


ATR_MULT = 1.25  # isoscan: ignore[ISO999]
"""

CONFIG = Config(select=("ISO",))
CLIENT = Client(shows_related_places=True, links_codes=True, keeps_diagnostic_data=True)
TYPED = ["\n", "x", "é", "🚀", "(", '"""', "LIMIT", "    ATR_MULT\n", "LIMIT = 6\n", "# isoscan: shared\n",
         "def scan_new(df):\n    return df[(df['gap'] > LIMIT) & (df['close'] > 9)]\n"]  # fmt: skip


def opened(client=CLIENT):
    document = Document(URI, 1, TEXT, "utf-16")
    return document, FindingsText(document, client)


def change(document, version, start, end, text):
    places = [{"line": line, "character": character} for line, character in (start, end)]
    document.change(version, [{"range": {"start": places[0], "end": places[1]}, "text": text}])


def anew(document, client):
    fresh = Document(URI, 1, document.text, "utf-16")
    return [to_wire(finding, fresh, client) for finding in fresh.analysis(CONFIG).diagnostics]


def kept(document, findings):
    return json.loads(f"[{findings.items(document.analysis(CONFIG))}]")


@settings(max_examples=60)
@given(st.data())
@pytest.mark.parametrize("client", [CLIENT, Client()], ids=["all", "minimal"])
def test_after_edits_they_are_as_if_made_anew(client, data):
    document, findings = opened(client)
    assert kept(document, findings) == anew(document, client)
    for version in range(2, data.draw(st.integers(3, 6))):
        line = data.draw(st.integers(0, document.line_count))
        end = line + data.draw(st.sampled_from([0, 0, 0, 1, 3]))
        column = data.draw(st.integers(0, 30))
        change(document, version, (line, column), (end, column), data.draw(st.sampled_from(["", *TYPED])))
        assert kept(document, findings) == anew(document, client)


def test_the_serial_changes_with_the_text_only():
    document, findings = opened()
    serials = []
    edits = [((20, 0), ""), ((6, 0), ""), ((6, 4), "  "), ((0, 0), "\n")]
    for version, (place, text) in enumerate(edits, 2):
        change(document, version, place, place, text)
        findings.items(document.analysis(CONFIG))
        serials.append(findings.serial)
    assert serials[0] == serials[1]
    assert serials[-1] > serials[-2]


def test_a_failed_analysis_has_none():
    document, findings = opened()
    before = findings.items(document.analysis(CONFIG))
    assert (findings.items(None), bool(before)) == ("", True)
    assert findings.items(document.analysis(CONFIG)) == before


def test_other_settings_are_another_analysis():
    document, findings = opened()
    assert findings.items(document.analysis(CONFIG))
    assert not findings.items(document.analysis(Config(select=("ISO9",))))
