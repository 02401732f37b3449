"""The one entry to the core: a text in, everything isoscan knows about it out.

Pure: no IO, no protocol, no exceptions for bad input. The command line and the language server
both stand on it, so that they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

from isoscan.config import Config
from isoscan.model.module import Module, build_module
from isoscan.parameters.parameter import Scanner, SharedGlobal
from isoscan.rules.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known about one text: its model, scanners in file order, and findings in file order."""

    module: Module
    scanners: tuple[Scanner, ...]
    shared_globals: tuple[SharedGlobal, ...]
    diagnostics: tuple[Diagnostic, ...]


def analyse(text: str, config: Config, previous: Analysis | None = None) -> Analysis:
    """Analyse a whole text; facts of chunks whose text `previous` already read are reused.

    The result is a function of `text` and `config` alone: `previous` only saves time.
    """
    module = build_module(text, previous.module if previous else None)
    return Analysis(module, (), (), ())
