"""A comment to isoscan has no effect.

## What it does
Finds `# isoscan: ...` comments that suppress nothing, steer nothing or cannot be understood.

## Why is this bad?
A suppression that outlives its finding hides the next one on the same line. A misspelled instruction leaves
its author in the belief that isoscan does as it was told.

## Known problems
Codes of rules that are not selected are left alone, since it is not known what they would find. So are ISO501
and ISO502, which need the source of a generated file.

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
The fix removes the comment, or of several codes those without effect, and changes no code.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.facts.records import Statement, Steering
from isoscan.model.parts import Part
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Edit, Fix
from isoscan.rules.selection import is_selected
from isoscan.rules.suppressions import Suppression
from isoscan.source.spans import Span


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at each comment to isoscan that does nothing."""
    for suppression in context.suppressions.in_part(part):
        idle = _idle_codes(context, suppression)
        if idle is not None:
            told = f"{' and '.join(f'`{code}`' for code in idle)} suppresses nothing here"
            kept = [code for code in suppression.codes if code not in idle]
            edit = _without(context, suppression.span, kept) if kept else None
            yield _finding(context, suppression.span, told if idle else "this suppresses nothing", edit)
    comments = context.module.parts[part].facts.steering
    for steering in comments:
        span = steering.span.shifted(part)
        message = steering.problem.rstrip(".") or _idle_steering(context, steering, span)
        if message:
            yield _finding(context, span, message)
    if any(steering.kind in ("begin", "end") for steering in comments):
        for span, message in context.ask(_idle_ranges, ""):
            if context.module.parts.index_around(span.line) == part:
                yield _finding(context, span, message)


def _idle_ranges(context: RuleContext, _: str) -> tuple[tuple[Span, str], ...]:
    """The `begin` and `end` comments without effect, and what to say of them."""
    found: list[tuple[Span, str]] = []
    opened: list[tuple[Steering, Span]] = []
    for steering, span in context.suppressions.ranges:
        if steering.kind == "begin":
            opened.append((steering, span))
        elif not opened:
            found.append((span, "no `# isoscan: begin NAME` stands above this `end`"))
        else:
            begin, place = opened.pop()
            if not _is_steered(context, place.line, span.line):
                found.append((place, f"nothing stands between this `{begin.kind}` and its `end`"))
    found.extend((span, "no `# isoscan: end` stands below this `begin`") for _, span in opened)
    return tuple(found)


def _idle_codes(context: RuleContext, suppression: Suppression) -> list[str] | None:
    """The codes of a suppression that silence nothing (none, if it names none), None if all do."""
    if not suppression.codes:
        return None if _is_used(context, suppression, "") else []
    idle = [
        code
        for code in suppression.codes
        if not _is_used(context, suppression, code) and _is_judged(context, code)
    ]
    return idle or None


def _without(context: RuleContext, span: Span, kept: list[str]) -> Edit | None:
    """Leave only some of the codes in the brackets of a comment."""
    text = context.workshop.text_of(span)
    start, end = text.find("["), text.find("]")
    if not 0 < start < end or span.line != span.end_line:
        return None
    inside = Span(span.line, span.column + start + 1, span.line, span.column + end)
    return Edit(inside, ", ".join(kept))


def _is_used(context: RuleContext, suppression: Suppression, code: str) -> bool:
    """Whether it silences a finding of the other rules, by one of its codes or by all."""
    parts = context.module.parts
    places = {parts.index_around(suppression.line)}
    scanner = suppression.scanner
    if scanner is not None:
        places.update(_parts_between(context, scanner.start_line, scanner.end_line))
        if any(
            suppression.covers_concern(concern, code) for concern in context.found.about(scanner.namespace)
        ):
            return True
    return any(
        suppression.covers(diagnostic, code)
        for place in sorted(places)
        for diagnostic in context.found.in_part(place)
    )


def _parts_between(context: RuleContext, first: int, last: int) -> tuple[int, ...]:
    """The parts that hold the lines from `first` to `last`."""
    parts = context.module.parts
    start, end = parts.index_around(first), parts.index_around(last)
    return (start,) if start == end else tuple(part for part in parts.order if start <= part <= end)


def _is_judged(context: RuleContext, code: str) -> bool:
    """Whether the rule ran, or is none that this version knows."""
    from isoscan.rules.registry import ALL_RULES, GENERATED_FILE_RULES

    rule = next((rule for rule in ALL_RULES if code in (rule.code, rule.name)), None)
    if rule in GENERATED_FILE_RULES:
        return False
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
    start, *further = _parts_between(context, first, below)
    near = [*context.finder.reaching_into(start), *context.finder.of_part(start)]
    for part in further:
        near.extend(context.finder.of_part(part))
    return any(
        evidence.detector == "steering"
        for boundary in near
        for evidence in boundary.evidence
        if boundary.start_line <= below and first <= boundary.end_line
    )


def _is_binding_line(context: RuleContext, line: int) -> bool:
    return any(
        binding.span.line == line and binding.how != "argument"
        for binding in context.bindings_in(context.module.parts.index_around(line))
    )


def _is_unit_line(context: RuleContext, steering: Steering, span: Span) -> bool:
    line = context.module.next_line(span.line) if steering.own_line else span.line
    part = context.module.parts.around(line)
    if part is None:
        return False
    within = line - part.first_line
    if steering.own_line:
        near = [one for one in part.facts.statements if one.attached_line <= within <= one.header.line]
    else:
        near = [one for one in part.facts.statements if one.header.line <= within <= one.header.end_line]
    return any(one.kind not in _NEVER_SCANNERS and not _is_constant(part, one) for one in near)


_NEVER_SCANNERS = frozenset(
    {"import", "pass", "global", "nonlocal", "delete", "assert", "raise", "break", "continue"}
)


def _is_constant(part: Part, statement: Statement) -> bool:
    """Whether a statement only gives names literals, which nobody would take for a scanner."""
    if statement.kind != "assignment":
        return False
    index = part.facts.statements.index(statement)
    values = [each.value for each in part.by_statement.assignments[index]]
    return bool(values) and all(value is not None and value.constant for value in values)


def _finding(context: RuleContext, span: Span, message: str, edit: Edit | None = None) -> Diagnostic:
    title = "Remove the comment" if edit is None else "Remove what has no effect"
    return Diagnostic(
        code="ISO001",
        name="unused-suppression",
        severity="warning",
        subject=context.workshop.text_of(span),
        message=message,
        span=span,
        scanners=(),
        tags=("unnecessary",),
        fixes=(Fix(title, "safe", (edit or Edit(_with_space(context, span), ""),)),),
    )


def _with_space(context: RuleContext, span: Span) -> Span:
    """The comment with the white space before it; its whole line, where nothing else stands on it."""
    line = context.module.line(span.line)
    before = line[: span.column].rstrip()
    if before:
        return span._replace(column=len(before))
    return Span(span.line, 0, span.line + 1, 0) if line.endswith(("\n", "\r")) else span._replace(column=0)
