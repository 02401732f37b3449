from pathlib import Path

import pytest
from isoscan.lsp.uris import document_key, module_name, path_of, sibling_uri


@pytest.mark.parametrize(
    "spelling", ["file:///c%3A/scans/a%20b.py", "file:///C:/scans/a%20b.py", "FILE:///c:/scans/a b.py"]
)
def test_spellings_of_one_file_share_a_key(spelling):
    assert document_key(spelling) == document_key("file:///c:/scans/a%20b.py")


def test_different_documents_have_different_keys():
    addresses = [
        "file:///scans/a.py",
        "file:///scans/A.py",
        "file:///scans/a.py/",
        "file://server/scans/a.py",
        "untitled:///scans/a.py",
        "untitled:Untitled-1",
        "untitled:Untitled-2",
        "vscode-notebook-cell:/scans/a.ipynb#W0",
        "vscode-notebook-cell:/scans/a.ipynb#W1",
        "file:///scans/a%23.py",
    ]
    assert len({document_key(address) for address in addresses}) == len(addresses)


@pytest.mark.parametrize("address", ["", "nonsense", "http://[half", "file:", "file:///%00.py"])
def test_nonsense_is_a_key_and_no_path(address):
    assert isinstance(document_key(address), str)
    assert path_of(address) is None


def test_paths_are_decoded():
    assert path_of("file:///scans/%F0%9F%8E%AF%20a.py") == Path("/scans/🎯 a.py")
    assert path_of("file://localhost/scans/a.py") == Path("/scans/a.py")
    assert path_of("untitled:Untitled-1") is None


def test_a_document_has_a_module_name():
    assert module_name("file:///scans/%F0%9F%8E%AF%20a.b.py") == "🎯 a"
    assert module_name("untitled:Untitled-1") == "Untitled-1"
    assert module_name("") == "module"


def test_a_sibling_keeps_the_folder_as_the_client_spells_it():
    assert sibling_uri("file:///c%3A/scans/a.py", "gap up.py") == "file:///c%3A/scans/gap%20up.py"
