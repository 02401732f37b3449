"""Symbols of all open documents over the wire."""

import pytest
from editor_kinds import DESK
from scans import SCANS, URI

OTHER = "file:///scans/desk.py"


@pytest.fixture
def opened(shared):
    shared.open(URI, SCANS)
    shared.open(OTHER, DESK)
    return shared


def found(client, query):
    symbols = client.result("workspace/symbol", {"query": query})
    return [(symbol["name"], symbol.get("containerName"), symbol["location"]["uri"]) for symbol in symbols]


def test_without_a_query_all_scanners(opened):
    assert ("scan_gap", None, URI) in found(opened, "")
    assert ("scan_gap_up", None, OTHER) in found(opened, "")
    assert all(container is None for _, container, _ in found(opened, ""))


def test_letters_in_order_whatever_their_case(opened):
    assert ("scan_fade", None, URI) in found(opened, "SFade")
    assert ("scan_fade", None, OTHER) in found(opened, "scan_fade")
    assert found(opened, "edaf") == []


def test_parameters_by_their_qualified_name(opened):
    assert found(opened, "scan_gap_up.min_gap") == [("min_gap", "scan_gap_up", OTHER)]
    assert ("atr_mult", "scan_fade", URI) in found(opened, "atr mult")


def test_places(opened):
    [symbol] = opened.result("workspace/symbol", {"query": "scan_gap_up.min_gap"})
    line = DESK.split("\n").index("def scan_gap_up(df, min_gap=2.0):")
    assert symbol["location"]["range"]["start"]["line"] == line


def test_closed_documents_have_none(shared):
    assert found(shared, "") == []


@pytest.mark.parametrize("params", [None, {}, {"query": 3}])
def test_a_query_is_needed(shared, params):
    assert shared.ask("workspace/symbol", params)["error"]["code"] == -32602
