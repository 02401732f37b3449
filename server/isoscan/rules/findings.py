"""The findings in a module while it is edited: each part's on its own, found again where that is due.

A part answers for the findings on what it holds: scanners that start in it, its definitions, its comments.
A finding may stand elsewhere (where a parameter of the part is read); it is shown with the part it stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from isoscan.config import Config
from isoscan.parameters.description import Description
from isoscan.rules.concerns import Concern, concern_of
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Fix
from isoscan.rules.registry import RULES
from isoscan.rules.rule import Rule
from isoscan.rules.run import Problem, Reported, measures_contamination, repaired, report, rules_to_run, run
from isoscan.rules.selection import severity_of
from isoscan.tracking.store import Family


class _Gist(NamedTuple):
    """A finding without its places."""

    code: str
    name: str
    subject: str
    scanners: tuple[str, ...]
    shown: bool


class _Shown(NamedTuple):
    """The findings to show in a part, and what failed on the way."""

    diagnostics: tuple[Diagnostic, ...]
    problems: tuple[Problem, ...]


class FindingsInModule:
    """The findings of all rules; everything read from it is tracked.

    Their spans are in core lines, and their messages hold line marks (see `diagnostic.told`).
    """

    def __init__(self, description: Description, config: Config, rules: Sequence[Rule] = RULES) -> None:
        self.description = description
        self._config = config
        self._rules = rules_to_run(rules, config)
        self._repairing = {rule.code: rule for rule in rules if rule.repair is not None}
        self._failed_repairs: dict[str, Problem] = {}
        store = description.module.store
        self._context = RuleContext(description, config, _SoFar(self))
        self._reported: Family[int, Reported] = Family(
            store, lambda part: report(self._context, part, self._rules)
        )
        self._gists: Family[int, tuple[_Gist, ...]] = Family(store, self._without_places)
        # By the part in which they stand, and by what failed.
        gather = self._context.gather
        self.found = gather.index("findings", self._by_place)
        self.concerns = gather.index("contamination", self._by_scanner)
        self._shown: Family[int, _Shown] = Family(store, self._show)
        self._failed = gather.index("failures", self._failed_in)

    def in_part(self, part: int) -> tuple[Diagnostic, ...]:
        """The findings to show whose span starts in a part, in file order."""
        return self._shown(part).diagnostics

    def fixes_of(self, finding: Diagnostic) -> tuple[Fix, ...]:
        """All fixes of a finding in the present text."""
        rule = self._repairing.get(finding.code)
        if rule is None:
            return finding.fixes
        return (*finding.fixes, *repaired(self._context, finding, rule, self._failed_repairs))

    def contamination_of(self, namespace: str) -> tuple[Concern, ...]:
        """The findings of the ISO2 rules that involve a scanner, whatever is selected or suppressed."""
        concerns = self.concerns.of(namespace)
        return tuple(concern for concern in concerns if measures_contamination(concern.code))

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences on rules that failed, each with a traceback; on each rule one."""
        first: dict[str, str] = {}
        tracked = (*self.found.of(_PROBLEMS), *self._failed.of(_PROBLEMS))
        for problem in (*tracked, *self._failed_repairs.values()):
            first.setdefault(problem.code, problem.text)
        return (*self._context.gather.problems, *first.values())

    def _by_place(self, part: int) -> dict[int | str, tuple[Any, ...]]:
        reported = self._reported(part)
        found: dict[int | str, list[Any]] = {}
        around = self.description.module.parts.index_around
        for finding in reported.shown:
            found.setdefault(around(finding.span.line), []).append(finding)
        if reported.problems:
            found[_PROBLEMS] = list(reported.problems)
        return {key: tuple(items) for key, items in found.items()}

    def _without_places(self, part: int) -> tuple[_Gist, ...]:
        shown, measured, _ = self._reported(part)
        return (
            *(_Gist(one.code, one.name, one.subject, one.scanners, True) for one in shown),
            *(_Gist(one.code, one.name, one.subject, one.scanners, False) for one in measured),
        )

    def _by_scanner(self, part: int) -> dict[str, tuple[Concern, ...]]:
        found: dict[str, list[Concern]] = {}
        for code, name, subject, scanners, shown in self._gists(part):
            for namespace in dict.fromkeys(scanners):
                concern = concern_of(code, name, subject, scanners, namespace, shown)
                found.setdefault(namespace, []).append(concern)
        return {namespace: tuple(concerns) for namespace, concerns in found.items()}

    def _show(self, part: int) -> _Shown:
        suppressions = self._context.suppressions
        if suppressions.ignore_file:
            return _Shown((), ())
        problems: list[Problem] = []
        found = [*self.found.of(part), *run(self._context, part, self._rules.judging, problems)]
        config = self._config
        diagnostics = [
            diagnostic._replace(severity=severity_of(diagnostic.code, diagnostic.severity, config))
            for diagnostic in found
            if not suppressions.silence(diagnostic)
        ]
        diagnostics.sort(key=lambda diagnostic: (diagnostic.span, diagnostic.code, diagnostic.subject))
        return _Shown(tuple(diagnostics), tuple(problems))

    def _failed_in(self, part: int) -> dict[str, tuple[Problem, ...]]:
        problems = self._shown(part).problems
        return {_PROBLEMS: problems} if problems else {}


_PROBLEMS = "problems"


class _SoFar:
    """The findings of the rules that do not judge others."""

    def __init__(self, findings: FindingsInModule) -> None:
        self._findings = findings

    def in_part(self, part: int) -> tuple[Diagnostic, ...]:
        """The findings of selected rules that start in a part."""
        return cast("tuple[Diagnostic, ...]", self._findings.found.of(part))

    def about(self, namespace: str) -> tuple[Concern, ...]:
        """What concerns a scanner."""
        return self._findings.concerns.of(namespace)
