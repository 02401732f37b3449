"""The one entry to the core: a text in, everything isoscan knows about it out.

Pure: no IO, no protocol, no exceptions for bad input. The command line and the language server
both stand on it, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from isoscan.boundaries.boundary import Boundary
from isoscan.boundaries.detect import detect_boundaries
from isoscan.config import Config
from isoscan.model.module import Module, build_module
from isoscan.parameters.parameter import Scanner, SharedGlobal
from isoscan.parameters.scanners import describe_scanners
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic
from isoscan.rules.isolation import with_isolation_scores
from isoscan.rules.run import run_rules


class Analysis(NamedTuple):
    """What is known about one text: its model, scanners in file order, and findings in file order.

    `problems` are faults of isoscan's own, for the log: a sentence on what failed, then its traceback.
    Whatever failed is missing from the rest, which stands.
    """

    module: Module
    scanners: tuple[Scanner, ...]
    shared_globals: tuple[SharedGlobal, ...]
    diagnostics: tuple[Diagnostic, ...]
    problems: tuple[str, ...] = ()


def analyse(
    text: str, config: Config, previous: Analysis | None = None, module_name: str = "module"
) -> Analysis:
    """Analyse a whole text; facts of chunks whose text `previous` already read are reused.

    The result is a function of `text`, `config` and `module_name` alone: `previous` only saves time.
    `module_name` is what a script that is one scanner as a whole is called (its file's stem).
    """
    module = build_module(text, previous.module if previous else None)
    try:
        boundaries = detect_boundaries(module, config, module_name)
    except Exception:  # a fault of ours must not take the editor's other features with it
        return Analysis(module, (), (), (), (_problem("finding the scanners failed"),))
    try:
        return _described(module, boundaries, config)
    except Exception:  # as above: the boundaries stand
        scanners = tuple(Scanner(boundary, (), ()) for boundary in boundaries)
        return Analysis(module, scanners, (), (), (_problem("reading the scanners' parameters failed"),))


def _described(module: Module, boundaries: Sequence[Boundary], config: Config) -> Analysis:
    description = describe_scanners(module, boundaries, config)
    context = RuleContext(description, config)
    findings = run_rules(context)
    helpers = {scanner.boundary.namespace: len(scanner.slice.helpers) for scanner in description.readings}
    return Analysis(
        module,
        with_isolation_scores(description.scanners, findings.contamination, helpers),
        description.shared_globals,
        findings.diagnostics,
        (*description.problems, *findings.problems),
    )


def _problem(what: str) -> str:
    from traceback import format_exc

    return f"{what}\n{format_exc()}"
