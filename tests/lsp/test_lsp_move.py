"""`refactor.move`: a scanner goes to a file of its own, the source imports it where it is still called."""

import ast

import pytest
from applying import applied

MOVING = {
    "textDocument": {
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}},
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        }
    },
    "workspace": {
        "workspaceEdit": {
            "documentChanges": True,
            "resourceOperations": ["create"],
            "changeAnnotationSupport": {"groupsOnLabel": True},
        }
    },
}
DESK = """\
import pandas as pd

GAP = 0.04


# 🎯 the one that pays
def scan_gap(df: pd.DataFrame) -> pd.DataFrame:
    return df[df["gap"] > GAP]  # ─


def scan_fade(df):
    return df[df["fade"] > 0.02]


def run(df):
    return scan_gap(df)
"""


def offered(client, uri, line):
    place = {"line": line, "character": 0}
    params = {
        "textDocument": {"uri": uri},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": [], "only": ["refactor.move"]},
    }
    return client.result("textDocument/codeAction", params)


def test_the_edit_creates_the_file_and_takes_the_scanner_out(client, tmp_path):
    client.initialize(MOVING)
    uri = (tmp_path / "desk 🎯.py").as_uri()
    client.open(uri, DESK)
    [action] = offered(client, uri, 6)
    assert action["title"] == "Move scanner `scan_gap` to a new file"
    assert "edit" not in action
    edit = client.result("codeAction/resolve", action)["edit"]
    create, fill, change = edit["documentChanges"]
    assert create["kind"] == "create"
    assert create["uri"] == (tmp_path / "scan_gap.py").as_uri()
    module = fill["edits"][0]["newText"]
    assert "# 🎯 the one that pays" in module
    assert "Moved" in module.partition('"""\n')[0] or "moved" in module.partition('"""\n')[0]
    assert change["textDocument"] == {"uri": uri, "version": 1}
    left = applied(DESK, change["edits"])
    ast.parse(left)
    assert "def scan_gap" not in left
    assert "# 🎯" not in left
    assert "from scan_gap import scan_gap" in left
    assert "def scan_fade" in left
    assert edit["changeAnnotations"]["isoscan.source"]["needsConfirmation"] is True
    assert {one["annotationId"] for one in change["edits"]} == {"isoscan.source"}
    assert create["annotationId"] == fill["edits"][0]["annotationId"] == "isoscan.newFile"


def test_a_client_that_knows_no_annotations_gets_none(client, tmp_path):
    edits = {**MOVING["workspace"]["workspaceEdit"]}
    del edits["changeAnnotationSupport"]
    client.initialize({**MOVING, "workspace": {"workspaceEdit": edits}})
    uri = (tmp_path / "desk.py").as_uri()
    client.open(uri, DESK)
    edit = client.result("codeAction/resolve", offered(client, uri, 6)[0])["edit"]
    assert "changeAnnotations" not in edit
    assert "annotationId" not in str(edit)


def test_where_the_source_cannot_import_the_file_it_is_refused(client, tmp_path):
    client.initialize(MOVING, {"outputDirectory": str(tmp_path / "elsewhere")})
    folder = tmp_path / "desk"
    folder.mkdir()
    uri = (folder / "desk.py").as_uri()
    client.open(uri, DESK)
    error = client.ask("codeAction/resolve", offered(client, uri, 6)[0])["error"]
    assert "has to import the new file" in error["message"]


@pytest.mark.parametrize("without", ["resourceOperations", "resolveSupport"])
def test_it_is_offered_to_clients_that_can_do_it(client, tmp_path, without):
    capabilities = {
        "textDocument": {"codeAction": {**MOVING["textDocument"]["codeAction"]}},
        "workspace": {"workspaceEdit": {**MOVING["workspace"]["workspaceEdit"]}},
    }
    capabilities["textDocument"]["codeAction"].pop(without, None)
    capabilities["workspace"]["workspaceEdit"].pop(without, None)
    client.initialize(capabilities)
    uri = (tmp_path / "desk.py").as_uri()
    client.open(uri, DESK)
    assert offered(client, uri, 6) is None
