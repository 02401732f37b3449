"""Golden results: each archive in tests/data/extraction holds a source and what is extracted from it.

An archive is divided by lines `-- source --` and `-- SCANNER TEMPLATE --`; what follows the latter is the
generated module, or `refused: ` and the sentence that says why. `ISOSCAN_UPDATE=1` rewrites them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from isoscan.analysis import analyse
from isoscan.config import Config
from isoscan.extraction import extract

FOLDER = Path(__file__).parent.parent / "data" / "extraction"
DIVIDER = re.compile(r"^-- (.+) --\n", re.MULTILINE)


def read_archive(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8", newline="") as opened:
        pieces = DIVIDER.split(opened.read())
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def result_of(source: str, title: str) -> str:
    scanner, template = title.split()
    extraction = extract(analyse(source, Config()), scanner, "desk/scans.py", Config(), template)
    return extraction.text or f"refused: {extraction.problem}\n"


CASES = [
    (file, title)
    for file in sorted(FOLDER.glob("*.txt"))
    for title in read_archive(file)
    if title != "source"
]


@pytest.mark.parametrize(("file", "title"), CASES, ids=[f"{file.stem}: {title}" for file, title in CASES])
def test_an_archive_holds_what_is_extracted(file: Path, title: str) -> None:
    archive = read_archive(file)
    result = result_of(archive["source"], title)
    if os.environ.get("ISOSCAN_UPDATE") and result != archive[title]:
        archive[title] = result
        text = "".join(f"-- {name} --\n{body}" for name, body in archive.items())
        file.write_bytes(text.encode("utf-8"))
    assert read_archive(file)[title] == result


def test_there_are_archives() -> None:
    assert len(CASES) >= 8
