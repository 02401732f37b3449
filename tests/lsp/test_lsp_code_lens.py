"""Lenses above scanners over the wire."""

import pytest
from scans import SCANS, URI

LENSES = {"textDocument": {"codeLens": {}}}
DOCUMENT = {"textDocument": {"uri": URI}}
FILE_URI = "file:///scans/knobs.py"


def lenses(client):
    return client.result("textDocument/codeLens", DOCUMENT)


def test_each_scanner_has_its_lenses_on_its_header(shared):
    shared.open(URI, SCANS)
    found = {}
    for lens in lenses(shared):
        found.setdefault(lens["range"]["start"]["line"], []).append(lens["command"]["title"])
    header = SCANS.split("\n").index("def scan_fade(df):")
    assert found[header][0] == "3 parameters"
    assert header - 8 in found
    for titles in found.values():
        assert all(len(title) <= 25 for title in titles)
        assert titles[0].endswith(("parameters", "parameter"))
        assert titles[1].startswith("isolation ")
        assert titles[2:] == ["Extract", "Verify"]


def test_a_client_that_knows_lenses_resolves_them(client):
    assert client.initialize(LENSES)["capabilities"]["codeLensProvider"] == {"resolveProvider": True}
    client.open(URI, SCANS)
    found = lenses(client)
    assert all("command" not in lens for lens in found)
    titles = [client.result("codeLens/resolve", lens)["command"]["title"] for lens in found]
    assert len(titles) == 4 * len({lens["range"]["start"]["line"] for lens in found})
    assert titles[2] == "Extract"
    whole = client.result("codeLens/resolve", found[0])
    assert client.result("codeLens/resolve", {"range": found[0]["range"], "command": whole["command"]})


def test_a_lens_of_an_older_text_is_refused(client):
    client.initialize(LENSES)
    client.open(URI, SCANS)
    [first, *_] = lenses(client)
    client.change(URI, 2, (0, 0, 0, 0, "\n"))
    assert client.ask("codeLens/resolve", first)["error"]["code"] == -32801
    moved = lenses(client)[0]
    assert moved["range"]["start"]["line"] == first["range"]["start"]["line"] + 1
    assert client.result("codeLens/resolve", moved)["command"]["title"]


@pytest.mark.parametrize("lens", [{}, {"range": {}, "data": 3}, {"data": {"uri": 3}}, None])
def test_what_is_no_lens_of_ours_is_told(shared, lens):
    assert shared.ask("codeLens/resolve", lens)["error"]["code"] == -32602


def test_a_file_that_is_not_saved_offers_no_extraction(shared):
    shared.open("untitled:Untitled-1", SCANS)
    found = shared.result("textDocument/codeLens", {"textDocument": {"uri": "untitled:Untitled-1"}})
    assert not {"Extract", "Verify"} & {lens["command"]["title"] for lens in found}


def test_the_lens_extracts(client, tmp_path):
    client.initialize()
    uri = (tmp_path / "desk.py").as_uri()
    client.open(uri, SCANS)
    found = client.result("textDocument/codeLens", {"textDocument": {"uri": uri}})
    lens = next(lens for lens in reversed(found) if lens["command"]["title"] == "Extract")
    client.result("workspace/executeCommand", lens["command"])
    assert "def scan_fade" in (tmp_path / "scan_fade.py").read_text(encoding="utf-8")


def test_no_scanners_no_lenses(shared):
    shared.open(URI, "x = 1\n")
    assert lenses(shared) is None


def test_lenses_can_be_switched_off_while_it_runs(client):
    client.initialize()
    client.open(URI, SCANS)
    assert lenses(client)
    client.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {"codeLens": False}}})
    assert lenses(client) is None
