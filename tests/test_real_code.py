"""Real code, analysed where it is installed: nothing fails, and where there are no scanners none is found."""

from __future__ import annotations

import sysconfig
from importlib.util import find_spec
from pathlib import Path

import pytest
from isoscan.analysis import analyse
from isoscan.config import Config
from isoscan.source.decoding import decode

STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))
LEFT_OUT = {"test", "tests", "site-packages", "__pycache__", "lib2to3"}
# Deliberately not Python text.
UNREADABLE = {"bad_coding.py", "badsyntax_pep3120.py"}


def folder_of(package: str) -> Path:
    specification = find_spec(package)
    assert specification is not None, f"{package} is a test dependency: see tests/requirements-real-code.txt"
    return Path(specification.submodule_search_locations[0])


def python_files(folder: Path) -> list[Path]:
    files = folder.rglob("*.py")
    return sorted(file for file in files if not LEFT_OUT & set(file.relative_to(folder).parts[:-1]))


def scanners_in(file: Path) -> list[str]:
    decoded = decode(file.read_bytes())
    assert bool(decoded.problem) == (file.name in UNREADABLE), f"{file}: {decoded.problem}"
    analysis = analyse(decoded.text, Config(), module_name=file.stem)
    assert analysis.problems == (), file
    lines = decoded.text.count("\n") + 1
    for scanner in analysis.scanners:
        boundary = scanner.boundary
        assert 0 <= boundary.start_line <= boundary.definition_line <= boundary.end_line < lines, file
        assert boundary.evidence, file
        for parameter in scanner.parameters:
            assert parameter.qualified_name == f"{boundary.namespace}.{parameter.name}", file
    return [f"{file}: {scanner.boundary.namespace}" for scanner in analysis.scanners]


@pytest.mark.parametrize("share", range(8))
def test_the_standard_library_holds_no_scanner(share):
    files = python_files(STANDARD_LIBRARY)[share::8]
    assert len(files) > 50
    assert [scanner for file in files for scanner in scanners_in(file)] == []


@pytest.mark.parametrize("share", range(6))
@pytest.mark.parametrize("package", ["pandas", "numpy"])
def test_libraries_hold_no_scanner(package, share):
    files = python_files(folder_of(package))[share::6]
    assert len(files) > 20
    assert [scanner for file in files for scanner in scanners_in(file)] == []


@pytest.mark.parametrize("package", ["pkscreener", "backtesting", "backtrader"])
def test_trading_packages_are_analysed(package):
    files = python_files(folder_of(package))
    assert files
    assert [scanner for file in files for scanner in scanners_in(file)]


def test_the_scan_methods_of_a_screener_are_found():
    screener = folder_of("pkscreener") / "classes" / "ScreeningStatistics.py"
    assert len(scanners_in(screener)) >= 30
