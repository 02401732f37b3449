"""Running the rules: selection, severities, suppressions, order; one rule's failure stays its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from isoscan.config import Config
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic
from isoscan.rules.registry import RULES
from isoscan.rules.rule import Rule
from isoscan.rules.selection import is_selected, severity_of
from isoscan.rules.suppressions import find_suppressions, is_file_ignored, is_suppressed

_CONTAMINATION = "ISO2"


class Findings(NamedTuple):
    """What the rules found.

    `diagnostics` are those to show, in file order; `contamination` those of the ISO2 rules whatever is
    selected or suppressed, which isolation is measured by; `problems` sentences on rules that failed, each
    with a traceback.
    """

    diagnostics: tuple[Diagnostic, ...]
    contamination: tuple[Diagnostic, ...]
    problems: tuple[str, ...]


def run_rules(context: RuleContext, rules: Sequence[Rule] = RULES) -> Findings:
    """Run the rules that are selected, and those that measure contamination. Never raises."""
    problems: list[str] = []
    found: dict[str, list[Diagnostic]] = {}
    for rule in rules:
        needed = rule.code.startswith(_CONTAMINATION) or _runs(rule, context.config)
        if needed and not rule.last:
            found[rule.code] = _run(rule, context, problems)
    contamination = tuple(
        diagnostic
        for code, diagnostics in found.items()
        if code.startswith(_CONTAMINATION)
        for diagnostic in diagnostics
    )
    if is_file_ignored(context.module):
        return Findings((), contamination, tuple(problems))
    shown = [
        diagnostic
        for rule in rules
        if rule.code in found and _runs(rule, context.config)
        for diagnostic in found[rule.code]
    ]
    context.found = tuple(shown)
    for rule in rules:
        if rule.last and _runs(rule, context.config):
            shown.extend(_run(rule, context, problems))
    suppressions = find_suppressions(context.module, context.readings)
    diagnostics = [
        diagnostic._replace(severity=severity_of(diagnostic.code, diagnostic.severity, context.config))
        for diagnostic in shown
        if not is_suppressed(suppressions, diagnostic)
    ]
    diagnostics.sort(key=lambda diagnostic: (diagnostic.span, diagnostic.code, diagnostic.subject))
    return Findings(tuple(diagnostics), contamination, tuple(problems))


def _runs(rule: Rule, config: Config) -> bool:
    return is_selected(rule.code, rule.default_enabled, config)


def _run(rule: Rule, context: RuleContext, problems: list[str]) -> list[Diagnostic]:
    try:
        return list(rule.check(context))
    except Exception:  # one rule's fault must not take the others' findings with it
        from traceback import format_exc

        problems.append(f"rule {rule.code} ({rule.name}) failed\n{format_exc()}")
        return []
