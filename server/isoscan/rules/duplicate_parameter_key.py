"""A key stands twice in one settings dict: only the last value counts.

## What it does
Finds keys that occur more than once in a dict of settings, where a scanner reads the dict or its keys and
values look like settings.

## Why is this bad?
Python keeps the last value and says nothing. Whoever tunes the first one wonders why nothing changes.

## Example
```python
P = {
    "gap_min": 0.04,
  # ^^^^^^^^^ ISO303 duplicate-parameter-key
    "volume_min": 500_000,
    "gap_min": 0.06,
}


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]
```

## Use instead
```python
P = {
    "gap_min": 0.06,
    "volume_min": 500_000,
}


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]
```

## Fix safety
The fix deletes the entries that have no effect. It is safe unless code goes through the dict as a whole: the
order of its keys may change.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.parameters.bindings import Binding
from isoscan.parameters.dict_keys import is_tunable_item
from isoscan.parameters.tunables import is_numeric
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Fix, Related
from isoscan.rules.removing import entry_removal
from isoscan.rules.wording import line_of
from isoscan.source.spans import Span


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the first of the values that one key is given."""
    entries = context.module.parts[part].facts.entries
    if len({(entry.statement, entry.container, entry.path) for entry in entries}) == len(entries):
        return
    if not context.roster.has_scanners:
        return
    groups: dict[object, list[Binding]] = {}
    for binding in context.bindings_in(part):
        if binding.how == "entry" and isinstance(binding.place.path[-1], str):
            groups.setdefault((binding.ref, binding.place), []).append(binding)
    for group in groups.values():
        if len(group) > 1 and all(_is_setting(context, binding) for binding in group):
            yield _finding(context, group)


def _is_setting(context: RuleContext, binding: Binding) -> bool:
    literal = context.workshop.resolver.literal(binding)
    if literal is None or not (is_numeric(literal.value) or isinstance(literal.value, bool)):
        return False
    return is_tunable_item(context.workshop, binding)


def _finding(context: RuleContext, group: list[Binding]) -> Diagnostic:
    workshop = context.workshop
    first, last = group[0], group[-1]
    subject = context.workshop.subject_of(first.place)
    return Diagnostic(
        code="ISO303",
        name="duplicate-parameter-key",
        severity="warning",
        subject=subject,
        message=(
            f"`{subject}` is {workshop.text_of(last.value_span)} from line {line_of(last.span)}, "
            f"not {workshop.text_of(first.value_span)}"
        ),
        span=first.span,
        scanners=context.roster.with_place(first.place),
        related=(Related(last.span, "this value counts"),),
        tags=("unnecessary",),
        fixes=_fixes(context, group),
    )


def _fixes(context: RuleContext, group: list[Binding]) -> tuple[Fix, ...]:
    """Take out the entries without effect; unsafe where code goes through the dict, whose order changes."""
    spans = [Span(*binding.span[:2], *binding.value_span[2:]) for binding in group[:-1]]
    edits = [edit for span in spans if (edit := entry_removal(context.module, span)) is not None]
    if len(edits) != len(spans) or len({edit.span.line for edit in edits}) != len(edits):
        return ()
    container = group[0].place._replace(path=group[0].place.path[:-1])
    is_open = context.references.is_open(container)
    return (Fix("Delete what has no effect", "unsafe" if is_open else "safe", tuple(edits)),)
