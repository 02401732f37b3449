"""What is sent is made by hand, as plain objects: lsprotocol's own converters read it, and write the same."""

import pytest
from editor_kinds import CLIENTS, DESK, LINES, line_of
from lsprotocol import types
from pygls.protocol import default_converter
from raw_client import RawClient

CONVERTER = default_converter()

HEADER = {"line": line_of("def scan_gap_up"), "character": 6}
EVERYWHERE = {"start": {"line": 0, "character": 0}, "end": {"line": len(LINES), "character": 0}}
READ = {"line": line_of("wide = "), "character": LINES[line_of("wide = ")].index("ATR_MULT") + 1}
FINDING = {"line": line_of("ATR_MULT ="), "character": 3}


def document(uri):
    return {"textDocument": {"uri": uri}}


def at(uri, position):
    return {**document(uri), "position": position}


def actions_at(uri, position):
    return {
        **document(uri),
        "range": {"start": position, "end": position},
        "context": {"diagnostics": []},
    }


REQUESTS = [
    ("textDocument/foldingRange", document),
    ("textDocument/documentSymbol", document),
    ("textDocument/hover", lambda uri: at(uri, HEADER)),
    ("textDocument/hover", lambda uri: at(uri, FINDING)),
    ("textDocument/codeAction", lambda uri: actions_at(uri, HEADER)),
    ("textDocument/codeAction", lambda uri: actions_at(uri, FINDING)),
    ("textDocument/codeLens", document),
    ("textDocument/inlayHint", lambda uri: {**document(uri), "range": EVERYWHERE}),
    ("textDocument/documentHighlight", lambda uri: at(uri, FINDING)),
    ("textDocument/definition", lambda uri: at(uri, READ)),
    ("textDocument/references", lambda uri: {**at(uri, READ), "context": {"includeDeclaration": True}}),
    ("textDocument/prepareRename", lambda uri: at(uri, READ)),
    ("textDocument/rename", lambda uri: {**at(uri, READ), "newName": "STRETCH"}),
    ("textDocument/selectionRange", lambda uri: {**document(uri), "positions": [HEADER, READ]}),
    ("workspace/symbol", lambda uri: {"query": "gap"}),
    ("textDocument/diagnostic", document),
    ("workspace/diagnostic", lambda uri: {"previousResultIds": []}),
]


@pytest.fixture(params=CLIENTS, scope="module")
def session(request, tmp_path_factory):
    """A bare session with what one kind of client announces, and the desk's file open in it."""
    folder = tmp_path_factory.mktemp("desk")
    client = RawClient(folder / "server.log")
    params = {
        "processId": None,
        "rootUri": None,
        "capabilities": CONVERTER.unstructure(CLIENTS[request.param]),
    }
    client.answer = client.ask("initialize", params)
    client.notify("initialized", {})
    client.uri = (folder / "desk 🎯.py").as_uri()
    client.open(client.uri, DESK)
    yield client
    client.stop()


def assert_the_same(message, kind):
    typed = CONVERTER.structure(message, kind)
    assert CONVERTER.unstructure(typed) == message


def test_initialize(session):
    assert_the_same(session.answer, types.InitializeResponse)


@pytest.mark.parametrize(("method", "params"), REQUESTS)
def test_answers(session, method, params):
    response = session.ask(method, params(session.uri))
    if method == "textDocument/codeAction":
        # lsprotocol takes an action with a command for a command, and loses the rest of it.
        for action in response["result"] or []:
            assert_the_same(action, types.CodeAction if "kind" in action else types.Command)
        return
    assert response["result"] is not None
    assert_the_same(response, types.METHOD_TO_TYPES[method][1])


@pytest.mark.parametrize("method", ["full", "full/delta", "range"])
def test_semantic_tokens(session, method):
    session.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {"semanticTokens": "on"}}})
    params = {**document(session.uri), "range": EVERYWHERE, "previousResultId": ""}
    response = session.ask(f"textDocument/semanticTokens/{method}", params)
    if response["result"] is not None:
        assert_the_same(response, types.METHOD_TO_TYPES[f"textDocument/semanticTokens/{method}"][1])


@pytest.mark.parametrize(
    ("asked", "resolve", "kind"),
    [
        ("textDocument/codeLens", "codeLens/resolve", types.CodeLensResolveResponse),
        ("textDocument/inlayHint", "inlayHint/resolve", types.InlayHintResolveResponse),
    ],
)
def test_what_is_resolved(session, asked, resolve, kind):
    [first, *_] = session.result(asked, {**document(session.uri), "range": EVERYWHERE})
    assert_the_same(session.ask(resolve, first), kind)


def test_published_findings(session):
    if "diagnosticProvider" in session.answer["result"]["capabilities"]:
        pytest.skip("asks for them")
    session.change(session.uri, 2, (len(LINES) - 1, 0, len(LINES) - 1, 0, "\n"))
    message = session.receive(lambda message: message.get("method") == "textDocument/publishDiagnostics")
    assert message["params"]["diagnostics"]
    assert_the_same(message, types.PublishDiagnosticsNotification)
