"""Highlights, definition and references of parameters, over the wire."""

import pytest
from scans import SCANS, URI, at, place, taken

READ, WRITE = 2, 3


@pytest.fixture
def opened(shared):
    shared.open(URI, SCANS)
    return shared


def highlights(client, line, piece):
    found = client.result("textDocument/documentHighlight", at(URI, SCANS, line, piece))
    return found and [
        (item["range"]["start"]["line"], taken(SCANS, item["range"]), item["kind"]) for item in found
    ]


def test_a_constant_is_highlighted_where_it_is_defined_and_wherever_it_is_read(opened):
    expected = [(4, "LOOK", WRITE), (21, "LOOK", READ), (30, "LOOK", READ)]
    assert highlights(opened, "LOOK = 20", "LOOK") == expected
    assert highlights(opened, "calm = ", "LOOK") == expected


def test_a_key_is_highlighted_with_its_quotes_and_nothing_else_of_its_dict(opened):
    key = '"atr_mult"'
    expected = [(2, key, WRITE), (19, key, READ), (26, key, READ), (30, key, READ)]
    for line, piece in (("P = {", "atr_mult"), ("P = {", "0.9"), ("wide = ", 'P["atr_mult"]')):
        assert highlights(opened, line, piece) == expected


def test_an_argument_a_local_and_an_attribute(opened):
    assert highlights(opened, "def scan_gap", "min_gap") == [(17, "min_gap", WRITE), (22, "min_gap", READ)]
    assert highlights(opened, "width = 3", "width") == [(18, "width", WRITE), (19, "width", READ)]
    assert highlights(opened, "self.floor", "self.floor") == [
        (11, "floor", WRITE),
        (14, "floor", READ),
        (14, "floor", READ),
    ]


def test_a_literal_is_highlighted_itself(opened):
    assert highlights(opened, "rsi", "30") == [(21, "30", WRITE)]


def test_what_is_no_parameter_is_not_highlighted(opened):
    assert highlights(opened, "import pandas", "pandas") is None
    assert highlights(opened, "return df[wide", "busy") is None


def definitions(client, line, piece):
    return client.result("textDocument/definition", at(URI, SCANS, line, piece))


def test_the_definition_is_a_location(opened):
    [location] = definitions(opened, "calm = ", "LOOK")
    assert location["uri"] == URI
    assert (location["range"]["start"]["line"], taken(SCANS, location["range"])) == (4, "LOOK")


@pytest.mark.parametrize(
    ("line", "piece", "name"),
    [
        ("wide = ", 'P["atr_mult"]', '"atr_mult"'),
        ("return df[wide", "min_gap", "min_gap"),
        ("calm = ", 'Q["gap"]', "gap"),
        ("busy = ", '["low"]', '"low"'),
        ("self.floor", "self.floor", "floor"),
    ],
)
def test_definitions_of_all_that_has_a_name(opened, line, piece, name):
    [location] = definitions(opened, line, piece)
    assert taken(SCANS, location["range"]) == name


def test_a_literal_is_its_own_definition(opened):
    for line, piece in (("rsi", "30"), ("busy = ", "20")):
        [location] = definitions(opened, line, piece)
        assert taken(SCANS, location["range"]) == piece
        assert location["range"]["start"]["line"] == at(URI, SCANS, line, piece)["position"]["line"]


def test_what_is_no_parameter_has_no_definition(opened):
    assert definitions(opened, "import pandas", "pandas") is None


def test_a_client_that_follows_links_is_given_them(client):
    client.initialize({"textDocument": {"definition": {"linkSupport": True}}})
    client.open(URI, SCANS)
    [link] = definitions(client, "wide = ", 'P["atr_mult"]')
    assert taken(SCANS, link["originSelectionRange"]) == 'P["atr_mult"]'
    assert taken(SCANS, link["targetSelectionRange"]) == '"atr_mult"'
    assert taken(SCANS, link["targetRange"]) == '"atr_mult": 0.9'


def references(client, line, piece, declaration):
    context = {"includeDeclaration": declaration}
    found = client.result("textDocument/references", at(URI, SCANS, line, piece, context=context))
    return found and [item["range"]["start"]["line"] for item in found]


def test_references_are_all_reads_and_the_definition_if_wanted(opened):
    assert references(opened, "LOOK = 20", "LOOK", False) == [21, 30]
    assert references(opened, "LOOK = 20", "LOOK", True) == [4, 21, 30]
    assert references(opened, "P = {", "atr_mult", False) == [19, 26, 30]
    assert references(opened, "import pandas", "pandas", True) is None


def test_places_follow_the_text(opened):
    opened.change(URI, 2, (0, 0, 0, 0, "# 🎯\n"), (4, 0, 4, 0, "\n"))
    moved = "# 🎯\n" + SCANS.replace("Q = ", "\nQ = ")
    found = opened.result("textDocument/references", at(URI, moved, "LOOK = 20", "LOOK", context={}))
    assert [item["range"]["start"]["line"] for item in found] == [23, 32]


@pytest.mark.parametrize(
    ("setting", "methods"),
    [
        ("highlights", ["documentHighlight"]),
        ("navigation", ["definition", "references", "rename", "prepareRename"]),
    ],
)
def test_each_can_be_switched_off(client, setting, methods):
    client.initialize(options={setting: False})
    client.open(URI, SCANS)
    params = at(URI, SCANS, "calm = ", "LOOK", context={}, newName="x")
    for method in methods:
        assert client.result(f"textDocument/{method}", params) is None
    assert client.result("textDocument/hover", params) is not None


@pytest.mark.parametrize(
    "method", ["documentHighlight", "definition", "references", "rename", "prepareRename"]
)
def test_wrong_parameters_are_told(opened, method):
    for params in ({"textDocument": {"uri": URI}}, {"position": place(SCANS, "LOOK", "LOOK")}):
        assert opened.ask(f"textDocument/{method}", params)["error"]["code"] == -32602


def test_references_without_context_and_rename_without_name_are_told(opened):
    params = at(URI, SCANS, "LOOK = 20", "LOOK")
    assert opened.ask("textDocument/references", params)["error"]["code"] == -32602
    assert opened.ask("textDocument/rename", {**params, "newName": 3})["error"]["code"] == -32602


def test_a_document_that_is_not_open_has_none(shared):
    params = at(URI, SCANS, "LOOK = 20", "LOOK", context={}, newName="x")
    for method in ("documentHighlight", "definition", "references", "rename", "prepareRename"):
        assert shared.result(f"textDocument/{method}", params) is None
