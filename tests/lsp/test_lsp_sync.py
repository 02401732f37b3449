"""Text synchronisation over the real transport: what the server believes the text is, after any edits."""

import hashlib
import random

import pytest
from raw_client import RawClient, change_params, notification

URI = "file:///scans/gap.py"
TEXT = "# ─── 🎯 gap ───\nmin_gap = 0.75  # 🎯─\n\ndef scan_gap(df):\n    return df['gap'] > min_gap\n"

UNITS = {
    "utf-8": lambda text: len(text.encode()),
    "utf-16": lambda text: len(text.encode("utf-16-le")) // 2,
    "utf-32": len,
}


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture(params=UNITS, scope="module")
def encoding(request):
    return request.param


@pytest.fixture(scope="module")
def server(encoding, tmp_path_factory):
    client = RawClient(tmp_path_factory.mktemp("lsp") / "server.log")
    result = client.initialize({"general": {"positionEncodings": [encoding]}})
    assert result["capabilities"]["positionEncoding"] == encoding
    yield client
    client.stop()


@pytest.fixture
def session(server):
    """A session with a document open, in each of the encodings."""
    server.open(URI, TEXT)
    yield server
    server.close_everything()


def test_an_edit_behind_wide_characters_lands_where_the_client_means(session, encoding):
    units = UNITS[encoding]
    line = TEXT.splitlines()[0]
    start = units("# ─── 🎯 ")
    session.change(URI, 2, (0, start, 0, start + 3, "fade 🎯"))
    session.change(URI, 3, (0, units("# ─── 🎯 fade 🎯"), 0, units("# ─── 🎯 fade 🎯 "), ""))
    expected = TEXT.replace(line, "# ─── 🎯 fade 🎯───")
    assert session.state(URI)["sha256"] == sha256(expected)


def test_columns_behind_the_end_and_lines_behind_the_text_are_clamped(session):
    session.change(URI, 2, (2, 99, 2, 99, "x = 1"), (99, 0, 99, 7, "# 🎯 end"))
    lines = TEXT.split("\n")
    lines[2] = "x = 1"
    assert session.state(URI)["sha256"] == sha256("\n".join(lines) + "# 🎯 end")


@pytest.mark.parametrize("separator", ["\f", "\v", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_line_ends_of_the_protocol_end_lines(shared, separator):
    shared.open(URI, f"a{separator}b\nrename\nlast")
    shared.change(URI, 2, (1, 0, 1, 6, "renamed"))
    assert shared.state(URI)["sha256"] == sha256(f"a{separator}b\nrenamed\nlast")


def test_mixed_line_ends_count_one_each(shared):
    shared.open(URI, "a\r\nb\rc\nd")
    shared.change(URI, 2, (1, 0, 1, 1, "B"), (3, 0, 3, 1, "D"), (0, 1, 1, 0, "\n"))
    state = shared.state(URI)
    assert state["lines"] == 4
    assert state["sha256"] == sha256("a\nB\rc\nD")


def test_a_change_sees_those_before_it_and_may_be_the_whole_text(shared):
    shared.open(URI, "one\n")
    shared.change(URI, 2, (0, 0, 0, 3, "two\nthree"), "all 🎯\nnew\n", (1, 0, 1, 0, "quite "))
    assert shared.state(URI)["sha256"] == sha256("all 🎯\nquite new\n")


def test_a_range_from_its_end_to_its_start_is_taken_as_meant(shared):
    shared.open(URI, "abcdef")
    shared.change(URI, 2, (0, 4, 0, 2, "-"))
    assert shared.state(URI)["sha256"] == sha256("ab-ef")


def test_half_a_pair_becomes_a_replacement_character_and_harms_nothing(shared):
    shared.open(URI, "x = '\ud83d'\n")
    shared.change(URI, 2, (0, 6, 0, 6, "\udfaf"))
    assert shared.state(URI)["sha256"] == sha256("x = '\ufffd\ufffd'\n")
    assert shared.diagnostics(URI, 2) is not None


def test_five_hundred_edits_at_once_end_in_the_right_text_and_few_analyses(shared):
    text = TEXT
    shared.open(URI, text)
    shared.diagnostics(URI, 1)
    edit = (1, 0, 1, 0, "x")
    shared.send(
        *(
            notification("textDocument/didChange", change_params(URI, version, edit))
            for version in range(2, 502)
        )
    )
    published = shared.diagnostics(URI, 501)
    assert published["version"] == 501
    lines = text.split("\n")
    lines[1] = "x" * 500 + lines[1]
    state = shared.state(URI)
    assert state["sha256"] == sha256("\n".join(lines))
    assert state["timings"]["analyses"] < 100
    versions = [params["version"] for params in shared.received_so_far("textDocument/publishDiagnostics")]
    assert versions == sorted(versions)


def test_a_request_right_behind_an_edit_sees_it(shared):
    shared.open(URI, "x = 1\n")
    for version in range(2, 20):
        shared.change(URI, version, (0, 0, 0, 0, "# 🎯\n"))
        assert shared.result("isoscan/boundaries", {"textDocument": {"uri": URI}})["version"] == version
        assert shared.state(URI)["lines"] == version + 1


@pytest.mark.parametrize("version", [1, 0, -5, None])
def test_repeated_older_and_missing_versions_are_applied_in_order(shared, version):
    shared.open(URI, "abc\n", version=7)
    shared.change(URI, version, (0, 3, 0, 3, "d"))
    shared.change(URI, version, (0, 4, 0, 4, "e"))
    assert shared.state(URI)["sha256"] == sha256("abcde\n")


def test_closing_clears_the_findings_and_forgets_the_text(shared):
    shared.open(URI, "x = 1\n")
    shared.diagnostics(URI, 1)
    shared.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    cleared = shared.diagnostics(URI)
    assert cleared["diagnostics"] == []
    assert shared.result("isoscan/state")["documents"] == []
    assert shared.result("textDocument/foldingRange", {"textDocument": {"uri": URI}}) is None
    error = shared.ask("isoscan/boundaries", {"textDocument": {"uri": URI}})["error"]
    assert URI in error["message"]


def test_closing_right_behind_an_edit_leaves_no_findings(shared):
    shared.open(URI, "x = 1\n")
    shared.diagnostics(URI, 1)
    shared.send(
        notification("textDocument/didChange", change_params(URI, 2, "y = 2\n")),
        notification("textDocument/didClose", {"textDocument": {"uri": URI}}),
    )
    shared.result("isoscan/state")
    last = shared.received_so_far("textDocument/publishDiagnostics")[-1]
    assert (last["diagnostics"], last.get("version")) == ([], None)


def test_spellings_of_one_address_are_one_document_and_answers_keep_the_clients(shared):
    opened, other = "file:///c%3A/scans/%F0%9F%8E%AF.py", "file:///C:/scans/🎯.py"
    shared.open(opened, "x = 1\n")
    shared.change(other, 2, "x = 2\n")
    assert shared.diagnostics(opened, 2)["uri"] == opened
    [state] = shared.result("isoscan/state")["documents"]
    assert (state["uri"], state["sha256"]) == (opened, sha256("x = 2\n"))


def test_opening_twice_starts_anew(shared):
    shared.open(URI, "x = 1\n", version=9)
    shared.open(URI, "y = 2\n", version=1)
    [state] = shared.result("isoscan/state")["documents"]
    assert (state["version"], state["sha256"]) == (1, sha256("y = 2\n"))


@pytest.mark.parametrize("seed", range(3))
def test_random_edits_leave_the_same_text_as_on_the_client(session, encoding, seed):
    random_source = random.Random(seed)
    units = UNITS[encoding]
    text = TEXT
    for version in range(2, 120):
        start = random_source.randint(0, len(text))
        end = random_source.randint(start, min(len(text), start + 12))
        start, end = outside_line_ends(text, start), outside_line_ends(text, end)
        new = "".join(random_source.choices("ab🎯─é\n\r'(", k=random_source.randint(0, 5)))
        session.change(URI, version, (*position(text, start, units), *position(text, end, units), new))
        text = text[:start] + new + text[end:]
    assert session.state(URI)["sha256"] == sha256(text)


def outside_line_ends(text, offset):
    """An offset that a client can name: not between the two characters of one line end."""
    return offset - 1 if text[offset - 1 : offset + 1] == "\r\n" else offset


def position(text, offset, units):
    """The client's line and character of an offset, counted naively."""
    lines = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines) - 1, units(lines[-1])
