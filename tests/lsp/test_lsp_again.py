"""Generated modules in an editor: extracting them again keeps what was edited by hand."""

import pytest
from applying import applied
from test_lsp_move import MOVING

SOURCE = """\
import pandas as pd

MIN_RISE = 0.02


def rise(df):
    return df["close"] / df["open"] - 1


# isoscan: scanner scan_rise
def scan_rise(df: pd.DataFrame) -> pd.DataFrame:
    return df[(rise(df) >= MIN_RISE) & (df["volume"] > 1_000_000)]
"""


@pytest.fixture
def desk(client, tmp_path):
    """A source and the module extracted from it, both in files."""
    from isoscan.cli.main import main

    (tmp_path / "scans 🎯.py").write_text(SOURCE, encoding="utf-8")
    assert main(["extract", str(tmp_path / "scans 🎯.py"), "--scanner", "scan_rise"]) == 0
    client.initialize(MOVING)
    return tmp_path


def offered(client, uri, line=2, findings=()):
    place = {"line": line, "character": 0}
    params = {
        "textDocument": {"uri": uri},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": list(findings), "only": ["quickfix"]},
    }
    return client.result("textDocument/codeAction", params) or []


def edited(client, action, text):
    edit = client.result("codeAction/resolve", action)["edit"]
    [change] = edit["documentChanges"]
    return applied(text, change["edits"])


def test_what_was_edited_stays_and_the_unsaved_source_counts(client, desk):
    uri = (desk / "scan_rise.py").as_uri()
    text = (desk / "scan_rise.py").read_text(encoding="utf-8").replace("- 1\n", "- 1.01  # 🚀\n")
    client.open(uri, text)
    client.open((desk / "scans 🎯.py").as_uri(), SOURCE.replace("0.02", "0.03"))
    kept, _, fresh = offered(client, uri)
    assert kept["title"] == "Extract `scan_rise` again, with what was edited by hand"
    merged = edited(client, kept, text)
    assert "- 1.01  # 🚀" in merged
    assert "0.03" in merged
    assert "1.01" not in edited(client, fresh, text)


def test_what_both_changed_is_refused(client, desk):
    uri = (desk / "scan_rise.py").as_uri()
    text = (desk / "scan_rise.py").read_text(encoding="utf-8").replace("- 1\n", "- 1.01\n")
    client.open(uri, text)
    client.open((desk / "scans 🎯.py").as_uri(), SOURCE.replace("- 1\n", "- 2\n"))
    kept, marked, fresh = offered(client, uri)
    for action in (kept, marked):
        assert "edited by hand" in client.ask("codeAction/resolve", action)["error"]["message"]
    assert "- 2\n" in edited(client, fresh, text)


def test_without_edits_there_is_one_action_and_nothing_to_do_when_up_to_date(client, desk):
    uri = (desk / "scan_rise.py").as_uri()
    text = (desk / "scan_rise.py").read_text(encoding="utf-8")
    client.open(uri, text)
    [action] = offered(client, uri)
    assert action["title"] == "Extract `scan_rise` again"
    assert client.ask("codeAction/resolve", action)["error"]["message"] == "It is up to date"
    assert offered(client, uri, line=12) == []
    (desk / "scans 🎯.py").unlink()
    assert "is not there" in client.ask("codeAction/resolve", action)["error"]["message"]


def test_other_files_have_no_such_action(client, tmp_path):
    client.initialize(MOVING)
    uri = (tmp_path / "plain.py").as_uri()
    client.open(uri, '"""A desk."""\n\nX = 1\n')
    assert offered(client, uri, line=0) == []
