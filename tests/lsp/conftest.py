import asyncio
import sys

import pytest
import pytest_asyncio
from editor_kinds import CLIENTS, DESK, PULLING, findings_after, identifier
from lsprotocol import types
from pytest_lsp import make_test_lsp_client
from raw_client import SECONDS, RawClient


@pytest.fixture
def start(tmp_path):
    """Starts server processes that speak bare JSON-RPC; all are ended with the test."""
    clients = []

    def start_one(*command):
        log = tmp_path / f"server{len(clients)}.log"
        clients.append(RawClient(log, command) if command else RawClient(log))
        return clients[-1]

    yield start_one
    for client in clients:
        client.stop()


@pytest.fixture
def client(start):
    """A fresh server process, not initialized."""
    return start()


@pytest.fixture
def log_of():
    """What a server process has written to its log, once it has ended."""
    return lambda client: client.stderr.read_text()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One initialized server process for all tests of a module that leave it as it was."""
    shared = RawClient(tmp_path_factory.mktemp("lsp") / "server.log")
    shared.initialize()
    yield shared
    shared.stop()


@pytest.fixture
def shared(running):
    """The module's server process; documents that a test leaves open are closed behind it."""
    yield running
    running.close_everything()


@pytest.fixture(params=CLIENTS, scope="module")
def kind(request):
    """A kind of client."""
    return request.param


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(kind, tmp_path_factory):
    """A session of one kind of client, for all tests of a module; it ends as a session should."""
    client = make_test_lsp_client()
    main = "import sys; from isoscan.cli.main import main; sys.exit(main())"
    await client.start_io(sys.executable, "-c", main, "server", "--stdio")
    client.set_configuration({"isoscan": {}})

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        assert client.capabilities.workspace.did_change_watched_files.dynamic_registration

    root = tmp_path_factory.mktemp("workspace").as_uri()
    params = types.InitializeParams(capabilities=CLIENTS[kind], root_uri=root)
    client.kind = kind
    client.answer = await client.initialize_session(params)
    yield client
    await asyncio.wait_for(client.shutdown_session(), SECONDS)
    status = client._server.returncode
    await client.stop()
    assert status == 0


@pytest_asyncio.fixture(loop_scope="module")
async def lsp(editor, tmp_path):
    """The session with the desk's file open; no unexpected message may come."""
    editor.expected_messages = 0
    editor.messages.clear()
    path = tmp_path / "desk 🎯.py"
    path.write_text(DESK, encoding="utf-8")
    editor.uri = path.as_uri()
    item = types.TextDocumentItem(editor.uri, "python", 1, DESK)
    opening = types.DidOpenTextDocumentParams(item)
    editor.first = await findings_after(editor, 1, lambda: editor.text_document_did_open(opening))
    yield editor
    closing = types.DidCloseTextDocumentParams(identifier(editor))
    cleared = await findings_after(editor, None, lambda: editor.text_document_did_close(closing))
    assert (cleared.uri, list(cleared.diagnostics)) == (editor.uri, [])
    assert len(editor.messages) == editor.expected_messages, editor.messages
    assert [message for message in editor.log_messages if message.type == types.MessageType.Error] == []
    if editor.kind in PULLING:
        assert editor.diagnostics == {}
