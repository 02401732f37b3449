"""`isoscan rule`: explain a rule, or list them all, from the rules' own docstrings."""

from __future__ import annotations

import argparse
import json
import sys

from isoscan.cli.messages import close_matches, complain
from isoscan.rules.registry import ALL_RULES
from isoscan.rules.rule import Rule

EXPLAINED, COULD_NOT_WORK = 0, 2


def run(options: argparse.Namespace) -> int:
    """Run the command and give its exit status."""
    if options.rule is None:
        sys.stdout.write(_listing(options.output_format))
        return EXPLAINED
    rule = find_rule(options.rule)
    if rule is None:
        known = [word for rule in ALL_RULES for word in (rule.code, rule.name)]
        complain(
            f"there is no rule `{options.rule}`{close_matches(options.rule, known)} "
            "(`isoscan rule` lists them all)"
        )
        return COULD_NOT_WORK
    sys.stdout.write(_explanation(rule, options.output_format))
    return EXPLAINED


def find_rule(code_or_name: str) -> Rule | None:
    """Find a rule by code or name, in any case."""
    wanted = code_or_name.strip().casefold()
    return next((rule for rule in ALL_RULES if wanted in (rule.code.casefold(), rule.name.casefold())), None)


def markdown_page(rule: Rule) -> str:
    """Give a rule's page of the documentation."""
    return f"# {rule.code}: {rule.name}\n\n*{_facts(rule)}*\n\n{rule.doc.strip()}\n"


def markdown_index() -> str:
    """Give the documentation's page that lists all rules."""
    return f"# Rules\n\n{_markdown_table()}"


def _explanation(rule: Rule, output_format: str) -> str:
    if output_format == "json":
        return json.dumps(_record(rule), indent=2) + "\n"
    if output_format == "markdown":
        return markdown_page(rule)
    return f"{rule.code} {rule.name}\n{_facts(rule)}\n\n{rule.doc.strip()}\n"


def _facts(rule: Rule) -> str:
    fix = {"none": "no fix", "sometimes": "sometimes has a fix", "always": "has a fix"}[rule.fix]
    return f"{rule.severity.capitalize()}; {fix}."


def _listing(output_format: str) -> str:
    if output_format == "json":
        return json.dumps([_record(rule) for rule in ALL_RULES], indent=2) + "\n"
    if output_format == "markdown":
        return _markdown_table()
    width = max(len(rule.name) for rule in ALL_RULES)
    return "".join(f"{rule.code}  {rule.name:<{width}}  {rule.summary}\n" for rule in ALL_RULES)


def _markdown_table() -> str:
    rows = "".join(
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {rule.summary} |\n"
        for rule in ALL_RULES
    )
    return f"| code | name | severity | summary |\n| --- | --- | --- | --- |\n{rows}"


def _record(rule: Rule) -> dict[str, str]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "summary": rule.summary,
        "fix": rule.fix,
        "documentation": rule.doc.strip(),
    }
