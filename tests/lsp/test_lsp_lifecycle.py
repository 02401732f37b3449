"""The session's beginning and end, and what goes wrong in between, over the real transport."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from time import monotonic

import pytest
from raw_client import SECONDS, SERVER, change_params, frame, notification, request

URI = "file:///scans/gap.py"
HOVER = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}

RANGE = {"start": HOVER["position"], "end": HOVER["position"]}


def code_of(response):
    return response["error"]["code"]


def test_requests_before_initialize_are_refused_and_notifications_dropped(client):
    assert code_of(client.ask("textDocument/hover", HOVER)) == -32002
    assert code_of(client.ask("shutdown")) == -32002
    assert code_of(client.ask("no/such/method")) == -32002
    client.open(URI, "x = 1\n")
    client.initialize()
    assert client.result("isoscan/state")["documents"] == []


def test_the_server_says_who_it_is_and_what_it_does(client):
    result = client.initialize()
    assert result["serverInfo"]["name"] == "isoscan"
    assert result["serverInfo"]["version"]
    sync = result["capabilities"]["textDocumentSync"]
    assert (sync["openClose"], sync["change"], bool(sync["save"])) == (True, 2, True)
    assert result["capabilities"]["positionEncoding"] == "utf-16"


def test_a_second_initialize_is_refused(client):
    client.initialize()
    assert code_of(client.ask("initialize", {"capabilities": {}})) == -32600


@pytest.mark.parametrize(
    "params", [None, [], 3, {}, {"capabilities": None}, {"capabilities": {"general": 3}}]
)
def test_an_odd_initialize_does_not_end_the_session(client, params):
    assert client.result("initialize", params)["capabilities"]


def test_after_shutdown_requests_are_refused_and_exit_gives_0(client, log_of):
    client.initialize()
    assert client.result("shutdown") is None
    assert code_of(client.ask("textDocument/hover", HOVER)) == -32600
    assert code_of(client.ask("shutdown")) == -32600
    client.open(URI, "x = 1\n")
    client.notify("exit")
    assert client.wait() == 0
    assert client.received_so_far("textDocument/publishDiagnostics") == []
    assert log_of(client) == ""


def test_exit_without_shutdown_gives_1(client):
    client.initialize()
    client.notify("exit")
    assert client.wait() == 1


def test_exit_before_initialize_gives_1(client):
    client.notify("exit")
    assert client.wait() == 1


def test_everything_sent_in_one_piece_is_answered_before_the_end(client):
    client.send(
        request(1, "initialize", {"capabilities": {}}),
        notification("initialized", {}),
        request(2, "isoscan/state"),
        request(3, "shutdown"),
        notification("exit"),
    )
    assert client.wait() == 0
    assert [client.receive()["id"] for _ in range(3)] == [1, 2, 3]


def test_a_closed_input_ends_the_server(client):
    client.initialize()
    client.process.stdin.close()
    assert client.wait() == 1


def test_a_closed_input_after_shutdown_is_a_good_end(client):
    client.initialize()
    client.result("shutdown")
    client.process.stdin.close()
    assert client.wait() == 0


def test_the_server_ends_with_the_process_that_it_serves(client):
    parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        client.initialize(process_id=parent.pid)
        assert client.result("isoscan/state")
        assert client.process.poll() is None
    finally:
        parent.communicate(b"\n", timeout=SECONDS)
    assert client.wait() == 1


def test_the_server_ends_when_its_parent_is_killed_though_others_hold_its_pipes(tmp_path):
    # The middle process starts the server with our pipes and is killed; we keep the pipes open.
    middle_code = textwrap.dedent(
        """
        import os, subprocess, sys
        server = subprocess.Popen(sys.argv[1:], pass_fds=())
        print(os.getpid(), server.pid, file=sys.stderr, flush=True)
        server.wait()
        """
    )
    middle = subprocess.Popen(
        [sys.executable, "-c", middle_code, *SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        pid, server_pid = map(int, middle.stderr.readline().split())
        params = {"processId": pid, "capabilities": {}}
        middle.stdin.write(frame(request(1, "initialize", params)))
        middle.stdin.flush()
        assert b"Content-Length" in middle.stdout.readline()
    finally:
        middle.kill()
        middle.wait(SECONDS)
    # The server holds the other end of our pipe: its end is the end of its output.
    assert b"capabilities" in middle.stdout.read()
    end = monotonic() + SECONDS
    while Path(f"/proc/{server_pid}/exe").exists():
        assert monotonic() < end, "the server is still there"
    middle.stdin.close()
    middle.stdout.close()
    middle.stderr.close()


def test_a_process_that_cannot_be_seen_is_not_waited_for(client):
    client.initialize(process_id=2**22 + 1)
    assert client.result("isoscan/state")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{nonsense", -32700),
        (b"\xff\xfe\x00", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b"3", -32600),
        (b"null", -32600),
        (b'{"jsonrpc": "2.0", "id": [1], "method": "shutdown"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": 7}', -32600),
    ],
)
def test_what_is_no_message_gets_an_error_and_the_session_lives(running, body, code):
    running.send(body)
    response = running.receive(lambda message: "error" in message)
    assert response["id"] is None
    assert code_of(response) == code
    assert running.result("isoscan/state")


def test_broken_headers_do_not_end_the_session(running):
    running.send_bytes(b"Content-Length: -4\r\n\r\n")
    running.send_bytes(b"GET / HTTP/1.1\r\nHost: nobody\r\n\r\n")
    assert running.result("isoscan/state")


def test_stray_responses_and_unknown_notifications_are_ignored(client, log_of):
    client.initialize()
    client.send({"jsonrpc": "2.0", "id": 77, "result": None})
    client.send({"jsonrpc": "2.0", "id": "x", "error": {"code": 1, "message": "no"}})
    client.notify("$/nobodyKnows", {"a": 1})
    client.notify("workspace/nobodyKnows", {"a": 1})
    client.notify("textDocument/didChange", {"textDocument": {"uri": "file:///not/open.py"}})
    assert client.result("isoscan/state")
    assert client.received_so_far("window/showMessage") == []
    assert "Traceback" not in log_of(client)


def test_an_unknown_request_is_told_so(running):
    response = running.ask("textDocument/fly", {})
    assert code_of(response) == -32601
    assert "textDocument/fly" in response["error"]["message"]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/hover", {}),
        ("textDocument/hover", None),
        ("textDocument/hover", {"textDocument": {"uri": URI}, "position": {"line": "a"}}),
        ("textDocument/hover", {"textDocument": {"uri": URI}, "position": {"line": 1}}),
        ("textDocument/hover", {"textDocument": {"uri": URI}, "position": [1, 2]}),
        ("textDocument/hover", {"textDocument": {"uri": 5}, "position": {"line": 1, "character": 2}}),
        ("textDocument/codeAction", {"textDocument": 3}),
        ("textDocument/codeAction", {"textDocument": {"uri": URI}, "range": RANGE}),
        ("textDocument/codeAction", {"textDocument": {"uri": URI}, "range": RANGE, "context": {"only": 3}}),
        ("textDocument/codeAction", {"textDocument": {"uri": URI}, "range": {}, "context": {}}),
        ("textDocument/codeAction", {"textDocument": {"uri": URI}, "context": {"diagnostics": []}}),
        ("textDocument/documentSymbol", {}),
        ("textDocument/diagnostic", {}),
        ("textDocument/foldingRange", []),
        ("codeAction/resolve", {"title": "x", "data": {"uri": 3}}),
        ("codeAction/resolve", None),
        ("workspace/executeCommand", {"command": "rm"}),
        ("workspace/executeCommand", {"command": "isoscan.extract", "arguments": []}),
        ("workspace/executeCommand", {"command": "isoscan.extract", "arguments": ["x"]}),
        ("isoscan/boundaries", None),
        ("isoscan/boundaries", {"textDocument": None}),
    ],
)
def test_wrong_parameters_are_one_sentence(running, method, params):
    error = running.ask(method, params)["error"]
    assert error["code"] == -32602
    assert "\n" not in error["message"]
    assert "Traceback" not in json.dumps(error)


def test_a_failing_notification_is_logged_once_and_pops_up_nothing(client, log_of):
    client.initialize()
    client.notify("textDocument/didOpen", {"textDocument": {"uri": URI}})
    client.notify("textDocument/didChange", {"textDocument": 5})
    client.open(URI, "x = 1\n")
    client.notify("textDocument/didChange", {"textDocument": {"uri": URI, "version": 2}})
    client.notify("textDocument/didChange", change_params(URI, 3, (0, 0, 0, "a", "y")))
    assert client.state(URI)["lines"] == 2
    assert client.received_so_far("window/showMessage") == []
    assert client.received_so_far("window/logMessage") == []
    log = client.stderr.read_text()
    assert "Traceback" not in log
    assert log.count("Ignored a notification") == 4
    assert log.count("The parameters of textDocument/didChange are not what the protocol asks for") == 3


def test_a_notification_that_fails_by_our_fault_is_logged_with_its_stack_trace(start):
    code = "import sys; from isoscan.lsp import server, start\n"
    code += "server.Document = lambda *arguments: 1 // 0\n"
    code += "sys.exit(start.serve_stdio())"
    client = start(sys.executable, "-c", code)
    client.initialize()
    client.open(URI, "x = 1\n")
    assert client.result("isoscan/state")["documents"] == []
    log = client.stderr.read_text()
    assert log.count("The notification textDocument/didOpen failed") == 1
    assert log.count("ZeroDivisionError") == 1


def test_resolving_what_is_complete_gives_it_back(shared):
    for action in ({"title": "x", "edit": {"changes": {}}}, {"title": "x", "disabled": {"reason": "y"}}):
        assert shared.result("codeAction/resolve", action) == action


def test_cancelled_requests_are_not_begun(client):
    client.initialize()
    client.open(URI, "x = 1\n")
    state = request(90, "isoscan/state")
    cancels = [notification("$/cancelRequest", {"id": msg_id}) for msg_id in range(100, 119)]
    hovers = [request(msg_id, "textDocument/hover", HOVER) for msg_id in range(100, 120)]
    client.send(state, *hovers, *cancels)
    responses = {msg_id: client.response(msg_id) for msg_id in range(100, 120)}
    assert [code_of(responses[msg_id]) for msg_id in range(100, 119)] == [-32800] * 19
    assert "error" not in responses[119]


def test_cancelling_what_is_done_or_unknown_does_nothing(client):
    client.initialize()
    client.result("isoscan/state")
    for params in ({"id": 1}, {"id": "nobody"}, {"id": None}, {}, None, [1]):
        client.notify("$/cancelRequest", params)
    # An id that is used again after its cancellation came too late is served.
    client.send(request(1, "isoscan/state"))
    assert client.response(1)["result"]


def test_what_the_server_prints_does_not_reach_the_protocol(start):
    code = "import sys; from isoscan.lsp import server, start; show = server.IsoscanServer._state\n"
    code += "server.IsoscanServer._state = lambda self, params: print('noise') or show(self, params)\n"
    code += "sys.exit(start.serve_stdio())"
    client = start(sys.executable, "-c", code)
    client.initialize()
    assert client.result("isoscan/state")["documents"] == []
    client.result("shutdown")
    client.notify("exit")
    assert client.wait() == 0
    assert "noise" in client.stderr.read_text()


def test_an_answer_that_cannot_be_sent_is_a_failure(start):
    code = "import sys; from isoscan.lsp import routes, server, start\n"
    code += "routes.FoldsText.answer = lambda *arguments: {(1, 2): 3}\n"
    code += "server.state.state = lambda *arguments: [object().__class__]\n"
    code += "sys.exit(start.serve_stdio())"
    client = start(sys.executable, "-c", code)
    client.initialize()
    client.open(URI, "x = 1\n")
    for method in ("textDocument/foldingRange", "isoscan/state"):
        assert "failed" in client.ask(method, {"textDocument": {"uri": URI}})["error"]["message"]


def test_a_core_that_cannot_be_loaded_does_not_silence_the_server(start):
    code = "import sys; from isoscan.lsp import server, start\n"
    code += "server.load_core = lambda: 1 // 0\n"
    code += "sys.exit(start.serve_stdio())"
    client = start(sys.executable, "-c", code)
    client.initialize()
    for _ in range(3):
        assert client.result("isoscan/state")["documents"] == []
    assert client.stderr.read_text().count("Traceback") <= 6


def test_a_failing_request_is_one_sentence_and_one_stack_trace(start):
    code = "import sys; from isoscan.lsp import server, start\n"
    code += "server.boundaries.boundaries = lambda document, analysis: 1 // 0\n"
    code += "sys.exit(start.serve_stdio())"
    client = start(sys.executable, "-c", code)
    client.initialize()
    client.open(URI, "x = 1\n")
    error = client.ask("isoscan/boundaries", {"textDocument": {"uri": URI}})["error"]
    assert "\n" not in error["message"]
    assert "data" not in error
    assert client.result("isoscan/state")
    assert client.received_so_far("window/showMessage") == []
    assert client.stderr.read_text().count("ZeroDivisionError") == 1


def test_starting_loads_neither_the_core_nor_extractions_tools():
    code = "import sys, isoscan.cli.main, isoscan.lsp.start\nfrom isoscan.lsp.server import IsoscanServer\n"
    code += "IsoscanServer()\nprint(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS
    ).stdout
    assert "isoscan.lsp.server" in loaded.split()
    assert not {"isoscan.analysis", "tree_sitter", "jinja2", "parso", "pathspec"} & set(loaded.split())


def test_documents_and_edits_do_not_load_extractions_tools(start):
    code = "import sys; from isoscan.lsp.start import serve_stdio; status = serve_stdio()\n"
    code += "print('loaded', *sys.modules, file=sys.stderr)"
    client = start(sys.executable, "-c", code)
    client.initialize()
    client.open(URI, "def scan_gap(df):\n    return df[df['gap'] > 2]\n")
    client.diagnostics(URI, 1)
    client.result("textDocument/hover", HOVER)
    client.notify("exit")
    client.wait()
    loaded = client.stderr.read_text().split()
    assert "isoscan.analysis" in loaded
    assert not {"jinja2", "parso", "pathspec"} & set(loaded)
