"""isoscan is not sure that this is a scanner.

## What it does
Reports scanners whose confidence lies below the threshold from which they count as valid, with the
strongest reason for taking them for a scanner.

## Why is this bad?
What follows from a doubtful boundary is doubtful too: its parameters, and what it shares with others. One
comment settles it for good, for everybody who works on the file.

## Example
```python
def add_bands(df):
    df["squeeze"] = (df["bb_upper"] < df["kc_upper"]) & (df["bb_lower"] > df["kc_lower"])
  # ^^^^^^^^^^^^^ ISO101 uncertain-boundary
    return df
```

## Use instead
```python
def add_bands(df):
    # isoscan: not-a-scanner
    df["squeeze"] = (df["bb_upper"] < df["kc_upper"]) & (df["bb_lower"] > df["kc_lower"])
    return df
```

## Options
`valid-threshold` is the probability from which a scanner is taken as certain.

## Fix safety
Both fixes insert a comment and change nothing else: one says `# isoscan: scanner NAME`, the other
`# isoscan: not-a-scanner`.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.boundaries.boundary import Boundary
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Edit, Fix
from isoscan.source.spans import Span


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the header of each scanner that needs review."""
    for boundary in context.finder.of_part(part):
        if boundary.status == "needs_review":
            yield _finding(context, boundary)


def _finding(context: RuleContext, boundary: Boundary) -> Diagnostic:
    strongest = max(boundary.evidence, key=lambda evidence: evidence.score, default=None)
    reason = f" ({strongest.reason})" if strongest is not None else ""
    return Diagnostic(
        code="ISO101",
        name="uncertain-boundary",
        severity="information",
        subject=boundary.name,
        message=f"`{boundary.namespace}` is a scanner with {boundary.confidence:.0%} confidence only{reason}",
        span=boundary.name_span,
        scanners=(boundary.namespace,),
        fixes=(
            _comment_above(context, boundary, f"scanner {boundary.name}", "Confirm that this is a scanner"),
            _comment_above(context, boundary, "not-a-scanner", "Say that this is not a scanner"),
        ),
    )


def _comment_above(context: RuleContext, boundary: Boundary, instruction: str, title: str) -> Fix:
    """A fix that puts a steering comment above the unit's first code line (above its decorators)."""
    line = _first_code_line(context, boundary)
    code = context.module.line(line)
    indent = code[: len(code) - len(code.lstrip(" \t\f"))]
    ending = "\r\n" if code.endswith("\r\n") else "\r" if code.endswith("\r") else "\n"
    place = Span(line, 0, line, 0)
    return Fix(title, "safe", (Edit(place, f"{indent}# isoscan: {instruction}{ending}"),))


def _first_code_line(context: RuleContext, boundary: Boundary) -> int:
    roots = context.readings_of(boundary.namespace).roots
    return context.module.span(roots[0]).line if roots else boundary.definition_line
