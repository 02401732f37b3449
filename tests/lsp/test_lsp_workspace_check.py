"""The command that checks files nobody has open: progress, stopping, what is sent and what is asked for."""

import json
import os

import pytest
from editor_kinds import DESK

COMMAND = "isoscan.checkWorkspace"
PUSH = {}
PULL = {
    "textDocument": {"diagnostic": {"dynamicRegistration": True}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
CLEAN = "LIMIT = 3  # 🎯\n"
WATCHING = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "desks 🎯"
    (folder / "nested").mkdir(parents=True)
    (folder / "a.py").write_text(DESK, encoding="utf-8")
    (folder / "nested" / "b ─.py").write_text(DESK, encoding="utf-8")
    (folder / "clean.py").write_text(CLEAN, encoding="utf-8")
    (folder / ".venv").mkdir()
    (folder / ".venv" / "left_out.py").write_text(DESK, encoding="utf-8")
    return folder


def begin(client, folder, capabilities, **more):
    folders = [{"uri": folder.as_uri(), "name": "desks"}]
    return client.initialize(capabilities, workspaceFolders=folders, **more)


def check(client, **more):
    return client.ask("workspace/executeCommand", {"command": COMMAND, **more})


def start_check(client, msg_id, **more):
    params = {"command": COMMAND, "arguments": [], **more}
    client.send({"jsonrpc": "2.0", "id": msg_id, "method": "workspace/executeCommand", "params": params})


def asked_for_all(client, previous=(), **more):
    known = [{"uri": item["uri"], "value": item["resultId"]} for item in previous if "resultId" in item]
    answer = client.result("workspace/diagnostic", {"previousResultIds": known, **more})
    return {item["uri"]: item for item in answer["items"]}


def codes(items):
    return [item["code"] for item in items]


def change_on_disk(path, text):
    before = path.stat().st_mtime_ns
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def watched(client, path):
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": 2}]})


# Findings that are sent


def test_files_that_are_not_open_are_sent_as_open_ones_are(client, folder):
    begin(client, folder, PUSH)
    opened = folder / "nested" / "b ─.py"
    client.open(opened.as_uri(), DESK)
    in_editor = client.diagnostics(opened.as_uri(), 1)["diagnostics"]
    result = check(client)["result"]
    told = client.diagnostics((folder / "a.py").as_uri())
    assert "version" not in told
    there, here = (json.dumps(each["uri"]) for each in (told, {"uri": opened.as_uri()}))
    expected = json.loads(json.dumps(in_editor).replace(here, there))
    assert told["diagnostics"] == [item for item in expected if item["code"] != "ISO100"]
    assert client.received_so_far("textDocument/publishDiagnostics") == []
    assert result["stopped"] is False
    assert codes(told["diagnostics"]) == ["ISO201"]
    assert result["summary"] == "2 files not open checked, 1 finding in 1 file: a.py (1)"
    assert client.notification("window/showMessage") == {"type": 3, "message": result["summary"]}


def test_nothing_is_read_unasked(client, folder):
    begin(client, folder, PUSH)
    watched(client, folder / "a.py")
    client.open((folder / "clean.py").as_uri(), CLEAN)
    client.diagnostics((folder / "clean.py").as_uri(), 1)
    client.notify("textDocument/didClose", {"textDocument": {"uri": (folder / "clean.py").as_uri()}})
    client.result("isoscan/state")
    told = client.received_so_far("textDocument/publishDiagnostics")
    assert [each["uri"] for each in told] == [(folder / "clean.py").as_uri()]


def test_a_file_that_changes_on_disk_is_sent_anew_and_one_that_goes_is_cleared(client, folder):
    begin(client, folder, PUSH)
    check(client)
    a, b = folder / "a.py", folder / "nested" / "b ─.py"
    before = client.diagnostics(a.as_uri())["diagnostics"]
    client.diagnostics(b.as_uri())
    change_on_disk(a, "\n" + DESK)
    b.unlink()
    watched(client, a)
    after = client.diagnostics(a.as_uri())["diagnostics"]
    assert codes(after) == codes(before)
    assert after[0]["range"]["start"]["line"] == before[0]["range"]["start"]["line"] + 1
    assert client.diagnostics(b.as_uri())["diagnostics"] == []


def test_a_closed_file_is_as_it_is_on_disk(client, folder):
    begin(client, folder, PUSH)
    check(client)
    uri = (folder / "a.py").as_uri()
    on_disk = client.diagnostics(uri)
    client.open(uri, CLEAN)
    assert client.diagnostics(uri, 1)["diagnostics"] == []
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert client.diagnostics(uri)["diagnostics"] == []
    assert client.diagnostics(uri) == on_disk


def test_settings_hold_for_files_too(client, folder):
    begin(client, folder, PUSH, options={"settings": {"ignore": ["ISO"]}})
    assert check(client)["result"]["summary"] == "3 files not open checked, no findings"
    (folder / "pyproject.toml").write_text('[tool.isoscan]\nexclude = ["nested"]\n', encoding="utf-8")
    client.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {"ignore": []}}})
    assert client.diagnostics((folder / "a.py").as_uri())["diagnostics"]
    assert check(client)["result"]["summary"].startswith("2 files not open checked, ")
    assert client.received_so_far("textDocument/publishDiagnostics") == []


def test_a_file_that_cannot_be_read_is_told(client, folder):
    (folder / "a.py").write_bytes(b"x = '\xff\xfe'\n")
    (folder / "nested" / "b ─.py").unlink()
    begin(client, folder, PUSH)
    summary = check(client)["result"]["summary"]
    assert summary.startswith("2 files not open checked, no findings; a.py ")


def test_without_a_folder_there_is_nothing_to_check(client):
    client.initialize(PUSH)
    assert check(client)["error"]["message"].startswith("No folder is open")


def test_older_clients_name_one_folder(client, folder):
    client.initialize({}, rootUri=folder.as_uri())
    assert check(client)["result"]["summary"].startswith("3 files")


def test_python_files_are_watched_once_they_matter(client, folder):
    begin(client, folder, WATCHING)
    first = client.receive(lambda message: message.get("method") == "client/registerCapability")
    assert "pyproject.toml" in str(first["params"])
    check(client)
    check(client)
    second = client.receive(lambda message: message.get("method") == "client/registerCapability")
    assert "**/*.{py,pyw}" in str(second["params"])
    client.result("isoscan/state")
    assert client.received_so_far("client/registerCapability") == []


# Progress


def values_until_end(client):
    values = []
    while not values or values[-1]["kind"] != "end":
        values.append(client.notification("$/progress")["value"])
    return values


def test_it_tells_how_far_it_is(client, folder):
    begin(client, folder, PUSH)
    start_check(client, 500, workDoneToken="mine")
    first, *reports, last = values_until_end(client)
    assert (first["title"], first["cancellable"]) == ("Checking the workspace", True)
    assert [report["message"] for report in reports] == [f"{number} of 3 files" for number in (1, 2, 3)]
    assert reports[-1]["percentage"] == 100
    assert last["message"] == client.response(500)["result"]["summary"]


@pytest.fixture
def many(folder):
    for number in range(60):
        (folder / f"desk_{number:03}.py").write_text(DESK, encoding="utf-8")
    return folder


def test_typing_goes_on_meanwhile_and_the_user_can_stop_it(client, many):
    begin(client, many, PUSH)
    uri = (many / "a.py").as_uri()
    client.open(uri, DESK)
    client.diagnostics(uri, 1)
    start_check(client, 500, workDoneToken=7)
    client.diagnostics((many / "desk_000.py").as_uri())
    client.change(uri, 2, (0, 0, 0, 0, "\n"))
    assert client.diagnostics(uri, 2)["diagnostics"]
    client.notify("window/workDoneProgress/cancel", {"token": 7})
    result = client.response(500)["result"]
    assert result["stopped"] is True
    assert result["summary"].startswith("Stopped: ")
    assert int(result["summary"].split()[1]) < 62


def test_a_cancelled_check_ends_and_the_next_one_begins_where_it_was(client, many):
    begin(client, many, PUSH)
    start_check(client, 500, workDoneToken=7)
    client.diagnostics((many / "desk_000.py").as_uri())
    client.notify("$/cancelRequest", {"id": 500})
    assert client.response(500)["error"]["code"] == -32800
    assert check(client)["result"]["summary"].startswith("63 files not open checked")
    sent = client.received_so_far("textDocument/publishDiagnostics")
    assert len({each["uri"] for each in sent}) == len(sent)


def test_the_session_can_end_meanwhile(client, many):
    begin(client, many, PUSH)
    start_check(client, 500, workDoneToken=7)
    client.diagnostics((many / "desk_000.py").as_uri())
    client.result("shutdown")
    client.notify("exit")
    assert client.wait() == 0


# Findings that are asked for


def test_a_client_that_asks_is_told_to_ask_and_sent_nothing(client, folder):
    begin(client, folder, PULL)
    opened = (folder / "clean.py").as_uri()
    client.open(opened, CLEAN)
    assert list(asked_for_all(client)) == [opened]
    check(client)
    assert client.receive(lambda message: message.get("method") == "workspace/diagnostic/refresh")
    items = asked_for_all(client)
    assert items[opened]["version"] == 1
    a, b = (folder / "a.py").as_uri(), (folder / "nested" / "b ─.py").as_uri()
    assert set(items) == {opened, a, b}
    assert items[a]["version"] is None
    assert items[a]["items"]
    assert codes(items[b]["items"]) == codes(items[a]["items"])
    assert client.received_so_far("textDocument/publishDiagnostics") == []
    one = client.result("textDocument/diagnostic", {"textDocument": {"uri": a}})
    assert one == {"kind": "full", "resultId": items[a]["resultId"], "items": items[a]["items"]}


def test_what_has_not_changed_is_not_sent_again(client, folder):
    begin(client, folder, PULL)
    check(client)
    first = asked_for_all(client)
    again = asked_for_all(client, first.values())
    assert {item["kind"] for item in again.values()} == {"unchanged"}
    a = folder / "a.py"
    change_on_disk(a, DESK + "\n")
    watched(client, a)
    assert {item["kind"] for item in asked_for_all(client, first.values()).values()} == {"unchanged"}
    change_on_disk(a, "\n" + DESK)
    watched(client, a)
    third = asked_for_all(client, first.values())
    assert {uri for uri, item in third.items() if item["kind"] == "full"} == {a.as_uri()}
    a.unlink()
    watched(client, a)
    fourth = asked_for_all(client, third.values())
    assert (fourth[a.as_uri()]["kind"], fourth[a.as_uri()]["items"]) == ("full", [])
    assert a.as_uri() not in asked_for_all(client)


def test_a_closed_document_has_no_findings_left_where_files_are_not_asked_for(client, folder):
    begin(client, folder, PULL)
    uri = (folder / "a.py").as_uri()
    client.open(uri, DESK)
    first = asked_for_all(client)
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert asked_for_all(client, first.values())[uri]["items"] == []
    assert asked_for_all(client) == {}


def test_answers_come_file_by_file_where_the_client_takes_parts(client, folder):
    begin(client, folder, PULL)
    opened = (folder / "clean.py").as_uri()
    client.open(opened, CLEAN)
    check(client)
    watched(client, folder / "a.py")
    params = {"previousResultIds": [], "partialResultToken": "parts", "workDoneToken": "work"}
    client.send({"jsonrpc": "2.0", "id": 700, "method": "workspace/diagnostic", "params": params})
    assert client.response(700)["result"] == {"items": []}
    told = client.received_so_far("$/progress")
    parts = [each["value"]["items"] for each in told if each["token"] == "parts"]
    uris = [item["uri"] for part in parts for item in part]
    assert sorted(uris) == sorted(
        [opened, (folder / "a.py").as_uri(), (folder / "nested" / "b ─.py").as_uri()]
    )
    assert len(parts) >= 3
    work = [each["value"]["kind"] for each in told if each["token"] == "work"]
    assert (work[0], work[-1]) == ("begin", "end")


def test_asking_can_be_cancelled_and_asked_again(client, many):
    begin(client, many, PULL)
    start_check(client, 500, workDoneToken=7)
    client.notify("window/workDoneProgress/cancel", {"token": 7})
    client.response(500)
    watched(client, many / "a.py")
    params = {"previousResultIds": []}
    client.send({"jsonrpc": "2.0", "id": 700, "method": "workspace/diagnostic", "params": params})
    client.result("isoscan/state")
    client.notify("$/cancelRequest", {"id": 700})
    assert client.response(700)["error"]["code"] == -32800
    assert len(asked_for_all(client)) == 63
