"""isoscan's own methods over the wire: boundaries, their notification, and what the server believes."""

import hashlib

import pytest
from raw_client import notification, request

URI = "file:///scans/gap.py"

TEXT = """\
import pandas as pd


# ─── 🎯 ───
@timed('🎯')
def scan_gap_up(df, min_gap=2.0):
    wide = df["high"] - df["low"] > 0.75 * df["atr"]
    return df[wide & (df["gap"] > min_gap)]
"""


def boundaries(client):
    return client.result("isoscan/boundaries", {"textDocument": {"uri": URI}})


@pytest.mark.parametrize(("encoding", "end"), [("utf-8", 43), ("utf-16", 43), ("utf-32", 43)])
def test_boundaries_are_as_the_contract_says(client, encoding, end):
    client.initialize({"general": {"positionEncodings": [encoding]}})
    client.open(URI, TEXT, version=7)
    answer = boundaries(client)
    assert set(answer) == {"version", "scanners"}
    assert answer["version"] == 7
    [scanner] = answer["scanners"]
    assert set(scanner) == {
        "name",
        "kind",
        "namespace",
        "range",
        "headerRange",
        "confidence",
        "status",
        "isolationScore",
    }
    assert (scanner["name"], scanner["kind"], scanner["namespace"]) == (
        "scan_gap_up",
        "function",
        "scan_gap_up",
    )
    assert scanner["status"] == "valid"
    assert scanner["range"] == {"start": {"line": 3, "character": 0}, "end": {"line": 7, "character": end}}
    assert scanner["headerRange"] == {
        "start": {"line": 5, "character": 0},
        "end": {"line": 5, "character": len("def scan_gap_up(df, min_gap=2.0):")},
    }


def test_no_scanners_is_an_empty_list(shared):
    shared.open(URI, "x = 1\n")
    assert boundaries(shared) == {"version": 1, "scanners": []}


def test_only_a_client_that_asks_is_told_that_boundaries_changed(shared):
    shared.open(URI, TEXT)
    shared.change(URI, 2, (0, 0, 0, 0, "\n"))
    shared.diagnostics(URI, 2)
    boundaries(shared)
    assert shared.received_so_far("isoscan/boundariesChanged") == []


def test_changed_boundaries_are_told_once_and_unchanged_ones_not(client):
    client.initialize(options={"boundariesChanged": True})
    client.open(URI, TEXT)
    assert client.notification("isoscan/boundariesChanged") == {"uri": URI, "version": 1}
    end = TEXT.count("\n")
    client.change(URI, 2, (end, 0, end, 0, "# behind the last scanner\n"))
    client.diagnostics(URI, 2)
    boundaries(client)
    assert client.received_so_far("isoscan/boundariesChanged") == []
    client.change(URI, 3, (0, 0, 0, 0, "\n"))
    assert client.notification("isoscan/boundariesChanged") == {"uri": URI, "version": 3}


def test_going_back_on_what_was_answered_but_not_yet_told_is_a_change(client):
    client.initialize(options={"boundariesChanged": True})
    client.open(URI, TEXT)
    client.notification("isoscan/boundariesChanged")

    def settings(chosen):
        return notification("workspace/didChangeConfiguration", {"settings": {"isoscan": chosen}})

    client.send(
        settings({"validThreshold": 0.99}),
        request("ahead", "isoscan/boundaries", {"textDocument": {"uri": URI}}),
        settings({}),
    )
    assert client.response("ahead")["result"]["scanners"][0]["status"] == "needs_review"
    assert client.notification("isoscan/boundariesChanged") == {"uri": URI, "version": 1}
    assert boundaries(client)["scanners"][0]["status"] == "valid"


def test_the_server_tells_what_it_believes(client):
    client.initialize(options={"folding": "scanners"})
    client.open(URI, TEXT, version=3)
    state = client.result("isoscan/state")
    assert state["version"]
    assert state["encoding"] == "utf-16"
    [document] = state["documents"]
    assert (document["uri"], document["version"]) == (URI, 3)
    assert document["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert document["lines"] == TEXT.count("\n") + 1
    assert document["chunks"] >= 2
    assert document["scanners"] == 1
    assert document["settings"]["folding"] == "scanners"
    assert document["timings"]["analyses"] == 1
    assert document["timings"]["analysisMilliseconds"] > 0
    client.result("textDocument/foldingRange", {"textDocument": {"uri": URI}})
    assert client.state(URI)["timings"]["analyses"] == 1
