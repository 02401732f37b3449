import os
from pathlib import Path

import pytest
from hand_made import analysis, document, scanner
from isoscan.config import Config
from isoscan.lsp.extract import (
    NewFile,
    creation_edit,
    reason_against,
    scanner_named,
    write_files,
)
from isoscan.lsp.failures import RefusalError, StaleError

TEXT = "def scan_gap(df):\n    return df  # 🎯─\n"
FILE = NewFile("scan_gap.py", '"""🎯─"""\r\nx = 1\r\n')


def write_one(source, config):
    (path,) = write_files(source, [FILE], config)
    return path


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "my 🎯 scans"
    folder.mkdir()
    return folder


@pytest.fixture
def source(folder):
    return document(TEXT, uri=(folder / "desk.py").as_uri())


def test_the_edit_creates_the_file_beside_its_source_and_fills_it(source):
    create, edit = creation_edit(source, [FILE], Config())["documentChanges"]
    assert create == {
        "kind": "create",
        "uri": source.uri.replace("desk.py", "scan_gap.py"),
        "options": {"overwrite": False, "ignoreIfExists": False},
    }
    assert edit["textDocument"] == {"uri": create["uri"], "version": None}
    [insertion] = edit["edits"]
    assert insertion["newText"] == FILE.text
    assert insertion["range"]["start"] == insertion["range"]["end"] == {"line": 0, "character": 0}


def test_the_folder_keeps_the_clients_spelling(folder):
    spelled = document(TEXT, uri=f"file://{folder}/desk.py")
    create, _ = creation_edit(spelled, [FILE], Config())["documentChanges"]
    assert create["uri"] == f"file://{folder}/scan_gap.py"


def test_names_that_are_taken_are_numbered(source, folder):
    (folder / "scan_gap.py").write_text("mine")
    (folder / "scan_gap_2.py").mkdir()
    create, _ = creation_edit(source, [FILE], Config())["documentChanges"]
    assert create["uri"].endswith("/scan_gap_3.py")


def test_the_written_file_is_the_text_byte_for_byte_and_nothing_is_overwritten(source, folder):
    first = write_one(source, Config())
    second = write_one(source, Config())
    assert (first.name, second.name) == ("scan_gap.py", "scan_gap_2.py")
    assert first.parent == folder
    assert first.read_bytes() == second.read_bytes() == FILE.text.encode()


def test_a_link_that_leads_nowhere_is_not_written_through(source, folder):
    (folder / "scan_gap.py").symlink_to(folder / "nowhere.py")
    assert write_one(source, Config()).name == "scan_gap_2.py"
    assert not (folder / "nowhere.py").exists()


@pytest.mark.parametrize("relative", [True, False])
def test_a_folder_that_the_user_chose(source, folder, tmp_path, relative):
    chosen = Config(output_directory="out" if relative else str(tmp_path / "out"))
    expected = (folder if relative else tmp_path) / "out" / "scan_gap.py"
    create, _ = creation_edit(source, [FILE], chosen)["documentChanges"]
    assert create["uri"] == expected.as_uri()
    assert not expected.exists()
    assert write_one(source, chosen) == expected


def test_a_folder_that_cannot_be_written_to_is_a_sentence(source, folder):
    blocked = Config(output_directory=str(folder / "file" / "out"))
    (folder / "file").write_text("")
    with pytest.raises(RefusalError, match="cannot be written to"):
        write_one(source, blocked)


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="nothing is forbidden to this user")
def test_a_forbidden_folder_is_a_sentence(source, folder):
    folder.chmod(0o500)
    with pytest.raises(RefusalError, match="cannot be written to"):
        write_one(source, Config())


def test_documents_without_a_folder():
    untitled = document(TEXT, uri="untitled:Untitled-1")
    scan = scanner(TEXT, "scan_gap", last=1)
    assert "Save the file first" in reason_against(untitled, scan)
    for write in (creation_edit, write_files):
        with pytest.raises(RefusalError, match="Save the file first"):
            write(untitled, FILE, Config())
    assert reason_against(document(TEXT), scan) == ""


def test_a_scanner_of_another_text_is_refused(source):
    made = analysis(TEXT, scanner(TEXT, "scan_gap", last=1))
    assert scanner_named(source, made, source.revision, "scan_gap").boundary.name == "scan_gap"
    for revision, namespace in (
        (source.revision, "scan_fade"),
        (source.revision - 1, "scan_gap"),
        (None, ""),
    ):
        with pytest.raises(StaleError, match="changed meanwhile, try again"):
            scanner_named(source, made, revision, namespace)


def test_reopening_a_document_makes_older_actions_stale(source):
    again = document(TEXT, uri=source.uri)
    made = analysis(TEXT, scanner(TEXT, "scan_gap", last=1))
    with pytest.raises(StaleError):
        scanner_named(again, made, source.revision, "scan_gap")


def test_all_names_taken_is_a_sentence(source, folder, monkeypatch):
    monkeypatch.setattr(Path, "exists", lambda path: True)
    with pytest.raises(RefusalError, match="too many files"):
        creation_edit(source, [FILE], Config())
