"""What a client hears of the server's work when it wants to, and what the log holds."""

import pytest

URI = "file:///scans/gap.py"
SYMBOLS = {"textDocument": {"uri": URI}}


def traces(client):
    client.result("isoscan/state")
    return [told["message"] for told in client.received_so_far("$/logTrace")]


def test_nothing_is_traced_unasked(client):
    client.initialize()
    client.open(URI, "x = 1\n")
    client.result("textDocument/documentSymbol", SYMBOLS)
    assert traces(client) == []


def test_requests_are_traced_with_their_time(client):
    client.initialize()
    client.notify("$/setTrace", {"value": "messages"})
    client.result("textDocument/documentSymbol", SYMBOLS)
    told = client.notification("$/logTrace")
    assert told["message"].startswith("textDocument/documentSymbol took ")
    assert told["message"].endswith(" ms")
    assert "verbose" not in told
    client.notify("$/setTrace", {"value": "verbose"})
    client.result("textDocument/documentSymbol", SYMBOLS)
    assert URI in client.notification("$/logTrace")["verbose"]
    client.notify("$/setTrace", {"value": "off"})
    client.result("textDocument/documentSymbol", SYMBOLS)
    assert traces(client) == []


def test_a_trace_may_be_wanted_from_the_start(client):
    client.result("initialize", {"capabilities": {}, "trace": "messages"})
    client.notify("initialized", {})
    client.result("textDocument/documentSymbol", SYMBOLS)
    messages = [client.notification("$/logTrace")["message"] for _ in range(2)]
    assert messages[-1].startswith("textDocument/documentSymbol")


@pytest.mark.parametrize("value", [None, 3, "loud", ["off"]])
def test_odd_trace_values_change_nothing(client, value):
    client.initialize()
    client.notify("$/setTrace", {"value": value})
    client.notify("$/setTrace")
    assert traces(client) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [(None, False), ({"logLevel": "debug"}, True), ({"logLevel": "error"}, False), ({"logLevel": 7}, False)],
)
def test_the_log_tells_as_much_as_wanted(client, options, told):
    client.initialize(options=options)
    client.notify("$/nobodyKnows", {})
    client.result("shutdown")
    client.notify("exit")
    client.wait()
    log = client.stderr.read_text()
    assert ("Ignored unknown notification" in log) is told
    assert client.received_so_far("window/showMessage") == []


def test_the_level_can_be_changed(client):
    client.initialize()
    client.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {"logLevel": "debug"}}})
    client.notify("$/nobodyKnows", {})
    client.result("isoscan/state")
    assert "Ignored unknown notification $/nobodyKnows" in client.stderr.read_text()
    assert client.received_so_far("window/showMessage") == []
