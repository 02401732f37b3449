"""Second opinions over the language server: asked for, agreed to, and never in the way."""

from __future__ import annotations

import json

import pytest
from questions import DESK, answering, shown_lines, unit, written
from raw_client import RawClient
from scripted_server import ScriptedServer, answers, fails, hangs

PROGRESS = {"window": {"workDoneProgress": True, "showDocument": {"support": True}}}
YES = answering(("pick", True), ("add_bands", False))
KEY = "key-of-" + "the-editor"


class Editor:
    """A session with a file open, its user's folders apart from everybody's."""

    def __init__(self, folder, address, monkeypatch, capabilities=None, **settings):
        monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        project = folder / "project"
        project.mkdir()
        (project / "pyproject.toml").write_text("[project]\nname = 'desk'\n")
        self.state = folder / "state" / "isoscan"
        self.uri = (project / "desk 🎯.py").as_uri()
        self.client = RawClient(folder / "server.log")
        ai = {
            "enabled": True,
            "baseUrl": address,
            "model": "small",
            "retries": 0,
            "accuracy": 0.7,
            **settings,
        }
        self.client.initialize(capabilities or {}, options={"settings": {"ai": ai}})
        self.client.open(self.uri, DESK)
        self.client.diagnostics(self.uri, 1)

    def start(self, msg_id=500, key=KEY, **more):
        argument = {"uri": self.uri, "key": key}
        params = {"command": "isoscan.opinion", "arguments": [argument], **more}
        self.client.send(
            {"jsonrpc": "2.0", "id": msg_id, "method": "workspace/executeCommand", "params": params}
        )

    def asked(self):
        """The question that the user is asked."""
        return self.client.receive(lambda message: message.get("method") == "window/showMessageRequest")

    def choose(self, question, title):
        result = {"title": title} if title else None
        self.client.send({"jsonrpc": "2.0", "id": question["id"], "result": result})

    def agree(self):
        self.choose(self.asked(), "Send")

    def ask(self, msg_id=500, agrees=False, **more):
        self.start(msg_id, **more)
        if agrees:
            self.agree()
        return self.client.response(msg_id)

    def messages(self, code="ISO101"):
        found = self.client.diagnostics(self.uri)["diagnostics"]
        return [finding["message"] for finding in found if finding["code"] == code]


@pytest.fixture
def server():
    with ScriptedServer(answers(YES)) as server:
        yield server


@pytest.fixture
def start(tmp_path, monkeypatch):
    started = []

    def start_one(server, capabilities=None, **settings):
        started.append(Editor(tmp_path, server.address, monkeypatch, capabilities, **settings))
        return started[-1]

    yield start_one
    for editor in started:
        editor.client.stop()


def test_an_opinion_changes_what_the_editor_shows(start, server):
    editor = start(server)
    result = editor.ask(agrees=True)["result"]
    assert (result["status"], result["summary"]) == ("done", "1 answer, 0 known from before")
    [pick] = [message for message in editor.messages() if "`pick`" in message]
    assert "a language model takes it for a scanner: it picks; no detector sees one" in pick
    line = DESK.split("\n").index("def pick(rows):")
    hover = editor.client.result(
        "textDocument/hover",
        {"textDocument": {"uri": editor.uri}, "position": {"line": line, "character": 5}},
    )
    assert "A language model says: pick: Picks rows" in json.dumps(hover)
    assert server.requests[0]["headers"]["authorization"] == f"bearer {KEY}"


def test_what_a_model_says_of_a_parameter_stands_in_its_hover(start):
    text = DESK.replace("def pick(rows):", "def pick(rows, most=5):")
    text = text.replace("    return chosen", "    return chosen[:most]")

    def write(request):
        lines = shown_lines(request["body"]["messages"][1]["content"])
        first = next(number for number, line in lines.items() if line.startswith("def pick("))
        notes = [("most", "How many rows at *most*"), ("fast", "Is not there")]
        return written(unit(first, first + 4, lines[first], name="pick", parameters=notes))

    with ScriptedServer(answers(write)) as server:
        editor = start(server)
        editor.client.change(editor.uri, 2, text)
        editor.client.diagnostics(editor.uri, 2)
        result = editor.ask(agrees=True)["result"]
        assert result["remarks"] == ["lines 6 to 10: parameters that do not stand there were dropped (1)"]
        line = next(number for number, row in enumerate(text.split("\n")) if "def pick(" in row)
        place = {"textDocument": {"uri": editor.uri}, "position": {"line": line, "character": 16}}
        hover = json.dumps(editor.client.result("textDocument/hover", place))
        assert "pick.most" in hover
        assert "A language model says: How many rows at most" in hover


def test_an_opinion_stays_while_other_things_are_typed_and_goes_with_its_text(start, server):
    editor = start(server)
    editor.ask(agrees=True)
    editor.messages()
    editor.client.change(editor.uri, 2, (0, 0, 0, 0, "import os\n"))
    assert any("`pick`" in message for message in editor.messages())
    line = DESK.split("\n").index("def pick(rows):") + 2
    editor.client.change(editor.uri, 3, (line, 0, line, 0, "    more = 1\n"))
    assert not any("`pick`" in message for message in editor.messages())
    editor.client.change(editor.uri, 4, (line, 0, line + 1, 0, ""))
    assert any("`pick`" in message for message in editor.messages())
    assert len(server.requests) == 1


def test_nothing_is_sent_before_the_user_agrees(start, server):
    editor = start(server)
    editor.start()
    question = editor.asked()
    assert [action["title"] for action in question["params"]["actions"]] == [
        "Send",
        "Show What Would Be Sent",
        "Do Not Send",
    ]
    told = question["params"]["message"]
    assert f"would send 1 requests with 15 lines of code to {server.address} (model small)" in told
    assert server.received == b""
    editor.choose(question, "Do Not Send")
    assert editor.client.response(500)["result"]["status"] == "declined"
    editor.start(501)
    editor.choose(editor.asked(), None)
    assert editor.client.response(501)["result"]["status"] == "declined"
    assert server.received == b""


def test_what_would_be_sent_can_be_seen_first(start, server):
    editor = start(server, PROGRESS)
    editor.start()
    accept_progress(editor)
    editor.choose(editor.asked(), "Show What Would Be Sent")
    shown = editor.client.receive(lambda message: message.get("method") == "window/showDocument")
    assert shown["params"]["uri"].endswith("would-be-sent.txt")
    text = (editor.state / "would-be-sent.txt").read_text(encoding="utf-8")
    assert "chosen.append(row)" in text
    assert server.received == b""
    question = editor.asked()
    assert [action["title"] for action in question["params"]["actions"]] == ["Send", "Do Not Send"]
    editor.choose(question, "Send")
    accept_progress(editor)
    assert editor.client.response(500)["result"]["status"] == "done"
    assert server.requests[0]["body"]["messages"][1]["content"] in text


def accept_progress(editor):
    create = editor.client.receive(lambda message: message.get("method") == "window/workDoneProgress/create")
    editor.client.send({"jsonrpc": "2.0", "id": create["id"], "result": None})
    return create["params"]["token"]


def test_who_agreed_is_not_asked_again(start, server):
    editor = start(server)
    editor.ask(agrees=True)
    result = editor.ask(501)["result"]
    assert (result["sent"], result["known"]) == (0, 1)


def test_a_client_that_cannot_ask_its_user_has_not_been_told_yes(start, server):
    editor = start(server)
    editor.start()
    question = editor.asked()
    error = {"code": -32601, "message": "Method not found"}
    editor.client.send({"jsonrpc": "2.0", "id": question["id"], "error": error})
    assert "Nothing was sent: agree by" in editor.client.response(500)["error"]["message"]
    assert server.received == b""


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"enabled": False}, "No language model is asked: set `ai.enabled`"),
        ({"enabled": None}, "No language model is asked: set `ai.enabled`"),
        ({"model": None}, "No model is chosen"),
        ({"baseUrl": "http://api.example.com/v1"}, "Code is not sent to api.example.com unencrypted"),
    ],
)
def test_what_is_not_allowed_is_refused(start, server, settings, sentence):
    editor = start(server, **settings)
    assert sentence in editor.ask()["error"]["message"]
    assert server.received == b""


def test_without_a_key_it_says_where_to_put_one(start, server):
    editor = start(server, baseUrl="https://api.example.com/v1", apiKeyVariable="DESK_KEY")
    assert "environment variable DESK_KEY" in editor.ask(key="")["error"]["message"]


def test_a_file_that_is_nowhere_has_no_project_to_agree_for(start, server):
    editor = start(server)
    editor.client.open("untitled:1", DESK)
    editor.uri = "untitled:1"
    assert "Save the file first" in editor.ask()["error"]["message"]


def test_a_key_among_the_settings_is_refused(start, server):
    editor = start(server, apiKey=KEY)
    message = editor.client.notification("window/showMessage")["message"]
    assert "`ai.apiKey` is not read" in message
    assert KEY not in message


def test_the_key_stays_out_of_logs_and_traces(start, server):
    editor = start(server)
    editor.client.notify("$/setTrace", {"value": "verbose"})
    editor.ask(agrees=True)
    assert KEY not in json.dumps(editor.client.received_so_far("$/logTrace"))
    editor.client.stop()
    assert KEY not in editor.client.stderr.read_text()
    assert KEY not in (editor.state / "sent.jsonl").read_text(encoding="utf-8")


def test_what_a_model_found_can_be_extracted(start, server):
    editor = start(server)
    editor.ask(agrees=True)
    call = {"command": "isoscan.extract", "arguments": [{"uri": editor.uri, "namespace": "pick"}]}
    uri = editor.client.result("workspace/executeCommand", call)["uri"]
    assert uri.endswith("pick.py")


# When it does not go well


def test_the_editor_is_answered_while_the_server_hangs(start):
    with ScriptedServer(hangs) as server:
        editor = start(server, PROGRESS)
        editor.start()
        accept_progress(editor)
        editor.agree()
        token = accept_progress(editor)
        editor.client.receive(lambda message: "1 of 1" in json.dumps(message))
        for version in range(2, 30):
            editor.client.change(editor.uri, version, (0, 0, 0, 0, "# 🎯\n"))
            editor.client.diagnostics(editor.uri, version)
        assert "already" in editor.ask(501)["error"]["message"]
        editor.client.notify("window/workDoneProgress/cancel", {"token": token})
        answer = editor.client.response(500)["result"]
        assert answer["status"] == "stopped", answer


def test_a_request_that_is_cancelled_ends(start):
    with ScriptedServer(hangs) as server:
        editor = start(server, PROGRESS)
        editor.start()
        accept_progress(editor)
        editor.agree()
        accept_progress(editor)
        editor.client.receive(lambda message: "1 of 1" in json.dumps(message))
        editor.client.notify("$/cancelRequest", {"id": 500})
        assert editor.client.response(500)["error"]["code"] == -32800
        assert editor.client.state(editor.uri)["problem"] == ""


def test_a_failure_is_one_quiet_notice_until_an_answer_comes(start):
    with ScriptedServer(fails(500), fails(500), answers(YES), fails(500)) as server:
        editor = start(server, cacheHours=0)
        assert editor.ask(agrees=True)["result"]["status"] == "failed"
        notice = editor.client.notification("window/showMessage")
        assert notice["type"] == 3
        assert "No second opinion: " in notice["message"]
        assert "answered with status 500" in notice["message"]
        assert editor.ask(501)["result"]["status"] == "failed"
        assert editor.client.received_so_far("window/showMessage") == []
        assert editor.ask(502)["result"]["status"] == "done"
        assert editor.ask(503)["result"]["status"] == "failed"
        assert len(editor.client.received_so_far("window/showMessage")) == 1


def test_opinions_outlive_a_failure(start):
    with ScriptedServer(answers(YES), fails(500)) as server:
        editor = start(server, cacheHours=0)
        editor.ask(agrees=True)
        assert any("`pick`" in message for message in editor.messages())
        assert editor.ask(501)["result"]["status"] == "failed"
        editor.client.change(editor.uri, 2, (0, 0, 0, 0, "\n"))
        assert any("`pick`" in message for message in editor.messages())


def test_the_log_is_shown(start, server):
    editor = start(server, PROGRESS)
    call = {"command": "isoscan.opinionLog", "arguments": []}
    assert editor.client.result("workspace/executeCommand", call)["entries"] == []
    assert "Nothing was sent" in editor.client.notification("window/showMessage")["message"]
    editor.start()
    accept_progress(editor)
    editor.agree()
    accept_progress(editor)
    editor.client.response(500)
    log = editor.client.result("workspace/executeCommand", call)
    assert [entry["event"] for entry in log["entries"]] == ["sent", "answered"]
    shown = editor.client.receive(lambda message: message.get("method") == "window/showDocument")
    assert shown["params"]["uri"] == log["uri"]
