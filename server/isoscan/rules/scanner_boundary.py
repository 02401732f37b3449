"""A scanner begins here.

## What it does
Marks the header of every scanner with its kind, its lines and how sure isoscan is. On in editors, off on the
command line unless it is selected.

## Why is this bad?
It is not: the hint shows what isoscan takes for a scanner, so that you can tell it where it is wrong.

## Example
```python
def scan_gap_up(df):
  # ^^^^^^^^^^^ ISO100 scanner-boundary
    hits = df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]
    return hits["ticker"].tolist()
```

## Use instead
```python
# isoscan: not-a-scanner
def scan_gap_up(df):
    hits = df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]
    return hits["ticker"].tolist()
```

## Options
`report-threshold` is the probability from which something counts as a scanner.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, line_mark


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a hint at the header of each scanner."""
    for boundary in context.finder.of_part(part):
        yield Diagnostic(
            code="ISO100",
            name="scanner-boundary",
            severity="hint",
            subject=boundary.name,
            message=(
                f"{boundary.kind} scanner `{boundary.namespace}`, lines {line_mark(boundary.start_line)} to "
                f"{line_mark(boundary.end_line)}, {boundary.confidence:.0%} sure"
            ),
            span=boundary.name_span,
            scanners=(boundary.namespace,),
        )
