"""Relative imports become absolute ones where the source's package is known."""

from __future__ import annotations

import pytest
from generated import analysed
from isoscan.config import Config
from isoscan.extraction import extract

SOURCE = """
    import pandas as pd
    from .helpers import other, wide
    from ..levels import (
        HIGH,  # 📈 the upper one
        LOW,
    )
    from . import helpers, unused


    def scan_rise(df):
        from .helpers import very_wide as very
        rise = df["close"] / df["open"] - 1
        return df[wide(df) & very(df) & helpers.wide(df) & (rise > LOW)]


    def scan_fall(df):
        return df[other(df) & (df["volume"] > HIGH)]
"""


def text_with(package: str | None, name: str = "scan_rise") -> str:
    extraction = extract(analysed(SOURCE), name, "desk/tools/scans.py", Config(), "minimal", package)
    assert extraction.problem == ""
    return extraction.text


def test_they_are_written_with_the_package_and_thinned():
    text = text_with("desk.tools")
    assert "from desk.tools.helpers import wide\n" in text
    assert "from desk.levels import (\n    LOW,\n)" in text
    assert "from desk.tools import helpers\n" in text
    assert "    from desk.tools.helpers import very_wide as very\n" in text
    assert "from ." not in text
    assert "became absolute" in text


def test_a_file_in_no_package_takes_from_the_files_beside_it():
    text = text_with("")
    assert "from helpers import wide\n" in text
    assert "import helpers\n" in text
    assert "    from helpers import very_wide as very\n" in text
    assert "from ..levels import" in text  # there is no telling what lies above
    assert "the relative import of line 3 stays" in text


def test_without_knowing_the_package_they_stay():
    text = text_with(None)
    assert "from .helpers import wide\n" in text
    assert "the relative import of line 2, 3, 7, 11 stays" in text


@pytest.mark.parametrize("package", ["desk.tools", "", None])
def test_the_checksum_is_of_the_source(package):
    def digest(text: str) -> str:
        return next(line for line in text.splitlines() if line.startswith("SHA-256"))

    assert digest(text_with(package)) == digest(text_with("x.y"))


def test_a_star_that_nothing_else_explains_stays_with_a_remark():
    source = """
        from .shared import *


        def scan_rise(df):
            return df[(df["close"] > df["open"]) & wide(df, LEVEL)]
    """
    extraction = extract(analysed(source), "scan_rise", "desk/scans.py", Config(), "minimal", "desk")
    assert extraction.problem == ""
    assert "from desk.shared import *" in extraction.text
    assert any("may come from it" in remark for remark in extraction.remarks)
