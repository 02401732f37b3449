"""What a rule is: a code, a name, its documentation, and the check itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Literal, NamedTuple

from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Fix, Severity

FixAvailability = Literal["none", "sometimes", "always"]
Check = Callable[[RuleContext, int], Iterable[Diagnostic]]
"""Gives the findings that a part (see `model.parts`) answers for: each finding of a module is one part's."""
Repair = Callable[[RuleContext, Diagnostic], Iterable[Fix]]
"""Gives the fixes of one of the rule's findings."""


class Rule(NamedTuple):
    """A rule as users see it and as it is run.

    `doc` is Markdown under fixed headings: What it does, Why is this bad?, Known problems, Example, Use
    instead, Options, Fix safety, References. `last` marks a rule that judges the findings of the others.
    `repair` is for fixes that are too dear to make with every finding: it runs when somebody asks for them.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    doc: str
    default_enabled: bool = True
    fix: FixAvailability = "none"
    last: bool = False
    repair: Repair | None = None

    @property
    def summary(self) -> str:
        """What the rule finds, in one sentence without a full stop: the first line of its documentation."""
        return self.doc.strip().partition("\n")[0].rstrip(".")


def rule_of(
    module: ModuleType,
    code: str,
    name: str,
    severity: Severity,
    *,
    default_enabled: bool = True,
    fix: FixAvailability = "none",
    last: bool = False,
) -> Rule:
    """The rule that a module of this package implements: its docstring, `check` and, if there, `repair`."""
    repair = getattr(module, "repair", None)
    return Rule(code, name, severity, module.check, module.__doc__ or "", default_enabled, fix, last, repair)
