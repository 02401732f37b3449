"""Semantic tokens of parameters over the wire."""

import random

import pytest
from editor_kinds import DESK
from scans import SCANS, URI, edited, place

OVERLAYING = {
    "textDocument": {
        "semanticTokens": {
            "overlappingTokenSupport": True,
            "requests": {"range": True, "full": {"delta": True}},
        }
    }
}
DOCUMENT = {"textDocument": {"uri": URI}}


@pytest.fixture
def overlaying(client):
    client.provider = client.initialize(OVERLAYING)["capabilities"]["semanticTokensProvider"]
    client.open(URI, SCANS)
    return client


def tokens(client, data, text=SCANS):
    """The tokens as (line, text, type, modifiers)."""
    types, modifiers = client.provider["legend"]["tokenTypes"], client.provider["legend"]["tokenModifiers"]
    found, line, character = [], 0, 0
    for index in range(0, len(data), 5):
        lines, characters, length, kind, bits = data[index : index + 5]
        line, character = line + lines, characters + (0 if lines else character)
        content = text.split("\n")[line].encode("utf-16-le")[character * 2 : (character + length) * 2]
        names = {name for bit, name in enumerate(modifiers) if bits & 1 << bit}
        found.append((line, content.decode("utf-16-le"), types[kind], names))
    return found


def full(client):
    return client.result("textDocument/semanticTokens/full", DOCUMENT)


def test_every_place_of_a_parameter_is_a_token(overlaying):
    assert overlaying.provider["full"] == {"delta": True}
    assert overlaying.provider["range"] is True
    found = tokens(overlaying, full(overlaying)["data"])
    assert (2, '"atr_mult"', "property", {"declaration", "shared"}) in found
    assert (19, 'P["atr_mult"]', "property", {"shared"}) in found
    assert (4, "LOOK", "parameter", {"declaration"}) in found
    assert (17, "min_gap", "parameter", {"declaration"}) in found
    assert (21, "30", "number", {"declaration"}) in found
    assert "pandas" not in {text for _, text, _, _ in found}


def test_a_range_has_the_tokens_in_it(overlaying):
    where = {"start": {"line": 17, "character": 0}, "end": {"line": 19, "character": 0}}
    answer = overlaying.result("textDocument/semanticTokens/range", {**DOCUMENT, "range": where})
    assert "resultId" not in answer
    found = tokens(overlaying, answer["data"])
    assert {line for line, *_ in found} == {17, 18}


def applied(data, edits):
    """The numbers after edits, each of which counts in the old numbers."""
    for edit in sorted(edits, key=lambda edit: edit["start"], reverse=True):
        data = data[: edit["start"]] + edit["data"] + data[edit["start"] + edit["deleteCount"] :]
    return data


def delta(client, previous):
    params = {**DOCUMENT, "previousResultId": previous}
    return client.result("textDocument/semanticTokens/full/delta", params)


def test_nothing_changed(overlaying):
    first = full(overlaying)
    assert delta(overlaying, first["resultId"]) == {"resultId": first["resultId"], "edits": []}


def test_changes_give_the_same_as_everything_anew(overlaying):
    source = random.Random(4)
    known = full(overlaying)
    data, result, text = known["data"], known["resultId"], SCANS
    for version in range(2, 40):
        line = source.randrange(text.count("\n"))
        inserted = source.choice(["\n", "# 🎯\n", "X = 3\n", "\n\n"])
        overlaying.change(URI, version, (line, 0, line, 0, inserted))
        where = {"line": line, "character": 0}
        text = edited(text, [{"range": {"start": where, "end": where}, "newText": inserted}])
        answer = delta(overlaying, result)
        data, result = applied(data, answer["edits"]), answer["resultId"]
        overlaying.notify("textDocument/didClose", DOCUMENT)
        overlaying.open(URI, text, version)
        fresh = full(overlaying)
        assert fresh["data"] == data
        result = fresh["resultId"]


def test_an_unknown_result_gets_everything(overlaying):
    first = full(overlaying)
    for previous in ("nonsense", None, 3):
        assert delta(overlaying, previous)["data"] == first["data"]


def test_a_client_that_shows_one_servers_tokens_gets_none_unless_it_wants_them(client):
    client.provider = client.initialize()["capabilities"]["semanticTokensProvider"]
    client.open(URI, SCANS)
    assert full(client) is None
    where = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    assert client.result("textDocument/semanticTokens/range", {**DOCUMENT, "range": where}) is None
    client.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {"semanticTokens": "on"}}})
    assert full(client)["data"]
    client.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {"semanticTokens": "off"}}})
    assert full(client) is None


def test_doubtful_scanners_show(overlaying):
    overlaying.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {"validThreshold": 1}}})
    found = tokens(overlaying, full(overlaying)["data"])
    assert "needsReview" in next(names for line, text, _, names in found if text == "30")


def test_no_parameters_no_tokens(overlaying):
    overlaying.change(URI, 2, "x = 1\n")
    assert full(overlaying)["data"] == []
    overlaying.change(URI, 3, DESK)
    assert full(overlaying)["data"]
    assert place(DESK, "ATR_MULT =", "ATR")
