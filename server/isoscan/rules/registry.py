"""All rules, in the order of their codes."""

from __future__ import annotations

from collections.abc import Iterable

from isoscan.rules import (
    colliding_parameter,
    column_collision,
    duplicate_parameter_key,
    edited_extraction,
    foreign_parameter,
    leaked_variable,
    mutable_default,
    mutated_input_frame,
    mutated_shared_state,
    overlapping_boundaries,
    redefined_helper,
    redefined_parameter,
    scanner_boundary,
    shared_parameter,
    stale_extraction,
    uncertain_boundary,
    unused_parameter,
    unused_suppression,
)
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic
from isoscan.rules.rule import Rule, rule_of

RULES: tuple[Rule, ...] = (
    rule_of(unused_suppression, "ISO001", "unused-suppression", "warning", fix="always", last=True),
    rule_of(scanner_boundary, "ISO100", "scanner-boundary", "hint"),
    rule_of(uncertain_boundary, "ISO101", "uncertain-boundary", "information", fix="always"),
    rule_of(overlapping_boundaries, "ISO102", "overlapping-boundaries", "information", fix="always"),
    rule_of(shared_parameter, "ISO201", "shared-parameter", "warning", fix="sometimes"),
    rule_of(redefined_parameter, "ISO202", "redefined-parameter", "warning"),
    rule_of(foreign_parameter, "ISO203", "foreign-parameter", "warning", fix="sometimes"),
    rule_of(mutated_shared_state, "ISO204", "mutated-shared-state", "warning"),
    rule_of(column_collision, "ISO205", "column-collision", "warning"),
    rule_of(mutated_input_frame, "ISO206", "mutated-input-frame", "warning", fix="sometimes"),
    rule_of(redefined_helper, "ISO207", "redefined-helper", "warning"),
    rule_of(leaked_variable, "ISO208", "leaked-variable", "warning"),
    rule_of(mutable_default, "ISO209", "mutable-default", "warning", fix="sometimes"),
    rule_of(unused_parameter, "ISO301", "unused-parameter", "warning", fix="sometimes"),
    rule_of(
        colliding_parameter,
        "ISO302",
        "colliding-parameter",
        "hint",
        default_enabled=False,
        fix="sometimes",
    ),
    rule_of(duplicate_parameter_key, "ISO303", "duplicate-parameter-key", "warning", fix="sometimes"),
)


def _found_elsewhere(_context: RuleContext, _part: int) -> Iterable[Diagnostic]:
    """These need a second file, the source: `extraction.drift` finds them, for the edges to ask."""
    return ()


GENERATED_FILE_RULES: tuple[Rule, ...] = (
    Rule(
        "ISO501",
        "stale-extraction",
        "warning",
        _found_elsewhere,
        stale_extraction.__doc__ or "",
        fix="sometimes",
    ),
    Rule("ISO502", "edited-extraction", "hint", _found_elsewhere, edited_extraction.__doc__ or ""),
)

ALL_RULES: tuple[Rule, ...] = (*RULES, *GENERATED_FILE_RULES)

DOCUMENTATION = "https://github.com/isoscan/isoscan/blob/main/docs/rules"


def documentation_url(rule: Rule) -> str:
    """Where a rule's page is read: the address that editors and code scanning services link to."""
    return f"{DOCUMENTATION}/{rule.code}.md"
