"""Loads tree-sitter's grammar of Python.

The grammar is one extension module. Its package imports `importlib.resources` beside it, to read query
files that nobody here asks for, and with that `tempfile`, `shutil` and compression: as much time as loading
the grammar and tree-sitter together. So the extension is loaded without its package, where it can be found.
"""

from __future__ import annotations

from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import Protocol, cast

import tree_sitter

_PACKAGE = "tree_sitter_python"


class _Grammar(Protocol):
    def language(self) -> object: ...


def load_language() -> tree_sitter.Language:
    """Python as tree-sitter knows it; raises ImportError when the grammar is not installed."""
    return tree_sitter.Language(_extension().language())


def _extension() -> _Grammar:
    package = PathFinder.find_spec(_PACKAGE)
    folders = package.submodule_search_locations if package else None
    spec = PathFinder.find_spec(f"{_PACKAGE}._binding", folders) if folders else None
    if spec is None or spec.loader is None:
        import tree_sitter_python

        return tree_sitter_python
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast("_Grammar", module)
