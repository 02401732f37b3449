"""The code map holds: lower layers never import higher ones, and `isoscan check` stays light."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import isoscan
import pytest

PACKAGE = Path(isoscan.__file__).parent

# From the bottom up; a module may import from its own layer and from those before it.
LAYERS = (
    ("source", "tracking"),
    ("facts",),
    ("model",),
    ("boundaries",),
    ("parameters",),
    ("rules",),
    ("analysis",),
    ("extraction", "opinion"),
    ("verification",),
    ("workspace", "walk"),
    ("lsp", "cli"),
)
EVERYWHERE = {"ai_settings", "config", "surroundings"}
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

PROTOCOL = {"lsprotocol", "pygls"}
LARGEST_FILE = 450

MODULES = sorted(PACKAGE.rglob("*.py"))


def layer_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_modules(file: Path) -> set[str]:
    """Dotted names of everything the file imports, anywhere in it; relative imports made absolute."""
    package = ("isoscan", *file.relative_to(PACKAGE).parts[:-1])
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


def imported_layers(file: Path) -> set[str]:
    parts = (name.split(".") for name in imported_modules(file))
    return {part[1] for part in parts if part[0] == "isoscan" and len(part) > 1 and part[1] in LEVEL}


def identity(file: Path) -> str:
    return str(file.relative_to(PACKAGE))


@pytest.mark.parametrize("file", MODULES, ids=identity)
def test_no_module_imports_from_a_layer_above_its_own(file):
    own = layer_of(file)
    if own in EVERYWHERE:
        assert imported_layers(file) == set()
    elif own in LEVEL:
        above = {layer for layer in imported_layers(file) if LEVEL[layer] > LEVEL[own]}
        beside = {layer for layer in imported_layers(file) if LEVEL[layer] == LEVEL[own]} - {own}
        assert not above | (beside if own in ("lsp", "opinion") else set())


def test_every_module_belongs_to_a_layer():
    assert {layer_of(file) for file in MODULES} <= {*LEVEL, *EVERYWHERE, "__init__", "__main__"}


@pytest.mark.parametrize("file", [file for file in MODULES if layer_of(file) != "lsp"], ids=identity)
def test_the_protocol_stops_at_the_door(file):
    assert not {name.split(".")[0] for name in imported_modules(file)} & PROTOCOL


def test_the_command_line_knows_only_where_the_server_starts():
    used = {
        name
        for file in MODULES
        if layer_of(file) == "cli"
        for name in imported_modules(file)
        if name.startswith("isoscan.lsp")
    }
    assert used
    assert all(name.startswith("isoscan.lsp.start") or name == "isoscan.lsp.start" for name in used)


@pytest.mark.parametrize("file", MODULES, ids=identity)
def test_no_file_is_too_long_to_find_ones_way(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LARGEST_FILE


MODULES_LOADED_BY_A_CHECK = """
import json, sys
from isoscan.cli.main import main
status = main(["check", sys.argv[1], "--output-format", sys.argv[2]])
print()
print(json.dumps([status, sorted(sys.modules)]))
"""

HEAVY = {"lsprotocol", "pygls", "jinja2", "parso", "asyncio", "inspect", "logging", "tomllib", "pathspec"}
# tomllib and pathspec are read only where there are settings or folders; `inspect` comes with dataclasses.
HEAVY -= {"inspect"}


@pytest.mark.parametrize("output_format", ["text", "json", "github"])
def test_a_check_of_one_file_loads_nothing_heavy(tmp_path, output_format):
    source = tmp_path / "scans.py"
    source.write_text("LIMIT = 3\n\n\ndef scan_gap(df):\n    return df[df['gap'] > LIMIT]\n")
    command = [sys.executable, "-c", MODULES_LOADED_BY_A_CHECK, str(source), output_format]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    status, loaded = json.loads(result.stdout.splitlines()[-1])
    assert status in (0, 1), result.stderr
    assert not {name.split(".")[0] for name in loaded} & HEAVY
