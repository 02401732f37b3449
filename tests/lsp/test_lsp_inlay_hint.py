"""Hints inside lines over the wire."""

import pytest
from scans import SCANS, URI, place

EVERYWHERE = {"start": {"line": 0, "character": 0}, "end": {"line": 10_000, "character": 0}}
RESOLVING = {"textDocument": {"inlayHint": {"resolveSupport": {"properties": ["tooltip"]}}}}


def hints(client, where=EVERYWHERE):
    return client.result("textDocument/inlayHint", {"textDocument": {"uri": URI}, "range": where})


def labels(found):
    return {(hint["position"]["line"], hint["position"]["character"]): hint["label"] for hint in found}


def at(line, piece, inside=0):
    position = place(SCANS, line, piece, inside)
    return position["line"], position["character"]


def test_literals_are_named_and_shared_definitions_say_how_many_read_them(shared):
    shared.open(URI, SCANS)
    found = hints(shared)
    named = labels(found)
    assert named[at("rsi", "30")] == "scan_gap.rsi_max:"
    assert named[at("P = {", "0.9", 3)] == "2 scanners"
    assert at("LOOK = 20", "20", 2) not in named
    assert at("width = 3", "3") not in named
    assert all(len(hint["label"]) <= 25 for hint in found)
    positions = [(hint["position"]["line"], hint["position"]["character"]) for hint in found]
    assert positions == sorted(set(positions))
    assert all("data" not in hint for hint in found)
    kinds = {
        hint["label"]: (hint.get("kind"), hint.get("paddingRight"), hint.get("paddingLeft")) for hint in found
    }
    assert kinds["scan_gap.rsi_max:"] == (2, True, None)
    assert kinds["2 scanners"] == (None, None, True)


def test_long_names_are_cut():
    from hand_made import parameter, span_of
    from isoscan.lsp.features.inlay_hint import name_label

    def label(owner, name, **other):
        return name_label(parameter(owner, name, 1, span_of("1", "1"), **other))

    assert label("gap", "rsi_max") == "gap.rsi_max"
    assert label("a_scanner_with_a_name", "rsi_max") == "rsi_max"
    assert label("gap", "x" * 40) == "x" * 23 + "…"
    assert label("gap", "rsi_max", read_by=("gap", "fade")) == "rsi_max"


def test_only_the_lines_asked_for(shared):
    shared.open(URI, SCANS)
    line = at("rsi", "30")[0]
    found = hints(
        shared, {"start": {"line": line, "character": 0}, "end": {"line": line + 1, "character": 0}}
    )
    assert {hint["position"]["line"] for hint in found} == {line}
    nothing = {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}
    assert hints(shared, nothing) is None


def test_the_tooltip_is_left_to_be_resolved(client):
    assert client.initialize(RESOLVING)["capabilities"]["inlayHintProvider"] == {"resolveProvider": True}
    client.open(URI, SCANS)
    hint = next(hint for hint in hints(client) if hint["label"] == "scan_gap.rsi_max:")
    assert "tooltip" not in hint
    resolved = client.result("inlayHint/resolve", hint)
    assert {**resolved, "tooltip": None} == {**hint, "tooltip": None}
    assert "literal in a comparison" in resolved["tooltip"]
    client.change(URI, 2, (0, 0, 0, 0, "\n"))
    assert client.ask("inlayHint/resolve", hint)["error"]["code"] == -32801
    assert client.result("inlayHint/resolve", {"position": hint["position"], "label": "x"})["label"] == "x"


@pytest.mark.parametrize(
    ("setting", "gone", "left"),
    [
        ("parameterHints", "scan_gap.rsi_max:", "2 scanners"),
        ("sharedHints", "2 scanners", "scan_gap.rsi_max:"),
    ],
)
def test_each_kind_can_be_switched_off(client, setting, gone, left):
    client.initialize(options={setting: False})
    client.open(URI, SCANS)
    found = {hint["label"] for hint in hints(client)}
    assert gone not in found
    assert left in found


def test_a_range_is_needed(shared):
    shared.open(URI, SCANS)
    assert shared.ask("textDocument/inlayHint", {"textDocument": {"uri": URI}})["error"]["code"] == -32602
