"""Commands over the wire: extraction of one scanner and of all, progress, stopping, showing what was made."""

import pytest
from scans import SCANS

PROGRESS = {"window": {"workDoneProgress": True}}
SHOWING = {"window": {"showDocument": {"support": True}}}
MANY = "".join(
    f"def scan_gap_{number}(df):\n    # 🎯\n    return df[df['gap'] > {number}.5]\n\n\n"
    for number in range(150)
)


@pytest.fixture
def uri(tmp_path):
    return (tmp_path / "desk 🎯.py").as_uri()


def call(client, command, argument, **more):
    return client.ask("workspace/executeCommand", {"command": command, "arguments": [argument], **more})


def start(client, msg_id, uri, **more):
    params = {"command": "isoscan.extractAll", "arguments": [{"uri": uri}], **more}
    client.send({"jsonrpc": "2.0", "id": msg_id, "method": "workspace/executeCommand", "params": params})


def progress(client):
    return client.notification("$/progress")


def test_all_scanners_are_written_beside_their_source(client, uri, tmp_path):
    client.initialize()
    client.open(uri, SCANS)
    result = call(client, "isoscan.extractAll", {"uri": uri})["result"]
    assert result["problems"] == []
    names = sorted(path.name for path in tmp_path.glob("*.py"))
    assert names == ["Reclaim.py", "scan_fade.py", "scan_gap.py"]
    assert "def scan_fade" in (tmp_path / "scan_fade.py").read_text(encoding="utf-8")
    message = client.notification("window/showMessage")
    assert message["type"] == 3
    assert message["message"].startswith(f"{len(result['uris'])} scanners were extracted to")
    assert client.received_so_far("$/progress") == []


def test_the_text_in_the_editor_counts_not_the_file(client, uri, tmp_path):
    (tmp_path / "desk 🎯.py").write_text("x = 1\n", encoding="utf-8")
    client.initialize()
    client.open(uri, "x = 2\n")
    client.change(uri, 2, "def scan_gap(df):\n    return df[df['gap'] > 2.25]\n")
    result = call(client, "isoscan.extractAll", {"uri": uri})["result"]
    assert len(result["uris"]) == 1
    assert "2.25" in (tmp_path / "scan_gap.py").read_text(encoding="utf-8")


def test_no_scanners_is_told(client, uri, tmp_path):
    client.initialize()
    client.open(uri, "x = 1\n")
    assert call(client, "isoscan.extractAll", {"uri": uri})["result"]["uris"] == []
    assert client.notification("window/showMessage")["message"] == "There is no scanner to extract"


@pytest.mark.parametrize("argument", [None, 3, {}, {"uri": 3}])
def test_a_document_must_be_named(client, argument):
    client.initialize()
    assert call(client, "isoscan.extractAll", argument)["error"]["code"] == -32602


def test_what_is_not_open_or_no_file_is_refused(client, uri):
    client.initialize()
    assert "is not open" in call(client, "isoscan.extractAll", {"uri": uri})["error"]["message"]
    client.open("untitled:1", SCANS)
    assert (
        "Save the file first" in call(client, "isoscan.extractAll", {"uri": "untitled:1"})["error"]["message"]
    )


def test_progress_under_a_token_of_the_client(client, uri):
    client.initialize(PROGRESS)
    client.open(uri, SCANS)
    start(client, 500, uri, workDoneToken="mine")
    begin = progress(client)
    assert begin["token"] == "mine"
    assert begin["value"] == {
        "kind": "begin",
        "title": "Extracting scanners",
        "cancellable": True,
        "percentage": 0,
    }
    values = []
    while not values or values[-1]["kind"] != "end":
        values.append(progress(client)["value"])
    result = client.response(500)["result"]
    assert [value["kind"] for value in values] == ["report"] * len(result["uris"]) + ["end"]
    percentages = [value["percentage"] for value in values[:-1]]
    assert percentages == sorted(percentages)
    assert percentages[-1] == 100
    assert "were extracted" in values[-1]["message"]


def accept(client, error=None):
    """Answer the request for a token; gives the token."""
    create = client.receive(lambda message: message.get("method") == "window/workDoneProgress/create")
    outcome = {"error": error} if error else {"result": None}
    client.send({"jsonrpc": "2.0", "id": create["id"], **outcome})
    return create["params"]["token"]


def test_progress_under_a_token_that_the_client_agrees_to(client, uri):
    client.initialize(PROGRESS)
    client.open(uri, SCANS)
    start(client, 500, uri)
    token = accept(client)
    assert progress(client)["token"] == token
    assert client.response(500)["result"]["uris"]


def test_a_client_that_wants_no_progress_gets_the_work_alone(client, uri):
    client.initialize(PROGRESS)
    client.open(uri, SCANS)
    start(client, 500, uri)
    accept(client, {"code": -32603, "message": "no"})
    assert client.response(500)["result"]["uris"]
    assert client.received_so_far("$/progress") == []


def test_other_work_goes_on_meanwhile_and_the_user_can_stop_it(client, uri, tmp_path):
    client.initialize(PROGRESS)
    client.open(uri, MANY)
    start(client, 500, uri, workDoneToken=7)
    while progress(client)["value"]["kind"] != "report":
        pass
    client.change(uri, 2, (0, 0, 0, 0, "# 🎯\n"))
    boundaries = client.result("isoscan/boundaries", {"textDocument": {"uri": uri}})
    assert (boundaries["version"], len(boundaries["scanners"])) == (2, 150)
    client.notify("window/workDoneProgress/cancel", {"token": 7})
    result = client.response(500)["result"]
    written = len(list(tmp_path.glob("scan_gap_*.py")))
    assert 1 <= written < 150
    assert len(result["uris"]) == written
    assert client.notification("window/showMessage")["message"].startswith("Stopped: ")


def test_a_cancelled_request_stops_the_work(client, uri):
    client.initialize(PROGRESS)
    client.open(uri, MANY)
    start(client, 500, uri, workDoneToken="mine")
    while progress(client)["value"]["kind"] != "report":
        pass
    client.notify("$/cancelRequest", {"id": 500})
    assert client.response(500)["error"]["code"] == -32800
    while progress(client)["value"]["kind"] != "end":
        pass
    assert client.result("isoscan/state")["documents"]


def test_shutting_down_stops_the_work(client, uri, log_of):
    client.initialize()
    client.open(uri, MANY)
    start(client, 500, uri, workDoneToken="mine")
    while progress(client)["value"]["kind"] != "report":
        pass
    assert client.result("shutdown") is None
    client.notify("exit")
    assert client.wait() == 0
    assert "Traceback" not in log_of(client)


@pytest.mark.parametrize("token", [None, 3, "nobody", {}])
def test_stopping_what_does_not_run_does_nothing(client, token):
    client.initialize()
    client.notify("window/workDoneProgress/cancel", {"token": token})
    assert client.result("isoscan/state")
    assert client.received_so_far("window/showMessage") == []


def test_an_editor_that_can_shows_what_was_extracted(client, uri, tmp_path):
    client.initialize(SHOWING)
    client.open(uri, SCANS)
    result = call(client, "isoscan.extract", {"uri": uri, "namespace": "scan_fade"})["result"]
    shown = client.receive(lambda message: message.get("method") == "window/showDocument")
    assert shown["params"] == {"uri": result["uri"], "takeFocus": True}
    assert result["uri"] == (tmp_path / "scan_fade.py").as_uri()
    assert client.received_so_far("window/showMessage") == []


def test_an_action_that_creates_the_file_shows_it_too(client, uri):
    edits = {"documentChanges": True, "resourceOperations": ["create"]}
    actions = {
        "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}},
        "dataSupport": True,
        "resolveSupport": {"properties": ["edit"]},
    }
    client.initialize(
        {**SHOWING, "workspace": {"workspaceEdit": edits}, "textDocument": {"codeAction": actions}}
    )
    client.open(uri, SCANS)
    line = SCANS.split("\n").index("def scan_fade(df):")
    place = {"line": line, "character": 5}
    params = {
        "textDocument": {"uri": uri},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": [], "only": ["refactor.extract"]},
    }
    [action] = client.result("textDocument/codeAction", params)
    resolved = client.result("codeAction/resolve", action)
    created = resolved["edit"]["documentChanges"][0]["uri"]
    assert client.result("workspace/executeCommand", resolved["command"]) is None
    shown = client.receive(lambda message: message.get("method") == "window/showDocument")
    assert shown["params"]["uri"] == created


def test_showing_needs_an_address(client):
    client.initialize(SHOWING)
    assert call(client, "isoscan.showDocument", None)["error"]["code"] == -32602


# Verifying

VERIFIABLE = """\
import pandas as pd

GAP = 0.02


def scan_gap(df: pd.DataFrame) -> pd.DataFrame:
    # 🎯 ─
    return df[df["open"] / df["close"].shift(1) - 1 > GAP]


def fetch(symbol):
    raise RuntimeError("never run")
"""


def verify(client, uri, namespace, **more):
    return call(client, "isoscan.verify", {"uri": uri, "namespace": namespace}, **more)


def test_a_scanner_and_its_extraction_are_compared(client, uri, tmp_path):
    client.initialize(PROGRESS)
    client.open(uri, VERIFIABLE)
    result = verify(client, uri, "scan_gap", workDoneToken="mine")["result"]
    assert result["status"] == "identical"
    assert "identical results" in result["summary"]
    assert client.notification("window/showMessage")["type"] == 3
    values = [progress(client)["value"], progress(client)["value"]]
    assert [value["kind"] for value in values] == ["begin", "end"]
    assert values[0]["title"] == "Verifying `scan_gap`"
    assert values[1]["message"] == result["summary"]
    assert list(tmp_path.glob("*.py")) == []


def test_typing_goes_on_while_a_scanner_is_verified(client, uri):
    client.initialize()
    client.open(uri, VERIFIABLE)
    params = {"command": "isoscan.verify", "arguments": [{"uri": uri, "namespace": "scan_gap"}]}
    client.send({"jsonrpc": "2.0", "id": 700, "method": "workspace/executeCommand", "params": params})
    client.change(uri, 2, (0, 0, 0, 0, "# 🎯\n"))
    assert client.diagnostics(uri, 2)
    assert client.ask("textDocument/foldingRange", {"textDocument": {"uri": uri}})["result"]
    assert client.response(700)["result"]["status"] == "identical"


def test_what_cannot_be_verified_is_told(client, uri):
    client.initialize()
    client.open(
        uri, "import nowhere_to_be_found\n\n\n" + VERIFIABLE.replace("1 > GAP", "1 > nowhere_to_be_found.GAP")
    )
    result = verify(client, uri, "scan_gap")["result"]
    assert result["status"] == "unverified"
    assert client.notification("window/showMessage")["type"] == 2


def test_a_verification_that_the_client_cancels_ends(client, uri):
    client.initialize()
    endless = VERIFIABLE.replace("    # 🎯 ─\n", "    while True:\n        pass\n")
    client.open(uri, endless)
    params = {"command": "isoscan.verify", "arguments": [{"uri": uri, "namespace": "scan_gap"}]}
    client.send({"jsonrpc": "2.0", "id": 701, "method": "workspace/executeCommand", "params": params})
    client.notify("$/cancelRequest", {"id": 701})
    assert client.response(701)["error"]["code"] == -32800


def test_a_scanner_that_is_not_there_is_refused(client, uri):
    client.initialize()
    client.open(uri, VERIFIABLE)
    assert "error" in verify(client, uri, "scan_nothing")
    assert verify(client, "untitled:1", "scan_gap")["error"]["message"] == "untitled:1 is not open"
