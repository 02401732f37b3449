"""Two detectors take the same lines for different scanners, and neither is surer.

## What it does
Reports scanners for which another view is about as likely: that the parts of one are scanners of their own
(the entries of a table, the masks of a def), or that several are parts of one around them. The message says
both views and how sure each is.

## Why is this bad?
isoscan takes the likelier view, but hardly likelier: a small edit may turn it around, and then other
parameters belong to other scanners. One comment settles it for good.

## Example
```python
def liquid_rows(df):
  # ^^^^^^^^^^^ ISO102 overlapping-boundaries
    queries = {
        "washout": "rsi < 20 and close < bb_lower",
        "drift": "rsi < 40 and close > sma200",
    }
    liquid = df[(df["volume"] > 500_000) & (df["close"] > 5)]
    for name, query in queries.items():
        print(name, len(liquid.query(query)))
    return liquid
```

## Use instead
```python
# isoscan: scanner liquid_rows
def liquid_rows(df):
    queries = {
        "washout": "rsi < 20 and close < bb_lower",
        "drift": "rsi < 40 and close > sma200",
    }
    liquid = df[(df["volume"] > 500_000) & (df["close"] > 5)]
    for name, query in queries.items():
        print(name, len(liquid.query(query)))
    return liquid
```

## Fix safety
The fix inserts a comment and changes nothing else: it says `# isoscan: scanner NAME`.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.boundaries.boundary import Boundary, Rival
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic
from isoscan.rules.steering_fixes import confirmation

SHOWN = 3


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the header of each scanner whose lines may be something else."""
    for boundary in context.finder.of_part(part):
        if boundary.rival is not None:
            yield _finding(context, boundary, boundary.rival)


def _finding(context: RuleContext, boundary: Boundary, rival: Rival) -> Diagnostic:
    names = ", ".join(f"`{name}`" for name in rival.names[:SHOWN])
    names += ", ..." if len(rival.names) > SHOWN else ""
    sure = f"{boundary.confidence:.0%}"
    if rival.around:
        message = (
            f"`{boundary.namespace}` is taken for a scanner of its own ({sure}), but the {rival.kind} "
            f"{names} around it is about as likely to be one as a whole ({rival.confidence:.0%})"
        )
    else:
        message = (
            f"`{boundary.namespace}` is taken for one scanner ({sure}), but {len(rival.names)} parts of it "
            f"are about as likely to be scanners of their own ({names}; {rival.confidence:.0%})"
        )
    return Diagnostic(
        code="ISO102",
        name="overlapping-boundaries",
        severity="information",
        subject=boundary.name,
        message=message,
        span=boundary.name_span,
        scanners=(boundary.namespace,),
        fixes=(confirmation(context, boundary),),
    )
