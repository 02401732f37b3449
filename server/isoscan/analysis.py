"""The one entry to the core: a text in, everything isoscan knows about it out.

Pure: no IO, no protocol, no exceptions for bad input. The command line and the language server
both stand on it, so that they cannot disagree.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from isoscan.boundaries.finder import BoundaryFinder
from isoscan.boundaries.opinion import Opinions
from isoscan.config import Config
from isoscan.model.module import Module, build_module
from isoscan.parameters.description import Description
from isoscan.parameters.parameter import Scanner, SharedGlobal
from isoscan.rules.diagnostic import Diagnostic, Fix, told
from isoscan.rules.findings import FindingsInModule
from isoscan.rules.ignoring import ignoring
from isoscan.rules.isolation import isolation_score
from isoscan.source.spans import Span
from isoscan.tracking.collected import Collected
from isoscan.tracking.garbage import undisturbed
from isoscan.tracking.store import Family


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
    text: str,
    config: Config,
    previous: Analysis | None = None,
    module_name: str = "module",
    opinions: Opinions | None = None,
) -> Analysis:
    """Analyse a whole text; facts of chunks whose text `previous` already read are reused.

    The result is a function of `text`, `config`, `module_name` and `opinions` alone: `previous` only saves
    time. `module_name` is what a script that is one scanner as a whole is called (its file's stem);
    `opinions` are what a language model said of parts of the text.
    """
    with undisturbed():
        return _analysed(text, config, previous, module_name, opinions)


def _analysed(
    text: str, config: Config, previous: Analysis | None, module_name: str, opinions: Opinions | None
) -> Analysis:
    module = build_module(text, previous.module if previous else None)
    try:
        live = LiveAnalysis(module, config, module_name, opinions)
        boundaries = live.finder.all
    except Exception:  # a fault of ours must not take the editor's other features with it
        return Analysis(module, (), (), (), (_problem("finding the scanners failed"),))
    try:
        return Analysis(module, live.scanners, live.shared_globals, _complete(live), live.problems)
    except Exception:  # as above: the boundaries stand
        scanners = tuple(Scanner(boundary, (), ()) for boundary in boundaries)
        return Analysis(module, scanners, (), (), (_problem("reading the scanners' parameters failed"),))


class LiveAnalysis:
    """What is known about a module while it is edited; everything read from it is tracked.

    Places are in core lines, and the messages of findings hold line marks (see `diagnostic.told`).
    `module_name` is as in `analyse`; `opinions` is None where there will never be any (see `take_opinions`).
    """

    def __init__(
        self, module: Module, config: Config, module_name: str = "module", opinions: Opinions | None = None
    ) -> None:
        self.module = module
        self.finder = BoundaryFinder(module, config, module_name, opinions)
        self.description = Description(module, self.finder, config)
        self.findings = FindingsInModule(self.description, config)
        self._scanners: Family[str, Scanner] = Family(module.store, self._scored)
        self.shown: Collected[int, tuple[Diagnostic, ...]] = Collected(module.store, self.findings.in_part)
        module.parts.follow(self.shown)
        module.store.settle()

    def take_opinions(self, opinions: Opinions) -> None:
        """From now on these are a language model's opinions; what they are about is found again."""
        self.finder.take_opinions(opinions)

    def scanners_in(self, part: int) -> tuple[Scanner, ...]:
        """The scanners that start in a part, in file order."""
        return tuple(self._scanners(boundary.namespace) for boundary in self.finder.of_part(part))

    def diagnostics_in(self, part: int) -> tuple[Diagnostic, ...]:
        """The findings to show that start in a part, in file order."""
        return self.findings.in_part(part)

    def fixes_of(self, finding: Diagnostic) -> tuple[Fix, ...]:
        """All fixes of a finding of the present text, those included that are made on demand."""
        return self.findings.fixes_of(finding)

    def scanners_near(self, span: Span) -> Iterator[Scanner]:
        """The scanners that start in the parts that a span touches, in file order."""
        for part in self._parts_near(span):
            yield from self.scanners_in(part)

    def diagnostics_near(self, span: Span) -> Iterator[Diagnostic]:
        """The findings to show that start in the parts that a span touches, in file order."""
        for part in self._parts_near(span):
            yield from self.diagnostics_in(part)

    def _parts_near(self, span: Span) -> tuple[int, ...]:
        order = self.module.parts.order
        first, last = bisect_right(order, span.line) - 1, bisect_right(order, span.end_line)
        return order[max(first, 0) : last]

    def ignoring(self, finding: Diagnostic) -> Fix | None:
        """The fix that writes a comment which silences a finding, if one can."""
        return ignoring(self.module, finding)

    @property
    def scanners(self) -> tuple[Scanner, ...]:
        """All scanners in file order."""
        return tuple(scanner for part in self.module.parts.order for scanner in self.scanners_in(part))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All findings to show in file order."""
        return tuple(finding for part in self.module.parts.order for finding in self.diagnostics_in(part))

    @property
    def shared_globals(self) -> tuple[SharedGlobal, ...]:
        """The shared globals in file order."""
        return self.description.shared_globals

    @property
    def problems(self) -> tuple[str, ...]:
        """Faults of isoscan's own, as in `Analysis`."""
        return (*self.description.problems, *self.findings.problems)

    def _scored(self, namespace: str) -> Scanner:
        scanner = self.description.scanner(namespace)
        helpers = len(self.description.slice_of(namespace).helpers)
        contamination = self.findings.contamination_of(namespace)
        return scanner._replace(isolation_score=isolation_score(scanner, contamination, helpers))


def _complete(live: LiveAnalysis) -> tuple[Diagnostic, ...]:
    """The findings with all their fixes, and line numbers in their messages."""
    return tuple(
        [
            finding._replace(message=told(finding.message, _as_it_is), fixes=live.fixes_of(finding))
            for finding in live.diagnostics
        ]
    )


def _as_it_is(line: int) -> str:
    """The number of a core line, 1-based, in a module built from a whole text."""
    return str(line + 1)


def _problem(what: str) -> str:
    from traceback import format_exc

    return f"{what}\n{format_exc()}"
