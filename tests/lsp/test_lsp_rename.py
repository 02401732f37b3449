"""Renaming parameters over the wire: everywhere in the file, or a reason against it."""

import pytest
from scans import SCANS, URI, at, edited, place, taken


@pytest.fixture
def opened(shared):
    shared.open(URI, SCANS)
    return shared


def renamed(client, text, line, piece, name):
    """The text after a rename."""
    edit = client.result("textDocument/rename", at(URI, text, line, piece, newName=name))
    [(uri, edits)] = edit["changes"].items()
    assert uri == URI
    return edited(text, edits)


def refusal(client, text, line, piece, name="fresh"):
    params = at(URI, text, line, piece, newName=name)
    error = client.ask("textDocument/rename", params)["error"]
    assert error["code"] == -32803
    assert "\n" not in error["message"]
    return error["message"]


@pytest.mark.parametrize(
    ("line", "piece", "name", "replacements"),
    [
        ("LOOK = 20", "LOOK", "LOOKBACK", {"LOOK": "LOOKBACK"}),
        ("calm = ", "LOOK", "LOOKBACK", {"LOOK": "LOOKBACK"}),
        ("P = {", "atr_mult", "stretch", {"atr_mult": "stretch"}),
        ("wide = ", '"atr_mult"', "stretch 🎯", {"atr_mult": "stretch 🎯"}),
        ("width = 3", "width", "times", {"width": "times"}),
        ("def scan_gap", "min_gap", "least", {"min_gap": "least"}),
        ("floor = 5", "floor", "ground", {"floor": "ground"}),
        ("self.floor", "floor)", "ground", {"floor": "ground"}),
        ("Q = dict", "gap", "jump", {"dict(gap=2)": "dict(jump=2)", 'Q["gap"]': 'Q["jump"]'}),
        (
            "busy = ",
            '["low"]',
            "bottom",
            {'{"low": 1': '{"bottom": 1', '["deep"]["low"]': '["deep"]["bottom"]'},
        ),
    ],
)
def test_every_place_is_renamed_and_nothing_else(opened, line, piece, name, replacements):
    expected = SCANS
    for old, new in replacements.items():
        expected = expected.replace(old, new)
    after = renamed(opened, SCANS, line, piece, name)
    assert after == expected
    compile(after, "renamed", "exec")


def test_edits_are_bound_to_the_version_where_the_client_checks_that(client):
    client.initialize({"workspace": {"workspaceEdit": {"documentChanges": True}}})
    client.open(URI, SCANS, version=7)
    edit = client.result("textDocument/rename", at(URI, SCANS, "LOOK = 20", "LOOK", newName="BACK"))
    [change] = edit["documentChanges"]
    assert change["textDocument"] == {"uri": URI, "version": 7}


def test_what_would_be_renamed_is_told_before(opened):
    prepared = opened.result("textDocument/prepareRename", at(URI, SCANS, "wide = ", 'P["atr_mult"]'))
    assert prepared is None  # on the dict's name
    prepared = opened.result("textDocument/prepareRename", at(URI, SCANS, "wide = ", "atr_mult"))
    assert prepared["placeholder"] == taken(SCANS, prepared["range"]) == "atr_mult"
    prepared = opened.result("textDocument/prepareRename", at(URI, SCANS, "self.floor", "floor"))
    assert prepared["placeholder"] == taken(SCANS, prepared["range"]) == "floor"
    assert opened.result("textDocument/prepareRename", at(URI, SCANS, "import pandas", "pandas")) is None
    error = opened.ask("textDocument/prepareRename", at(URI, SCANS, "rsi", "30"))["error"]
    assert "has no name in the code" in error["message"]


@pytest.mark.parametrize(
    ("line", "piece", "name", "reason"),
    [
        ("rsi", "30", "fresh", "`30` has no name in the code"),
        ("rolling", "20", "fresh", "has no name in the code"),
        ("P = {", "0.9", "fresh", "Put the cursor on the name `atr_mult` to rename it"),
        ("wide = ", 'P["atr_mult"]', "fresh", "Put the cursor on the name `atr_mult` to rename it"),
        ("WHOLE = {", "size", "fresh", "line 31 uses `WHOLE` as a whole"),
        ("LOOK = 20", "LOOK", "P", "`P` is used in line 3 already"),
        ("LOOK = 20", "LOOK", "print", "`print` is used in line 31 already"),
        ("LOOK = 20", "LOOK", "class", "`class` is not a name in Python"),
        ("LOOK = 20", "LOOK", "two words", "is not a name in Python"),
        ("LOOK = 20", "LOOK", "", "is not a name in Python"),
        ("LOOK = 20", "LOOK", "match", "is a word of Python's"),
        ("width = 3", "width", "wide", "`wide` is used in line 20 already"),
        ("def scan_gap", "min_gap", "df", "`df` is used in line 18 already"),
        ("P = {", "atr_mult", "🎯 unused", "is used in line 3 already"),
        ("P = {", "atr_mult", 'a"b', "neither quotes nor backslashes"),
        ("P = {", "atr_mult", "", "must not be empty"),
        ("Q = dict", "gap", "two words", "is not a name in Python"),
    ],
)
def test_an_unsafe_rename_is_refused_with_the_reason(opened, line, piece, name, reason):
    assert reason in refusal(opened, SCANS, line, piece, name)


SCAN = "def scan_gap(df, n=3):\n    return df[(df['gap'] > X) & (df['v'] > n)]\n"


@pytest.mark.parametrize(
    ("text", "piece", "reason"),
    [
        (
            f"X = 2\n\n{SCAN}\ndef tell(name):\n    return globals()[name]\n",
            "X",
            "may look names up by their text",
        ),
        (f"X = 2\n\n{SCAN}\nquery = 'gap > @X'\n", "X", "line 6 names it inside a string"),
        (f"X = 2\n__all__ = ['X']\n\n{SCAN}", "X", "line 2 names it inside a string"),
        (f"X = 2\n\n{SCAN}\ndef tune():\n    global X\n    X = 3\n", "X", "declared `global`"),
        (f"X = 2\n\n{SCAN}\nx = scan_gap(df, **{{'n': 1}})\n", "n=3", "with a dict of arguments"),
        (
            f"X = 2\n\n{SCAN}\nx = partial(scan_gap, n=1)\n",
            "n=3",
            "passes `n=` to `scan_gap` in a roundabout way",
        ),
        (f"X = 2\n\n{SCAN}\nx = scan_gap(df, n=\n   1)\n", "n=3", "passes `n=` is hard to tell"),
        (f"X = 2\n\n{SCAN.replace('> n)', '> n) & (')}", "n=3", "has a syntax error"),
    ],
)
def test_more_reasons(shared, text, piece, reason):
    shared.open(URI, text)
    line = "def scan_gap" if piece == "n=3" else "X = 2"
    position = place(text, line, piece, 0)
    params = {"textDocument": {"uri": URI}, "position": position, "newName": "fresh"}
    error = shared.ask("textDocument/rename", params).get("error")
    assert error is not None
    assert reason in error["message"]


@pytest.mark.parametrize(
    ("display", "use", "reason"),
    [
        ("{'a': 1}", "for key in P: print(key)", "as a whole"),
        ("{'a': 1}", "print(P[name])", "as a whole"),
        ("{'a': 1}", "print(P[f'{x}'])", "which key of `P` line 6 means is hard to tell"),
        ("{**BASE, 'a': 1}", "", "takes keys from another dict"),
    ],
)
def test_dicts_whose_keys_cannot_be_followed(shared, display, use, reason):
    text = f"P = {display}\n\ndef scan_gap(df):\n    return df[df['gap'] > P['a']]\n\n{use}\n"
    shared.open(URI, text)
    params = at(URI, text, "return", "'a'", newName="b")
    error = shared.ask("textDocument/rename", params).get("error")
    assert error is not None
    assert reason in error["message"]


@pytest.mark.parametrize(
    ("head", "more", "reason"),
    [
        ("class Desk(Base):", "", "`Desk` derives from `Base`"),
        ("class Desk:", "print(other.floor)", "`other.floor` in line 7 may be another's"),
    ],
)
def test_attributes_that_others_may_read(shared, head, more, reason):
    body = "    floor = 5\n\n    def scan_gap(self, df):\n        return df[df['gap'] > self.floor]\n"
    text = f"{head}\n{body}\n{more}\n"
    shared.open(URI, text)
    error = shared.ask("textDocument/rename", at(URI, text, "floor = 5", "floor", newName="x")).get("error")
    assert error is not None
    assert reason in error["message"]
