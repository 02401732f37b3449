from dataclasses import replace

import pytest
from hand_made import URI, analysis, document, scanner, span_of
from isoscan.config import Config
from isoscan.lsp.capabilities import Client
from isoscan.lsp.features.code_action import code_action
from isoscan.lsp.requests import CodeActionRequest
from isoscan.lsp.view import View
from isoscan.rules.diagnostic import Diagnostic, Edit, Fix

FILE = """\
# the 🎯 gap
def scan_gap(df):
    x = df['gap'] > 2
    return x

def scan_fade(df):
    return df['gap'] < 1
"""

GAP = scanner(FILE, "scan_gap", first=0, last=3)
FADE = scanner(FILE, "scan_fade", last=6)
FINDING = Diagnostic(
    code="ISO301",
    name="unused-parameter",
    severity="warning",
    subject="x",
    message="nobody reads `x`",
    span=span_of(FILE, "x"),
    scanners=("scan_gap",),
    fixes=(
        Fix("Remove it", "safe", (Edit(span_of(FILE, "x"), ""),)),
        Fix("Rename it", "unsafe", (Edit(span_of(FILE, "x"), "y"),)),
        Fix("Consider it", "display", (Edit(span_of(FILE, "x"), "z"),)),
        Fix("Think", "display", ()),
    ),
)

EDITOR = Client(
    takes_code_actions=True,
    resolves_edits=True,
    creates_files=True,
    takes_versioned_edits=True,
    shows_disabled_actions=True,
    shows_preferred_actions=True,
)


def actions(start, end=None, *, client=EDITOR, only=None, automatic=False, uri=URI, scanners=(GAP, FADE)):
    end = end or start
    view = View(document(FILE, uri=uri), analysis(FILE, *scanners, diagnostics=[FINDING]), Config(), client)
    where = {"start": place(start), "end": place(end)}
    return code_action(view, view.selection(where), CodeActionRequest(where, only, automatic))


def place(where):
    return {"line": where[0], "character": where[1]}


def extractions(*arguments, **options):
    found = actions(*arguments, **options) or []
    return [action for action in found if action.get("kind", "refactor.extract") == "refactor.extract"]


def titles(*arguments, **options):
    return [action["title"] for action in extractions(*arguments, **options)]


EXTRACT_GAP = "Extract scanner `scan_gap` to a new file"
EXTRACT_FADE = "Extract scanner `scan_fade` to a new file"


def test_extraction_is_offered_on_the_header_line_and_nowhere_else():
    for line in range(8):
        offered = [title for title in titles((line, 0)) if title.startswith("Extract")]
        assert offered == {1: [EXTRACT_GAP], 5: [EXTRACT_FADE]}.get(line, [])
    assert titles((1, 4), (1, 12)) == [EXTRACT_GAP]
    assert actions((3, 0)) is None


def test_extraction_is_offered_on_a_selection_of_the_scanner():
    only = ["refactor"]
    assert titles((1, 0), (3, 12), only=only) == [EXTRACT_GAP]
    assert titles((0, 0), (4, 0), only=only) == [EXTRACT_GAP]
    assert titles((1, 0), (3, 11), only=only) == []
    assert titles((3, 12), (1, 0), only=only) == [EXTRACT_GAP]
    assert titles((0, 0), (9, 0), only=only) == [EXTRACT_GAP, EXTRACT_FADE]
    assert titles((0, 0), (9, 0), only=only, automatic=True) == []
    assert titles((0, 0), (4, 0), only=only, automatic=True) == [EXTRACT_GAP]


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (None, {"refactor.extract", "refactor.move"}),
        ([], set()),
        ([""], {"refactor.extract", "refactor.move", "source.fixAll.isoscan"}),
        (["refactor"], {"refactor.extract", "refactor.move"}),
        (["refactor.move"], {"refactor.move"}),
        (["refactor.extract"], {"refactor.extract"}),
        (["refactor.extract.function"], set()),
        (["refactor.ex"], set()),
        (["quickfix"], set()),
        (["source"], {"source.fixAll.isoscan"}),
        (["source.fixAll"], {"source.fixAll.isoscan"}),
        (["source.fixAll.ruff"], set()),
        (["source.fixAll", "refactor"], {"refactor.extract", "refactor.move", "source.fixAll.isoscan"}),
    ],
)
def test_the_kinds_asked_for_are_honoured(only, kinds):
    assert {action["kind"] for action in actions((1, 0), only=only) or []} == kinds


def test_a_sections_header_is_its_banner():
    section = scanner(FILE, "the 🎯 gap", "section", first=0, last=3, line=1)
    [action] = extractions((0, 0), only=["refactor"], scanners=(section,))
    assert action["title"] == "Extract scanner `the 🎯 gap` to a new file"
    assert "disabled" not in action
    assert titles((1, 0), only=["refactor"], scanners=(section,)) == []


def test_extraction_is_left_to_be_resolved():
    [action] = extractions((1, 0))
    assert "edit" not in action
    assert action["data"]["namespace"] == "scan_gap"
    assert action["data"]["uri"] == URI


def test_a_client_that_cannot_create_files_gets_a_command():
    [action] = extractions((1, 0), client=replace(EDITOR, creates_files=False))
    assert action["command"]["command"] == "isoscan.extract"
    assert action["command"]["arguments"][0]["namespace"] == "scan_gap"
    assert not {"edit", "data"} & set(action)


def test_a_client_without_code_actions_gets_bare_commands():
    [command] = extractions((1, 0), client=Client())
    assert command["command"] == "isoscan.extract"
    assert "kind" not in command
    assert actions((2, 4), client=Client()) is None


def test_without_a_folder_it_is_disabled_with_the_reason():
    untitled = "untitled:Untitled-1"
    [action] = extractions((1, 0), uri=untitled)
    assert "Save the file first" in action["disabled"]["reason"]
    assert not {"edit", "data", "command"} & set(action)
    assert actions((1, 0), uri=untitled, client=replace(EDITOR, shows_disabled_actions=False)) is None
    assert actions((1, 0), uri=untitled, client=Client()) is None


def test_a_broken_scanner_is_disabled_with_the_reason():
    broken = scanner(FILE, "scan_gap", first=0, last=3, status="invalid")
    [action] = extractions((1, 0), scanners=(broken,))
    assert "`scan_gap`" in action["disabled"]["reason"]


def test_fixes_of_the_findings_at_the_place():
    fixes = actions((2, 4), only=["quickfix"])
    assert [fix["title"] for fix in fixes] == [
        "Remove it",
        "Rename it (may change results)",
        "Consider it (suggestion)",
        "Ignore ISO301 here",
    ]
    assert [fix.get("isPreferred") for fix in fixes] == [True, None, None, None]
    [diagnostic] = fixes[0]["diagnostics"]
    assert diagnostic["code"] == "ISO301"
    [edit] = fixes[0]["edit"]["documentChanges"]
    assert edit["textDocument"] == {"uri": URI, "version": 1}
    assert edit["edits"] == [{"range": diagnostic["range"], "newText": ""}]
    assert actions((2, 6), only=["quickfix"]) is None
    assert actions((2, 4), only=["refactor"]) is None


def test_fixes_for_clients_without_versioned_edits():
    fix = actions((2, 4), client=replace(EDITOR, takes_versioned_edits=False, shows_preferred_actions=False))[
        0
    ]
    assert list(fix["edit"]) == ["changes"]
    assert list(fix["edit"]["changes"]) == [URI]
    assert "isPreferred" not in fix
