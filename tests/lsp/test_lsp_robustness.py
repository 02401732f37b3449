"""Texts and moments that no server likes: the session lives, answers and says nothing to the user."""

import os
import random
import sys

import pytest
from raw_client import RawClient, change_params, notification

URI = "file:///scans/gap.py"

METHODS = (
    "textDocument/foldingRange",
    "textDocument/documentSymbol",
    "textDocument/codeLens",
    "textDocument/semanticTokens/full",
    "textDocument/diagnostic",
    "isoscan/boundaries",
)
AT_A_POSITION = ("hover", "documentHighlight", "definition", "references", "rename", "prepareRename")

SCAN = "def scan_{0}(df):\n    # ─── 🎯 {0} ───\n    x = df['gap'] > {0}\n    return df[x]\n\n"

TEXTS = {
    "empty": "",
    "blank": "\n\n \t\n",
    "only comments": "# ─── 🎯 ───\n" * 50,
    "null bytes": "def scan_gap(df):\x00\n    return df\x00\n",
    "junk": "".join(map(chr, random.Random(1).choices(range(1, 0xD000), k=20_000))),
    "binary": bytes(range(256)).decode("latin-1") * 40,
    "unclosed string": '"""\n' + SCAN.format(1) * 20,
    "deep parentheses": "x = " + "(" * 20_000,
    "a hundred thousand brackets": f"{SCAN.format(1)}x = {'([{' * 33_400}\n{SCAN.format(2)}",
    "a hundred thousand brackets that close": f"x = {'(' * 50_000}{')' * 50_000}\n",
    "deep lambdas": "x = " + "lambda: " * 20_000 + "1\n",
    "nested f-strings": "x = " + "f'{" * 500 + "1" + "}'" * 500,
    "five megabytes in a line": f"x = '{'a' * 5_000_000}'  # 🎯\n{SCAN.format(1)}",
    "form feeds and separators": SCAN.format(1).replace("\n", "\n\f")
    + "# \u2028 \x85 \x0b\n"
    + SCAN.format(2),
    "deep blocks": "".join(f"{' ' * depth}if x:\n" for depth in range(300)),
    "one long line": "x = [" + "1.5, " * 200_000 + "]\n",
    "carriage returns": SCAN.format(1).replace("\n", "\r") * 3,
    "mixed line ends": "a\r\nb\rc\n\u2028\f\x85d" * 30,
    "tabs": "def scan_gap(df):\n\tif x:\n        \treturn df\n",
    "byte order mark": "\ufeffdef scan_gap(df):\n    return df[df['gap'] > 2]\n",
    "half typed": "def scan_gap(df):\n    x = df['gap'] > \n\ndef scan_fade(df:\n    return df[\n",
    "modern": "type X = int\nmatch x:\n    case [1, *_]:\n        print(f'{x!r:>{'a'}} {'b' 'c'}')\n",
}


@pytest.fixture(scope="module")
def survivor(tmp_path_factory):
    """One server that gets all the texts, one after the other."""
    client = RawClient(tmp_path_factory.mktemp("lsp") / "server.log")
    client.initialize(options={"boundariesChanged": True, "semanticTokens": "on"})
    yield client
    client.stop()


@pytest.mark.parametrize("name", TEXTS)
def test_any_text_is_answered(survivor, name):
    client = survivor
    client.open(URI, TEXTS[name])
    assert client.diagnostics(URI, 1)["version"] == 1
    ask_everything(client)
    client.change(URI, 2, (0, 0, 0, 0, "# 🎯\n"))
    assert client.diagnostics(URI, 2)["version"] == 2
    ask_everything(client)
    assert client.state(URI)["problem"] == ""
    assert client.received_so_far("window/showMessage") == []
    assert "Traceback" not in client.stderr.read_text()
    client.close_everything()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_every_position_in_and_around_wide_characters_is_answered(client, encoding):
    client.initialize({"general": {"positionEncodings": [encoding]}})
    text = "🎯 = '🎯e\u0301─'  # 👩\u200d🚀\nLIMIT = 2  # 🎯\n" + SCAN.format("LIMIT")
    client.open(URI, text)
    places = [(line, character) for line in range(6) for character in range(-2, 60)]
    for number, (line, character) in enumerate([*places, (-1, 0), (2**31, 2**31)]):
        params = {"textDocument": {"uri": URI}, "position": {"line": line, "character": character}}
        for method in ("hover", "documentHighlight", "definition", "prepareRename"):
            assert "error" not in client.ask(f"textDocument/{method}", params)
        client.change(URI, number + 2, (line, character, line, character + 1, "─"))
        client.change(URI, number + 2, text)
    assert client.state(URI)["problem"] == ""


FAR = {"line": 10**6, "character": 10**6}


def ask_everything(client):
    document = {"textDocument": {"uri": URI}}
    for method in METHODS:
        client.result(method, document)
    for line, character in ((0, 0), (1, 5), (10**6, 10**6)):
        position = {"line": line, "character": character}
        asked = {**document, "position": position, "context": {}, "newName": "fresh"}
        for method in AT_A_POSITION:
            response = client.ask(f"textDocument/{method}", asked)
            assert "error" not in response or response["error"]["message"].startswith("It cannot be renamed")
        client.result("textDocument/selectionRange", {**document, "positions": [position]})
        place = {"start": position, "end": position}
        client.result("textDocument/inlayHint", {**document, "range": {**place, "end": FAR}})
        client.result("textDocument/codeAction", {**document, "range": place, "context": {"diagnostics": []}})


def test_fifty_thousand_lines(client):
    helper = "def helper_{0}(df):\n" + "    print('🎯─', df)\n" * 48 + "\n"
    text = "".join(map(SCAN.format, range(1_000))) + "".join(map(helper.format, range(900)))
    client.initialize()
    client.open(URI, text)
    client.diagnostics(URI, 1)
    client.change(URI, 2, (2_502, 0, 2_502, 0, "    y = 1\n"))
    assert client.state(URI)["lines"] == 50_002
    assert client.state(URI)["problem"] == ""


@pytest.fixture
def failing(start):
    """A server whose analysis fails on texts that hold the word FAIL."""
    code = """
import sys
import isoscan.model.live
read_chunk = isoscan.model.live.read_chunk
def failing(text, before=None):
    if "FAIL" in text:
        raise RuntimeError("no way")
    return read_chunk(text, before)
isoscan.model.live.read_chunk = failing
from isoscan.lsp.start import serve_stdio
sys.exit(serve_stdio())
"""
    client = start(sys.executable, "-c", code)
    client.initialize()
    return client


def test_a_failing_analysis_is_logged_once_per_text_and_the_session_lives(failing):
    failing.open(URI, "FAIL\n")
    assert failing.diagnostics(URI, 1)["diagnostics"] == []
    ask_everything(failing)
    assert failing.state(URI)["problem"] == "The analysis of this text failed (RuntimeError)"
    assert failing.stderr.read_text().count("Traceback") == 1
    failing.change(URI, 2, "x = 1\n")
    failing.diagnostics(URI, 2)
    assert failing.state(URI)["problem"] == ""
    ask_everything(failing)
    failing.change(URI, 3, "FAIL again\n")
    failing.diagnostics(URI, 3)
    ask_everything(failing)
    assert failing.stderr.read_text().count("Traceback") == 2
    assert failing.received_so_far("window/showMessage") == []


def test_extraction_after_a_failed_analysis_is_one_sentence(failing):
    failing.open(URI, "FAIL\n")
    arguments = [{"uri": URI, "namespace": "scan_gap"}]
    error = failing.ask("workspace/executeCommand", {"command": "isoscan.extract", "arguments": arguments})[
        "error"
    ]
    assert error["message"] == "The analysis of this text failed (RuntimeError)"


def test_two_clients_worth_of_edits_at_once(client):
    client.initialize()
    uris = [f"file:///scans/{number}.py" for number in range(4)]
    for uri in uris:
        client.open(uri, SCAN.format(1))
    edits = [
        notification("textDocument/didChange", change_params(uri, version, (0, 0, 0, 0, f"# {version} 🎯\n")))
        for version in range(2, 102)
        for uri in uris
    ]
    client.send(*edits)
    for uri in uris:
        assert client.diagnostics(uri, 101)["version"] == 101
        assert client.state(uri)["lines"] == 106


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted there")
def test_a_file_that_goes_away_or_changes_on_disk_is_what_the_editor_says(client, tmp_path):
    path = tmp_path / "gap.py"
    path.write_text(SCAN.format(1), encoding="utf-8")
    uri = path.as_uri()
    client.initialize()
    client.open(uri, SCAN.format(1))
    client.diagnostics(uri, 1)
    path.write_text("other = 1\n", encoding="utf-8")
    assert client.state(uri)["lines"] == 6
    path.unlink()
    tmp_path.joinpath("other.py").unlink(missing_ok=True)
    client.change(uri, 2, (0, 0, 0, 0, "# 🎯\n"))
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert client.state(uri)["lines"] == 7
    assert client.diagnostics(uri, 2)["version"] == 2
