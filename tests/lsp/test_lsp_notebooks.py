"""Notebooks over the wire: cells are read together, and every answer is about the cell that was asked."""

import ast

import pytest

SYNC = {"notebookDocument": {"synchronization": {"dynamicRegistration": False}}}
ACTIONS = {
    "codeAction": {
        "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}},
        "dataSupport": True,
        "resolveSupport": {"properties": ["edit"]},
    },
    "publishDiagnostics": {"relatedInformation": True},
    "foldingRange": {"lineFoldingOnly": True},
}
EDITS = {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]}}

SETTINGS = "%matplotlib inline\nimport pandas as pd\nP = {'gap_min': 0.04, 'unread': 3}  # 🎯\nLIMIT = 0.9"
GAP = (
    "def scan_gap_up(df):\n"
    "    # ─ 🚀\n"
    "    return df[(df['gap'] > P['gap_min']) & (df['close'] / df['open'] > LIMIT)]\n"
)
SHELL = "%%bash\nif true; then echo 'x; fi"
FADE = (
    "!pip install ta\n\n\n"
    + "def scan_fade(df):\n    return df[(df['close'] < df['open']) & (df['rvol'] > LIMIT)]"
)
TEXTS = [SETTINGS, GAP, None, SHELL, FADE]


class Desk:
    """A notebook in the editor: code cells, and one of prose."""

    def __init__(self, client, folder):
        self.client = client
        self.path = folder / "desk 🎯.ipynb"
        self.uri = self.path.as_uri()
        self.version = 1

    def cell(self, number):
        return self.uri.replace("file:", "vscode-notebook-cell:") + f"#W{number}"

    def item(self, number, text):
        return {"uri": self.cell(number), "languageId": "python", "version": 1, "text": text}

    def entry(self, number, kind=2):
        return {"kind": kind, "document": self.cell(number)}

    def open(self, texts=TEXTS):
        cells = [self.entry(number, 2 if text else 1) for number, text in enumerate(texts)]
        items = [self.item(number, text) for number, text in enumerate(texts) if text]
        notebook = {"uri": self.uri, "notebookType": "jupyter-notebook", "version": 1, "cells": cells}
        self.client.notify(
            "notebookDocument/didOpen", {"notebookDocument": notebook, "cellTextDocuments": items}
        )

    def change(self, **cells):
        self.version += 1
        identifier = {"uri": self.uri, "version": self.version}
        self.client.notify(
            "notebookDocument/didChange", {"notebookDocument": identifier, "change": {"cells": cells}}
        )

    def edit(self, number, version, *changes):
        content = {"document": {"uri": self.cell(number), "version": version}, "changes": list(changes)}
        self.change(textContent=[content])

    def findings(self, number, version=1):
        found = self.client.diagnostics(self.cell(number), version)["diagnostics"]
        return {finding["code"]: finding for finding in found if finding["code"] != "ISO100"}

    def ask(self, method, number, **params):
        return self.client.result(method, {"textDocument": {"uri": self.cell(number)}, **params})


@pytest.fixture
def desk(client, tmp_path):
    announced = client.initialize({**SYNC, "textDocument": ACTIONS, "workspace": EDITS})["capabilities"]
    (selector,) = announced["notebookDocumentSync"]["notebookSelector"]
    assert selector["cells"] == [{"language": "python"}]
    desk = Desk(client, tmp_path)
    desk.open()
    return desk


def at(line, character):
    return {"line": line, "character": character}


def span(line, start, end):
    return {"start": at(line, start), "end": at(line, end)}


def test_findings_stand_in_their_cells_and_name_those_of_others(desk):
    found = desk.findings(0)
    assert set(found) == {"ISO201", "ISO301"}
    shared = found["ISO201"]
    assert shared["range"] == span(3, 0, 5)
    places = [
        (place["location"]["uri"], place["location"]["range"]["start"]["line"])
        for place in shared["relatedInformation"]
    ]
    assert places == [(desk.cell(1), 2), (desk.cell(4), 4)]
    assert found["ISO301"]["range"]["start"] == at(2, 22)
    assert desk.findings(1) == desk.findings(3) == desk.findings(4) == {}


def test_an_edit_of_one_cell_reaches_the_others(desk):
    assert "ISO201" in desk.findings(0)
    desk.edit(4, 2, {"range": span(4, 52, 57), "text": "2.0"})
    assert desk.findings(4, 2) == {}
    assert set(desk.findings(0)) == {"ISO301"}
    desk.edit(0, 2, {"range": {"start": at(0, 0), "end": at(0, 0)}, "text": "# 🎯\n\n"})
    assert desk.findings(0, 2)["ISO301"]["range"]["start"] == at(4, 22)


def test_cells_come_go_and_change_places(desk):
    assert "ISO201" in desk.findings(0)
    desk.change(structure={"array": {"start": 4, "deleteCount": 1}, "didClose": [{"uri": desk.cell(4)}]})
    assert desk.client.diagnostics(desk.cell(4))["diagnostics"]
    assert set(desk.findings(0)) == {"ISO301"}


def test_a_cell_that_is_closed_has_no_findings(desk):
    desk.findings(4)
    array = {"start": 0, "deleteCount": 0, "cells": [desk.entry(9)]}
    desk.change(structure={"array": array, "didOpen": [desk.item(9, "LIMIT = 2\nLIMIT = 3\n")]})
    assert "ISO201" in desk.findings(0) or "ISO202" in desk.findings(9)
    desk.client.notify(
        "notebookDocument/didClose", {"notebookDocument": {"uri": desk.uri}, "cellTextDocuments": []}
    )
    for number in (9, 0):
        while desk.client.diagnostics(desk.cell(number))["diagnostics"]:
            pass
    assert desk.client.ask("isoscan/boundaries", {"textDocument": {"uri": desk.cell(0)}})["error"]


def test_hover_highlight_definition_and_references(desk):
    limit = at(2, GAP.split("\n")[2].index("LIMIT") + 1)
    hover = desk.ask("textDocument/hover", 1, position=limit)
    assert hover["range"]["start"]["line"] == 2
    assert "0.9" in str(hover["contents"])
    (target,) = [desk.ask("textDocument/definition", 1, position=limit)]
    target = target[0] if isinstance(target, list) else target
    assert (target["uri"], target["range"]) == (desk.cell(0), span(3, 0, 5))
    references = desk.ask("textDocument/references", 1, position=limit, context={"includeDeclaration": True})
    assert sorted({place["uri"] for place in references}) == [desk.cell(0), desk.cell(1), desk.cell(4)]
    highlights = desk.ask("textDocument/documentHighlight", 1, position=limit)
    assert [place["range"]["start"]["line"] for place in highlights] == [2]


def test_renaming_changes_all_cells(desk):
    edit = desk.ask("textDocument/rename", 0, position=at(3, 1), newName="FLOOR")
    changes = {change["textDocument"]["uri"]: change for change in edit["documentChanges"]}
    assert set(changes) == {desk.cell(0), desk.cell(1), desk.cell(4)}
    assert changes[desk.cell(0)]["edits"] == [{"range": span(3, 0, 5), "newText": "FLOOR"}]
    assert changes[desk.cell(4)]["textDocument"]["version"] == 1


def test_folds_outline_lenses_hints_and_boundaries_of_a_cell(desk):
    folds = desk.ask("textDocument/foldingRange", 1)
    assert {(fold["startLine"], fold["endLine"]) for fold in folds} == {(0, 2)}
    names = [symbol["name"] for symbol in desk.ask("textDocument/documentSymbol", 1)]
    assert any("scan_gap_up" in name for name in names)
    assert not any("scan_fade" in name for name in names)
    lenses = desk.ask("textDocument/codeLens", 4)
    assert {lens["range"]["start"]["line"] for lens in lenses} == {3}
    assert "Extract" in [lens["command"]["title"] for lens in lenses]
    whole = {"start": at(0, 0), "end": at(9, 0)}
    for hint in desk.ask("textDocument/inlayHint", 1, range=whole) or ():
        assert hint["position"]["line"] < 4
    (boundary,) = desk.ask("isoscan/boundaries", 1)["scanners"]
    assert boundary["headerRange"]["start"]["line"] == 0
    assert "uri" not in boundary
    ranges = desk.ask("textDocument/selectionRange", 1, positions=[at(2, 30)])
    assert ranges[0]["range"]["start"]["line"] == 2


def test_the_boundaries_of_a_notebook_name_their_cells(desk):
    scanners = desk.client.result("isoscan/boundaries", {"textDocument": {"uri": desk.uri}})["scanners"]
    assert [(scanner["name"], scanner["uri"]) for scanner in scanners] == [
        ("scan_gap_up", desk.cell(1)),
        ("scan_fade", desk.cell(4)),
    ]
    assert scanners[0]["range"]["start"]["line"] == 0
    assert scanners[1]["headerRange"] == span(3, 0, len("def scan_fade(df):"))


CONFIRMED = ["# isoscan: begin trend\nfast = df['close'] > LIMIT  # 🎯", "slow = df['rvol'] > 2\n", "x = 1"]
END = "hits = df[fast & slow]\n# isoscan: end\n"


def test_a_scanner_that_goes_on_in_further_cells_is_there_for_each(client, tmp_path):
    client.initialize(SYNC)
    desk = Desk(client, tmp_path)
    desk.open([SETTINGS, *CONFIRMED[:2], END, CONFIRMED[2]])
    scanners = client.result("isoscan/boundaries", {"textDocument": {"uri": desk.uri}})["scanners"]
    trend = [scanner for scanner in scanners if scanner["name"] == "trend"]
    assert [scanner["uri"] for scanner in trend] == [desk.cell(1), desk.cell(2), desk.cell(3)]
    begins = [scanner["headerRange"]["start"] != scanner["headerRange"]["end"] for scanner in trend]
    assert begins == [True, False, False]
    assert desk.ask("isoscan/boundaries", 2)["scanners"][0]["range"]["start"] == at(0, 0)


def test_a_cell_names_its_notebook_in_commands(desk):
    desk.client.ask(
        "workspace/executeCommand",
        {"command": "isoscan.extract", "arguments": [{"uri": desk.cell(4), "namespace": "scan_fade"}]},
    )
    assert (desk.path.parent / "scan_fade.py").exists()


def test_fixes_change_cells(desk):
    desk.findings(0)
    actions = desk.ask(
        "textDocument/codeAction", 0, range=span(2, 22, 22), context={"diagnostics": [], "only": ["quickfix"]}
    )
    fix = next(action for action in actions if action["title"] == "Delete `unread`")
    (change,) = fix["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": desk.cell(0), "version": 1}
    assert fix["diagnostics"][0]["range"]["start"] == at(2, 22)


def test_a_scanner_is_extracted_into_a_file(desk, tmp_path):
    actions = desk.ask("textDocument/codeAction", 4, range=span(3, 0, 0), context={"diagnostics": []})
    (action,) = [one for one in actions if one["kind"].startswith("refactor")]
    edit = desk.client.result("codeAction/resolve", action)["edit"]
    create, fill = edit["documentChanges"]
    assert create["uri"] == (tmp_path / "scan_fade.py").as_uri()
    module = fill["edits"][0]["newText"]
    ast.parse(module)
    assert "Source: desk 🎯.ipynb" in module
    assert "!pip" not in module
    assert "LIMIT" in module


def test_findings_for_a_client_that_asks(client, tmp_path):
    client.initialize({**SYNC, "textDocument": {**ACTIONS, "diagnostic": {}}, "workspace": EDITS})
    desk = Desk(client, tmp_path)
    desk.open()
    report = desk.ask("textDocument/diagnostic", 0)
    assert {finding["code"] for finding in report["items"]} >= {"ISO201", "ISO301"}
    everything = client.result("workspace/diagnostic", {"previousResultIds": []})["items"]
    assert [one["uri"] for one in everything] == [desk.cell(number) for number in (0, 1, 3, 4)]
    assert client.received_so_far("textDocument/publishDiagnostics") == []


def test_workspace_symbols_name_cells(desk):
    (symbol,) = desk.client.result("workspace/symbol", {"query": "scan_fade"})[:1]
    assert symbol["location"]["uri"] == desk.cell(4)
    assert symbol["location"]["range"]["start"]["line"] == 3


def test_symbols_of_other_files_stay_as_they_are_beside_a_notebook(client, tmp_path):
    client.initialize(SYNC)
    uri = (tmp_path / "plain.py").as_uri()
    client.open(uri, "# 🎯\n" * 200 + GAP)
    alone = client.result("workspace/symbol", {"query": "scan_gap"})
    assert alone
    for texts in ([], ["x = 1"]):
        Desk(client, tmp_path).open(texts)
        assert client.result("workspace/symbol", {"query": "scan_gap"}) == alone


def test_a_client_without_notebooks_is_offered_none(client):
    assert "notebookDocumentSync" not in client.initialize()["capabilities"]


def test_odd_notebooks_do_no_harm(client, tmp_path):
    client.initialize(SYNC)
    desk = Desk(client, tmp_path)
    desk.change(structure={"array": {"start": 0, "deleteCount": 0}})
    desk.open([])
    desk.open(["x = 1", "", "y = ("])
    desk.change()
    assert desk.ask("textDocument/foldingRange", 0) is None
    assert desk.ask("textDocument/hover", 2, position=at(9, 9)) is None
