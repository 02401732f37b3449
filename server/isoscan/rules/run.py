"""Running the rules on one part: selection and failures; one rule's failure stays its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from isoscan.config import Config
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Fix
from isoscan.rules.rule import Rule
from isoscan.rules.selection import is_selected

_CONTAMINATION = "ISO2"


class Problem(NamedTuple):
    """A rule that failed: its code, and a sentence with the traceback."""

    code: str
    text: str


class Reported(NamedTuple):
    """What rules report of a part: `shown` by those that are selected, `measured` by the others."""

    shown: tuple[Diagnostic, ...] = ()
    measured: tuple[Diagnostic, ...] = ()
    problems: tuple[Problem, ...] = ()


class RuleSet(NamedTuple):
    """The rules that have to run: to be shown, to measure contamination, to judge what the others find."""

    shown: tuple[Rule, ...]
    measuring: tuple[Rule, ...]
    judging: tuple[Rule, ...]


def rules_to_run(rules: Sequence[Rule], config: Config) -> RuleSet:
    """Choose by the settings; rules on contamination run whatever is selected."""
    selected = [rule for rule in rules if is_selected(rule.code, rule.default_enabled, config)]
    return RuleSet(
        shown=tuple(rule for rule in selected if not rule.last),
        measuring=tuple(
            rule
            for rule in rules
            if measures_contamination(rule.code) and not rule.last and rule not in selected
        ),
        judging=tuple(rule for rule in selected if rule.last),
    )


def measures_contamination(code: str) -> bool:
    """Whether isolation is measured by a rule's findings."""
    return code.startswith(_CONTAMINATION)


def report(context: RuleContext, part: int, rules: RuleSet) -> Reported:
    """What the rules find that do not judge others. Never raises."""
    problems: list[Problem] = []
    shown = run(context, part, rules.shown, problems)
    measured = run(context, part, rules.measuring, problems)
    return Reported(tuple(shown), tuple(measured), tuple(problems))


def run(context: RuleContext, part: int, rules: Iterable[Rule], problems: list[Problem]) -> list[Diagnostic]:
    """What some rules find; those that fail are added to `problems`."""
    found: list[Diagnostic] = []
    for rule in rules:
        try:
            found.extend(list(rule.check(context, part)))
        except Exception:  # one rule's fault must not take the others' findings with it
            problems.append(_problem(rule))
    return found


def repaired(
    context: RuleContext, finding: Diagnostic, rule: Rule, problems: dict[str, Problem]
) -> tuple[Fix, ...]:
    """The fixes that a rule makes on demand; where it fails there is none, and `problems` says so by code."""
    if rule.repair is None:
        return ()
    try:
        return tuple(rule.repair(context, finding))
    except Exception:  # the finding stands without its fix
        problems[rule.code] = _problem(rule)
        return ()


def _problem(rule: Rule) -> Problem:
    from traceback import format_exc

    return Problem(rule.code, f"rule {rule.code} ({rule.name}) failed\n{format_exc()}")
