"""A comment to isoscan has no effect.

## What it does
Finds `# isoscan: ...` comments that suppress nothing, steer nothing or cannot be understood.

## Why is this bad?
A suppression that outlives its finding hides the next one on the same line. A misspelled instruction leaves
its author in the belief that isoscan does as it was told.

## Known problems
Codes of rules that are not selected are left alone, since it is not known what they would find.

## Example
```python
def scan_gap_up(df):
    return df[df["gap"] > 0.04]  # isoscan: ignore[ISO201]
                               # ^^^^^^^^^^^^^^^^^^^^^^^^^ ISO001 unused-suppression
```

## Use instead
```python
def scan_gap_up(df):
    return df[df["gap"] > 0.04]
```

## Fix safety
The fix removes the comment, and changes no code.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.facts.records import Steering
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Edit, Fix
from isoscan.rules.selection import is_selected
from isoscan.rules.suppressions import Suppression, find_suppressions, steering_comments
from isoscan.source.spans import Span


def check(context: RuleContext) -> Iterator[Diagnostic]:
    """Yield a finding at each comment to isoscan that does nothing."""
    for suppression in find_suppressions(context.module, context.readings):
        message = _idle_suppression(context, suppression)
        if message:
            yield _finding(context, suppression.span, message)
    opened: list[tuple[Steering, Span]] = []
    for steering, span in steering_comments(context.module):
        if steering.problem:
            yield _finding(context, span, steering.problem.rstrip("."))
        elif steering.kind == "begin":
            opened.append((steering, span))
        elif steering.kind == "end":
            if not opened:
                yield _finding(context, span, "no `# isoscan: begin NAME` stands above this `end`")
            else:
                begin, place = opened.pop()
                if not _is_steered(context, place.line, span.line):
                    yield _finding(
                        context, place, f"nothing stands between this `{begin.kind}` and its `end`"
                    )
        else:
            message = _idle_steering(context, steering, span)
            if message:
                yield _finding(context, span, message)
    for _, span in opened:
        yield _finding(context, span, "no `# isoscan: end` stands below this `begin`")


def _idle_suppression(context: RuleContext, suppression: Suppression) -> str:
    if not suppression.codes:
        if any(suppression.covers(diagnostic) for diagnostic in context.found):
            return ""
        return "this suppresses nothing"
    idle = [
        code
        for code in suppression.codes
        if not any(suppression.covers(diagnostic, code) for diagnostic in context.found)
        and _is_judged(context, code)
    ]
    return f"{' and '.join(f'`{code}`' for code in idle)} suppresses nothing here" if idle else ""


def _is_judged(context: RuleContext, code: str) -> bool:
    """Whether the rule ran, or is none that this version knows."""
    from isoscan.rules.registry import RULES

    rule = next((rule for rule in RULES if code in (rule.code, rule.name)), None)
    return rule is None or (not rule.last and is_selected(rule.code, rule.default_enabled, context.config))


def _idle_steering(context: RuleContext, steering: Steering, span: Span) -> str:
    line = context.module.next_line(span.line) if steering.own_line else span.line
    if steering.kind == "shared":
        return "" if _is_binding_line(context, line) else "no assignment stands here that could be shared"
    if steering.kind == "scanner":
        if _is_steered(context, span.line, span.line):
            return ""
        return "no def, class or assignment stands below that could be a scanner"
    if steering.kind == "not-a-scanner" and not _is_unit_line(context, steering, span):
        return "no def, class or assignment stands below that could be taken for a scanner"
    return ""


def _is_steered(context: RuleContext, first: int, last: int) -> bool:
    """Whether a scanner that a comment asked for begins near the lines from `first` to `last`."""
    below = context.module.next_line(last)
    return any(
        evidence.detector == "steering"
        for scanner in context.scanners
        for evidence in scanner.boundary.evidence
        if scanner.boundary.start_line <= below and first <= scanner.boundary.end_line
    )


def _is_binding_line(context: RuleContext, line: int) -> bool:
    return any(
        binding.span.line == line and binding.how != "argument"
        for known in context.description.workshop.resolver.bindings.by_name.values()
        for binding in known
    )


def _is_unit_line(context: RuleContext, steering: Steering, span: Span) -> bool:
    below = context.module.next_line(span.line)
    for part in context.module.parts:
        for statement in part.facts.statements:
            attached = part.first_line + statement.attached_line
            header = part.span(statement.header)
            if steering.own_line and attached <= below <= header.line:
                return True
            if not steering.own_line and header.line <= span.line <= header.end_line:
                return True
    return False


def _finding(context: RuleContext, span: Span, message: str) -> Diagnostic:
    return Diagnostic(
        code="ISO001",
        name="unused-suppression",
        severity="warning",
        subject=context.description.workshop.text_of(span),
        message=message,
        span=span,
        scanners=(),
        tags=("unnecessary",),
        fixes=(Fix("Remove the comment", "safe", (Edit(_with_space(context, span), ""),)),),
    )


def _with_space(context: RuleContext, span: Span) -> Span:
    """The comment with the white space before it; its whole line, where nothing else stands on it."""
    line = context.module.line(span.line)
    before = line[: span.column].rstrip()
    if before:
        return span._replace(column=len(before))
    return Span(span.line, 0, span.line + 1, 0) if line.endswith(("\n", "\r")) else span._replace(column=0)
