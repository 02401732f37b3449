"""When work is done, over the wire: edits in bursts, requests behind edits, cancellations, stale answers."""

import pytest
from raw_client import RawClient, change_params, notification, request
from scans import SCANS

URI = "file:///scans/gap.py"
OTHER = "file:///scans/other.py"
DOCUMENT = {"textDocument": {"uri": URI}}
TYPED = "# typed key by key 🎯"
ASKING = {"textDocument": {"diagnostic": {}}}


def edit(version, *change, uri=URI):
    return notification("textDocument/didChange", change_params(uri, version, *change))


def typing(first_version, text=TYPED):
    """The edits of somebody who types a text at the top of the file."""
    column = 0
    for number, letter in enumerate(text):
        yield edit(first_version + number, (0, column, 0, column, letter))
        column += len(letter.encode("utf-16-le")) // 2


def published(client):
    client.result("isoscan/state")
    found = client.received_so_far("textDocument/publishDiagnostics")
    return [(params["uri"], params["version"]) for params in found]


@pytest.fixture
def opened(client):
    client.initialize()
    client.open(URI, SCANS)
    client.diagnostics(URI, 1)
    return client


def test_edits_that_come_together_are_worked_off_together(opened):
    analyses = opened.state(URI)["timings"]["analyses"]
    published(opened)
    opened.send(*typing(2))
    last = 1 + len(TYPED)
    opened.diagnostics(URI, last)
    assert opened.state(URI)["timings"]["analyses"] == analyses + 1
    versions = [version for _, version in published(opened)]
    assert last not in versions[:-1]
    assert len(versions) <= 2


def test_the_last_version_wins_and_older_ones_do_not_follow(opened):
    published(opened)
    for first in range(2, 200, len(TYPED)):
        opened.send(*typing(first))
    last = first + len(TYPED) - 1
    opened.diagnostics(URI, last)
    versions = [version for _, version in published(opened)]
    assert versions == sorted(set(versions))


def test_every_document_gets_its_own_last_version(client):
    client.initialize()
    client.open(URI, SCANS)
    client.open(OTHER, SCANS)
    client.send(*typing(2), edit(9, (0, 0, 0, 0, "\n"), uri=OTHER))
    assert client.diagnostics(URI, 1 + len(TYPED))["diagnostics"]
    assert client.diagnostics(OTHER, 9)["diagnostics"]


def test_a_request_sees_all_edits_before_it_and_none_behind_it(opened):
    messages = []
    for number in range(20):
        messages.append(edit(number + 2, (0, 0, 0, 0, "# 🎯\n")))
        messages.append(request(100 + number, "isoscan/boundaries", DOCUMENT))
    opened.send(*messages)
    first = None
    for number in range(20):
        answer = opened.response(100 + number)["result"]
        line = answer["scanners"][0]["range"]["start"]["line"]
        first = line if first is None else first
        assert (answer["version"], line) == (number + 2, first + number)


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/foldingRange", {}),
        ("textDocument/documentSymbol", {}),
        ("textDocument/codeLens", {}),
        ("textDocument/hover", {"position": {"line": 18, "character": 6}}),
        ("textDocument/documentHighlight", {"position": {"line": 18, "character": 19}}),
        (
            "textDocument/inlayHint",
            {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}},
        ),
    ],
)
def test_each_answer_right_behind_an_edit_is_that_for_the_text_after_it(opened, method, params):
    change = (0, 0, 0, 0, "\n")
    opened.send(
        edit(2, change),
        request("behind", method, {**DOCUMENT, **params}),
        edit(3, (0, 0, 1, 0, "")),
    )
    behind = opened.response("behind")["result"]
    opened.notify("textDocument/didClose", DOCUMENT)
    opened.open(URI, f"\n{SCANS}")
    at_rest = opened.result(method, {**DOCUMENT, **params})
    assert without_revisions(behind) == without_revisions(at_rest)
    assert at_rest is not None


def without_revisions(answer):
    """An answer without what names the state of the text it is for."""
    if isinstance(answer, dict):
        return {key: without_revisions(value) for key, value in answer.items() if key != "revision"}
    return [without_revisions(item) for item in answer] if isinstance(answer, list) else answer


def test_cancelled_requests_between_edits_cost_nothing_and_change_nothing(opened):
    analyses = opened.state(URI)["timings"]["analyses"]
    messages = []
    for number in range(20):
        messages.append(edit(number + 2, (0, 0, 0, 0, "\n")))
        messages.append(request(100 + number, "textDocument/documentSymbol", DOCUMENT))
        messages.append(notification("$/cancelRequest", {"id": 100 + number}))
    opened.send(*messages)
    for number in range(20):
        assert opened.response(100 + number)["error"]["code"] == -32800
    assert opened.diagnostics(URI, 21)
    assert opened.state(URI)["timings"]["analyses"] == analyses + 1


def test_pulled_findings_are_never_those_of_an_older_text(client):
    client.initialize(ASKING)
    client.open(URI, "")
    messages = []
    for number in range(10):
        text = SCANS if number % 2 else ""
        messages.append(edit(number + 2, text))
        messages.append(request(100 + number, "textDocument/diagnostic", DOCUMENT))
    client.send(*messages)
    for number in range(10):
        assert bool(client.response(100 + number)["result"]["items"]) is bool(number % 2)


def test_a_burst_before_the_core_is_loaded_is_worked_off_too(start):
    client = start()
    client.send(
        request(1, "initialize", {"capabilities": {}}),
        notification("initialized", {}),
        notification(
            "textDocument/didOpen",
            {"textDocument": {"uri": URI, "languageId": "python", "version": 1, "text": SCANS}},
        ),
        *typing(2),
    )
    assert client.diagnostics(URI, 1 + len(TYPED))["diagnostics"]


def test_closing_in_the_middle_of_a_burst_says_nothing_of_what_is_gone(opened):
    published(opened)
    opened.send(*typing(2), notification("textDocument/didClose", DOCUMENT), edit(90, "x = 1\n"))
    opened.result("isoscan/state")
    last = opened.received_so_far("textDocument/publishDiagnostics")[-1]
    assert (last["diagnostics"], last.get("version")) == ([], None)


def test_settings_and_edits_together_are_one_piece_of_work(opened):
    analyses = opened.state(URI)["timings"]["analyses"]
    settings = {"settings": {"isoscan": {"ignore": ["ISO100"]}}}
    opened.send(
        *typing(2),
        notification("workspace/didChangeConfiguration", settings),
        *typing(2 + len(TYPED)),
    )
    found = opened.diagnostics(URI, 1 + 2 * len(TYPED))["diagnostics"]
    assert "ISO100" not in {finding["code"] for finding in found}
    assert opened.state(URI)["timings"]["analyses"] <= analyses + 2


def test_many_sessions_of_typing_end_in_the_same_findings(tmp_path):
    """Whatever was coalesced: the findings at rest are those of a server that sees the last text only."""
    typed = RawClient(tmp_path / "typed.log")
    fresh = RawClient(tmp_path / "fresh.log")
    try:
        for client in (typed, fresh):
            client.initialize()
        typed.open(URI, SCANS)
        text = SCANS
        lines = text.count("\n")
        version = 1
        for number in range(12):
            line = number * 5 % lines
            piece = "X = 2\n" if number % 3 else "def scan_more(df):\n    return df[df['gap'] > 2]\n\n\n"
            letters = [edit(version + 1, (line, 0, line, 0, piece)), edit(version + 2, (0, 0, 0, 0, "#"))]
            letters.append(edit(version + 3, (0, 0, 0, 1, "")))
            typed.send(*letters)
            version += 3
            before = text.split("\n")
            text = "\n".join(before[:line]) + ("\n" if line else "") + piece + "\n".join(before[line:])
        fresh.open(URI, text, version)
        at_rest, anew = (client.diagnostics(URI, version)["diagnostics"] for client in (typed, fresh))
        assert at_rest == anew
    finally:
        typed.stop()
        fresh.stop()
