"""Findings for clients that ask for them: result ids, no push beside, refreshing."""

import pytest
from editor_kinds import DESK
from raw_client import change_params, notification, request

URI = "file:///scans/desk.py"
OTHER = "file:///scans/other.py"
ASKING = {"textDocument": {"diagnostic": {"dynamicRegistration": True}}}
TEXT = "ATR_MULT = 2\n\n\ndef scan_gap(df):\n    return df[df['gap'] > 2]  # 🎯─\n"


@pytest.fixture
def asking(client):
    """A session of a client that asks for findings."""
    capabilities = client.initialize(ASKING)["capabilities"]
    assert capabilities["diagnosticProvider"]["workspaceDiagnostics"] is True
    yield client
    client.result("isoscan/state")
    assert client.received_so_far("textDocument/publishDiagnostics") == []


def asked(client, uri=URI, previous=None):
    params = {"textDocument": {"uri": uri}}
    if previous is not None:
        params["previousResultId"] = previous
    return client.result("textDocument/diagnostic", params)


def test_a_client_that_cannot_ask_is_offered_no_asking(client):
    assert "diagnosticProvider" not in client.initialize()["capabilities"]
    client.open(URI, DESK)
    assert client.diagnostics(URI, 1)["diagnostics"]


def test_the_findings_are_those_that_others_are_sent(asking, start):
    asking.open(URI, DESK)
    pushed = start()
    pushed.initialize()
    pushed.open(URI, DESK)
    report = asked(asking)
    assert report["kind"] == "full"
    assert report["items"] == pushed.diagnostics(URI, 1)["diagnostics"]
    assert report["items"]


def test_what_the_client_has_is_not_sent_again(asking):
    asking.open(URI, DESK)
    first = asked(asking)
    assert asked(asking, previous=first["resultId"]) == {"kind": "unchanged", "resultId": first["resultId"]}
    assert asked(asking) == first
    assert asked(asking, previous="nonsense") == first
    assert asked(asking, previous=3) == first


def test_an_edit_that_changes_no_finding_leaves_the_result(asking):
    asking.open(URI, DESK)
    first = asked(asking)
    end = DESK.count("\n")
    asking.change(URI, 2, (end, 0, end, 0, "# 🎯 the end\n"))
    assert asked(asking, previous=first["resultId"])["kind"] == "unchanged"


def test_an_edit_that_moves_findings_gives_a_new_result_and_going_back_another(asking):
    asking.open(URI, DESK)
    first = asked(asking)
    asking.change(URI, 2, (0, 0, 0, 0, "\n"))
    second = asked(asking, previous=first["resultId"])
    assert second["kind"] == "full"
    assert second["resultId"] != first["resultId"]
    line = first["items"][0]["range"]["start"]["line"]
    assert second["items"][0]["range"]["start"]["line"] == line + 1
    asking.change(URI, 3, (0, 0, 1, 0, ""))
    third = asked(asking, previous=first["resultId"])
    assert (third["kind"], third["items"]) == ("full", first["items"])


def test_a_question_right_behind_an_edit_is_about_the_text_after_it(asking):
    asking.open(URI, "")
    asking.send(
        notification("textDocument/didChange", change_params(URI, 2, DESK)),
        request("q1", "textDocument/diagnostic", {"textDocument": {"uri": URI}}),
        notification("textDocument/didChange", change_params(URI, 3, "")),
        request("q2", "textDocument/diagnostic", {"textDocument": {"uri": URI}}),
    )
    assert asking.response("q1")["result"]["items"]
    assert asking.response("q2")["result"]["items"] == []


def test_a_document_that_is_not_open_has_no_findings(asking):
    assert asked(asking) == {"kind": "full", "items": []}
    asking.open(URI, DESK)
    known = asked(asking)["resultId"]
    asking.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert asked(asking, previous=known) == {"kind": "full", "items": []}
    asking.open(URI, TEXT)
    assert asked(asking, previous=known)["kind"] == "full"


def test_all_open_documents_at_once(asking):
    asking.open(URI, DESK, version=4)
    asking.open(OTHER, TEXT, version=7)
    answer = asking.result("workspace/diagnostic", {"previousResultIds": []})
    desk, other = answer["items"]
    assert (desk["uri"], desk["version"], desk["kind"]) == (URI, 4, "full")
    assert (other["uri"], other["version"], other["kind"]) == (OTHER, 7, "full")
    assert desk["items"] == asked(asking)["items"]
    asking.change(OTHER, 8, DESK)
    previous = [{"uri": item["uri"], "value": item["resultId"]} for item in (desk, other)]
    desk, other = asking.result("workspace/diagnostic", {"previousResultIds": [*previous, 3, {}]})["items"]
    assert (desk["kind"], desk["version"], "items" in desk) == ("unchanged", 4, False)
    assert (other["kind"], other["version"]) == ("full", 8)


@pytest.mark.parametrize("params", [None, {}, {"previousResultIds": 3}])
def test_asking_for_all_without_knowing_any_gives_all(asking, params):
    asking.open(URI, DESK)
    [report] = asking.result("workspace/diagnostic", params)["items"]
    assert report["kind"] == "full"


def test_a_client_is_told_to_ask_again_when_settings_change_what_is_found(client):
    client.initialize({**ASKING, "workspace": {"diagnostics": {"refreshSupport": True}}})
    client.open(URI, DESK)
    before = asked(client)
    client.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {"ignore": ["ISO"]}}})
    refresh = client.receive(lambda message: message.get("method") == "workspace/diagnostic/refresh")
    client.send({"jsonrpc": "2.0", "id": refresh["id"], "result": None})
    assert asked(client, previous=before["resultId"])["items"] == []
    client.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {"ignore": ["ISO"]}}})
    client.result("isoscan/state")
    assert client.received_so_far("workspace/diagnostic/refresh") == []


def test_a_client_that_cannot_be_told_is_not(asking):
    asking.open(URI, DESK)
    asking.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {"ignore": ["ISO"]}}})
    assert asked(asking)["items"] == []
    assert asking.received_so_far("workspace/diagnostic/refresh") == []


def test_boundaries_changed_is_told_to_a_client_that_asks_for_findings_too(client):
    client.initialize(ASKING, options={"boundariesChanged": True})
    client.open(URI, TEXT)
    assert client.notification("isoscan/boundariesChanged") == {"uri": URI, "version": 1}
