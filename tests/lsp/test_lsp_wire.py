"""What is sent is made by hand, as plain objects: lsprotocol's own converters read it, and write the same."""

import pytest
from editor_kinds import CLIENTS, DESK, LINES, line_of
from lsprotocol import types
from pygls.protocol import default_converter
from raw_client import RawClient

CONVERTER = default_converter()

HEADER = {"line": line_of("def scan_gap_up"), "character": 6}
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


def test_published_findings(session):
    if "diagnosticProvider" in session.answer["result"]["capabilities"]:
        pytest.skip("asks for them")
    session.change(session.uri, 2, (len(LINES) - 1, 0, len(LINES) - 1, 0, "\n"))
    message = session.receive(lambda message: message.get("method") == "textDocument/publishDiagnostics")
    assert message["params"]["diagnostics"]
    assert_the_same(message, types.PublishDiagnosticsNotification)
