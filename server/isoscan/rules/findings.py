"""The findings in a module while it is edited: found once, and again only where something has changed."""

from __future__ import annotations

from isoscan.config import Config
from isoscan.parameters.description import Description
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic
from isoscan.rules.run import Findings, run_rules
from isoscan.tracking.store import Family, Query


class FindingsInModule:
    """The findings of all rules; everything read from it is tracked.

    Their spans are in core lines, and their messages hold line marks (see `diagnostic.told`).
    """

    def __init__(self, description: Description, config: Config) -> None:
        self.description = description
        store = description.module.store
        self._all: Query[Findings] = Query(
            store, lambda: run_rules(RuleContext(description._everything.read(), config))
        )
        self._in_part: Family[int, tuple[Diagnostic, ...]] = Family(store, self._find_in_part)
        self._concerning: Family[str, tuple[Diagnostic, ...]] = Family(store, self._find_concerning)

    def in_part(self, part: int) -> tuple[Diagnostic, ...]:
        """The findings to show whose span starts in a part, in file order."""
        return self._in_part(part)

    def contamination_of(self, namespace: str) -> tuple[Diagnostic, ...]:
        """The findings of the ISO2 rules that involve a scanner, whatever is selected or suppressed."""
        return self._concerning(namespace)

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences on rules that failed, each with a traceback."""
        return self._all.read().problems

    def _find_in_part(self, part: int) -> tuple[Diagnostic, ...]:
        parts = self.description.module.parts
        return tuple(
            finding
            for finding in self._all.read().diagnostics
            if (around := parts.around(finding.span.line)) is not None and around.index == part
        )

    def _find_concerning(self, namespace: str) -> tuple[Diagnostic, ...]:
        return tuple(finding for finding in self._all.read().contamination if namespace in finding.scanners)
