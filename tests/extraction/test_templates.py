from __future__ import annotations

from pathlib import Path

import pytest
from generated import analysed, extracted, generated, run
from isoscan.config import Config
from isoscan.extraction import extract

SOURCE = '''
FLOOR = 5.0


# isoscan: scanner scan_it
def scan_it(df, top=10):
    """Rows above the floor."""
    return df[(df["close"] > FLOOR) & (df["volume"] > 1000)].head(top)
'''


def test_a_template_of_the_users_own_is_filled(tmp_path: Path) -> None:
    file = tmp_path / "plain.jinja"
    file.write_text('{% include "minimal" %}\n\n# {{ name }} of {{ source_path }}\n')
    extraction = extracted(SOURCE, "scan_it", str(file))
    assert extraction.problem == ""
    assert "# scan_it of desk/scans.py" in extraction.text
    assert run(extraction.text).scan_it


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{% if %}", "plain.jinja:1"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_a_faulty_template_is_refused_with_a_sentence(text: str, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "plain.jinja"
    file.write_text(text)
    extraction = extracted(SOURCE, "scan_it", str(file))
    assert extraction.text == ""
    assert expected in extraction.problem
    assert "\n" not in extraction.problem


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            "fancy",
            "there is no template `fancy`; use `minimal`, `standard`, `enterprise` or the path of a "
            "`.jinja` file",
        ),
        ("nowhere/x.jinja", "the template nowhere/x.jinja cannot be read (No such file or directory)"),
    ],
)
def test_an_unknown_template_is_refused_with_the_way_out(template: str, expected: str) -> None:
    assert extracted(SOURCE, "scan_it", template).problem == expected


def test_a_template_that_loses_the_code_is_caught(tmp_path: Path) -> None:
    file = tmp_path / "empty.jinja"
    file.write_text('"""{{ docstring }}"""\n{{ code }}\n')
    assert "would lack `FLOOR`, `PARAMS`" in extracted(SOURCE, "scan_it", str(file)).problem


def test_the_header_tells_where_the_scanner_comes_from() -> None:
    extraction = extract(analysed(SOURCE), "scan_it", "C:\\desk\\scans.py", Config(), "minimal")
    lines = extraction.text.splitlines()
    assert lines[0] == '"""Scanner `scan_it`, extracted by isoscan.'
    assert lines[2] == "Source: C:/desk/scans.py"
    assert lines[3] == "Lines: 4-7"
    assert lines[4].startswith("SHA-256 of the slice: ")
    assert len(lines[4].rpartition(" ")[2]) == 64
    assert lines[5].startswith("Tool: isoscan ")
    assert extraction.file_name == "scan_it.py"


def test_the_checksum_changes_with_the_slice_alone() -> None:
    def checksum(source: str) -> str:
        return generated(source, "scan_it").splitlines()[4]

    assert checksum(SOURCE) == checksum(SOURCE + "\n\nUNRELATED = 4\n")
    assert checksum(SOURCE) == checksum("\n\n\n" + SOURCE.replace("\n", "\r\n"))
    assert checksum(SOURCE) != checksum(SOURCE.replace("5.0", "6.0"))


def test_a_path_in_the_header_cannot_end_the_docstring() -> None:
    extraction = extract(analysed(SOURCE), "scan_it", 'a"""b\\c.py', Config(), "standard")
    assert extraction.problem == ""
    assert 'Source: a"""b/c.py' in run(extraction.text).__doc__


def test_a_module_named_like_an_import_gets_another_file_name() -> None:
    source = """
    import ta

    # isoscan: scanner ta
    def ta(df):
        return df[(df["close"] > 5) & (df["volume"] > 1000)]
    """
    assert (
        extracted(
            source.replace("def ta", "def talib")
            .replace("scanner ta", "scanner talib")
            .replace("import ta", "import talib as t")
            .replace("> 5)", "> t.x)"),
            "talib",
        ).file_name
        == "talib_scanner.py"
    )
