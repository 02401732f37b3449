"""Every request and notification with each part of its parameters made nonsense: an answer, and no end."""

import copy

import pytest
from editor_kinds import DESK
from raw_client import RawClient

URI = "file:///scans/desk%20%F0%9F%8E%AF.py"
NOTEBOOK = {"uri": "file:///scans/desk.ipynb"}
CAPABILITIES = {
    "textDocument": {
        "diagnostic": {},
        "semanticTokens": {"requests": {"full": {"delta": True}, "range": True}},
    },
    "notebookDocument": {"synchronization": {}},
}

DOCUMENT = {"textDocument": {"uri": URI}}
PLACE = {"line": 17, "character": 30}
RANGE = {"start": {"line": 15, "character": 0}, "end": {"line": 20, "character": 0}}
AT_PLACE = {**DOCUMENT, "position": PLACE}
DATA = {"uri": URI, "namespace": "scan_fade", "revision": 1}
FINDING = {"range": RANGE, "message": "m", "code": "ISO201", "source": "isoscan", "data": {"name": "x"}}

REQUESTS = {
    "textDocument/diagnostic": {**DOCUMENT, "previousResultId": "1"},
    "workspace/diagnostic": {"previousResultIds": [{"uri": URI, "value": "1"}], "partialResultToken": "p"},
    "textDocument/codeLens": DOCUMENT,
    "textDocument/inlayHint": {**DOCUMENT, "range": RANGE},
    "textDocument/hover": AT_PLACE,
    "textDocument/documentHighlight": AT_PLACE,
    "textDocument/definition": AT_PLACE,
    "textDocument/references": {**AT_PLACE, "context": {"includeDeclaration": True}},
    "textDocument/prepareRename": AT_PLACE,
    "textDocument/rename": {**AT_PLACE, "newName": "fresh"},
    "textDocument/foldingRange": DOCUMENT,
    "textDocument/documentSymbol": DOCUMENT,
    "workspace/symbol": {"query": "scan"},
    "textDocument/selectionRange": {**DOCUMENT, "positions": [PLACE]},
    "textDocument/semanticTokens/full": DOCUMENT,
    "textDocument/semanticTokens/full/delta": {**DOCUMENT, "previousResultId": "1"},
    "textDocument/semanticTokens/range": {**DOCUMENT, "range": RANGE},
    "textDocument/codeAction": {
        **DOCUMENT,
        "range": RANGE,
        "context": {"diagnostics": [FINDING], "only": ["quickfix"], "triggerKind": 1},
    },
    "codeAction/resolve": {"title": "t", "kind": "refactor.extract", "data": DATA},
    "codeLens/resolve": {"range": RANGE, "data": DATA},
    "inlayHint/resolve": {"label": "x", "position": PLACE, "data": DATA},
    "workspace/executeCommand": {"command": "isoscan.extract", "arguments": [{"uri": "untitled:x"}]},
    "isoscan/boundaries": DOCUMENT,
    "isoscan/state": {},
}

CELL = {"uri": "cell:1", "languageId": "python", "version": 1, "text": DESK}
CHANGE = {
    "structure": {
        "array": {"start": 0, "deleteCount": 1, "cells": [{"kind": 2, "document": "cell:2"}]},
        "didOpen": [{**CELL, "uri": "cell:2"}],
        "didClose": [{"uri": "cell:1"}],
    },
    "textContent": [{"document": {"uri": "cell:2", "version": 2}, "changes": [{"text": "y = 2"}]}],
}
NOTIFICATIONS = {
    "textDocument/didOpen": {
        "textDocument": {"uri": URI, "languageId": "python", "version": 1, "text": DESK}
    },
    "textDocument/didChange": {
        "textDocument": {"uri": URI, "version": 2},
        "contentChanges": [{"range": RANGE, "text": "x"}],
    },
    "textDocument/didSave": DOCUMENT,
    "textDocument/didClose": {"textDocument": {"uri": "file:///scans/other.py"}},
    "workspace/didChangeConfiguration": {"settings": {"isoscan": {"ignore": ["ISO301"], "folding": "off"}}},
    "workspace/didChangeWatchedFiles": {"changes": [{"uri": "file:///x/pyproject.toml", "type": 2}]},
    "workspace/didChangeWorkspaceFolders": {"event": {"added": [{"uri": "file:///y"}], "removed": []}},
    "window/workDoneProgress/cancel": {"token": "w"},
    "$/setTrace": {"value": "off"},
    "$/cancelRequest": {"id": 1},
    "notebookDocument/didOpen": {
        "notebookDocument": {**NOTEBOOK, "version": 1, "cells": [{"kind": 2, "document": "cell:1"}]},
        "cellTextDocuments": [CELL],
    },
    "notebookDocument/didChange": {
        "notebookDocument": {**NOTEBOOK, "version": 2},
        "change": {"cells": CHANGE},
    },
    "notebookDocument/didSave": {"notebookDocument": NOTEBOOK},
    "notebookDocument/didClose": {"notebookDocument": {"uri": "file:///scans/other.ipynb"}},
}

GONE = object()
NONSENSE = (
    GONE,
    None,
    -1,
    2**70,
    1.5,
    True,
    "",
    "\ud83d",
    "file://[",
    "file:///%ff%00",
    [None],
    {"line": -5},
)


def paths(value, here=()):
    """The places in a JSON value, as keys from the outside in."""
    yield here
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield from paths(item, (*here, key))


def spoilt(params):
    """The parameters with one place after the other made nonsense."""
    for path in paths(params):
        for nonsense in NONSENSE:
            if not path:
                yield None if nonsense is GONE else nonsense
                continue
            made = copy.deepcopy(params)
            holder = made
            for key in path[:-1]:
                holder = holder[key]
            if nonsense is GONE:
                del holder[path[-1]]
            else:
                holder[path[-1]] = nonsense
            yield made


@pytest.fixture(scope="module")
def survivor(tmp_path_factory):
    client = RawClient(tmp_path_factory.mktemp("lsp") / "server.log")
    client.initialize(CAPABILITIES, options={"semanticTokens": "on"})
    client.open(URI, DESK)
    yield client
    client.stop()


def still_works(client):
    scanners = client.result("isoscan/boundaries", DOCUMENT)["scanners"]
    return [scanner["name"] for scanner in scanners] == ["scan_gap_up", "scan_fade"]


@pytest.mark.parametrize("method", REQUESTS)
def test_a_request_with_nonsense_is_answered(survivor, method):
    for params in spoilt(REQUESTS[method]):
        response = survivor.ask(method, params)
        if "error" in response:
            assert response["error"]["code"] in (-32602, -32801, -32803), (params, response)
            assert "failed to answer" not in response["error"]["message"], params
    assert still_works(survivor)


@pytest.mark.parametrize("method", NOTIFICATIONS)
def test_a_notification_with_nonsense_does_no_harm(survivor, method):
    for params in spoilt(NOTIFICATIONS[method]):
        survivor.notify(method, params)
    survivor.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {}}})
    survivor.notify("textDocument/didClose", DOCUMENT)
    survivor.open(URI, DESK)
    assert still_works(survivor)
    assert "Traceback" not in survivor.stderr.read_text()
