"""ISO501 and ISO502 while generated modules are open: told to clients that listen and to those that ask."""

import pytest
from test_lsp_again import SOURCE, edited, offered
from test_lsp_move import MOVING
from test_lsp_workspace_check import begin, change_on_disk, check

ASKING = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}


@pytest.fixture
def module(tmp_path):
    """The module extracted from a source, both in files."""
    from isoscan.cli.main import main

    source = tmp_path / "scans 🎯.py"
    source.write_text(SOURCE, encoding="utf-8")
    assert main(["extract", str(source), "--scanner", "scan_rise"]) == 0
    return tmp_path / "scan_rise.py"


def source_of(module):
    return module.with_name("scans 🎯.py")


def save_source(client, module, text):
    """Edit the source and save it, as an editor does in which it is open."""
    client.change(source_of(module).as_uri(), 2, text)
    source_of(module).write_text(text, encoding="utf-8")
    client.notify("textDocument/didSave", {"textDocument": {"uri": source_of(module).as_uri()}})


def published(client, uri, *codes):
    """Wait until what is published of generated modules is this."""
    while True:
        findings = client.diagnostics(uri)["diagnostics"]
        told = [each for each in findings if each["code"] in ("ISO501", "ISO502")]
        if [each["code"] for each in told] == list(codes):
            return told


def test_what_is_out_of_step_is_published_and_goes_away_again(client, module):
    client.initialize(MOVING)
    uri, text = module.as_uri(), module.read_text(encoding="utf-8")
    client.open(source_of(module).as_uri(), SOURCE)
    client.open(uri, text)
    published(client, uri)

    client.change(uri, 2, text.replace("- 1\n", "- 1.01  # 🚀\n"))
    [edit] = published(client, uri, "ISO502")
    assert "edited by hand" in edit["message"]
    client.change(uri, 3, text)
    published(client, uri)

    save_source(client, module, SOURCE.replace("0.02", "0.03"))
    [stale] = published(client, uri, "ISO501")
    line = stale["range"]["start"]["line"]
    assert text.split("\n")[line].startswith("Source: ")
    assert "has changed since" in stale["message"]

    [action] = offered(client, uri, line, [stale])
    assert action["diagnostics"] == [stale]
    again = edited(client, action, text)
    assert "0.03" in again
    client.change(uri, 4, again)
    published(client, uri)


def test_who_asks_is_told_and_asked_to_ask_again(client, module):
    source_of(module).write_text(SOURCE.replace("0.02", "0.03"), encoding="utf-8")
    client.initialize(ASKING)
    uri = module.as_uri()
    client.open(uri, module.read_text(encoding="utf-8").replace("- 1\n", "- 1.01\n"))

    def told():
        answer = client.result("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        return [each["code"] for each in answer["items"] if each["code"] in ("ISO501", "ISO502")]

    assert told() == ["ISO502"]  # the source is still being read
    refresh = client.receive(lambda message: message.get("method") == "workspace/diagnostic/refresh")
    client.send({"jsonrpc": "2.0", "id": refresh["id"], "result": None})
    assert told() == ["ISO501", "ISO502"]
    assert client.received_so_far("textDocument/publishDiagnostics") == []


@pytest.mark.parametrize(
    "change",
    [
        ("# isoscan: scanner", "# isoscan: ignore-file\n# isoscan: scanner"),
        ("extracted by isoscan.", "written by me."),
    ],
)
def test_what_is_to_be_ignored_or_not_generated_is_silent(client, module, change):
    client.initialize()
    text = module.read_text(encoding="utf-8").replace("- 1\n", "- 1.01\n")
    uri = module.as_uri()
    client.open(uri, text)
    published(client, uri, "ISO502")
    assert change[0] in text
    client.change(uri, 2, text.replace(*change, 1))
    published(client, uri)


def test_a_source_that_is_not_there_is_no_finding(client, module):
    source_of(module).unlink()
    client.initialize()
    uri = module.as_uri()
    client.open(uri, module.read_text(encoding="utf-8").replace("- 1\n", "- 1.01\n"))
    published(client, uri, "ISO502")


def test_files_that_are_not_open_are_told_too_and_again_when_their_source_changes(client, module):
    source_of(module).write_text(SOURCE.replace("0.02", "0.03"), encoding="utf-8")
    begin(client, module.parent, {})
    check(client)
    published(client, module.as_uri(), "ISO501")
    change_on_disk(source_of(module), SOURCE)
    check(client)
    published(client, module.as_uri())
