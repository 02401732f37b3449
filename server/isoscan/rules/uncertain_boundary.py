"""isoscan is not sure that this is a scanner.

## What it does
Reports scanners whose confidence lies below the threshold from which they count as valid, with the
strongest reason for taking them for a scanner. Where a [language model was asked](../opinion.md), it also
reports what only one of the two takes for a scanner, the model or the detectors, with both reasons.

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
`valid-threshold` is the probability from which a scanner is taken as certain. `ai` says whether a language
model may be asked.

## Fix safety
Both fixes insert a comment and change nothing else: one says `# isoscan: scanner NAME`, the other
`# isoscan: not-a-scanner`.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.boundaries.boundary import Boundary
from isoscan.boundaries.opinion import DETECTOR, dissent_in, is_alone
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic
from isoscan.rules.steering_fixes import comment_above, confirmation


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the header of each scanner that needs review, or that a language model denies."""
    for boundary in context.finder.of_part(part):
        doubted = boundary.status == "valid" and dissent_in(boundary.evidence) is not None
        if boundary.status == "needs_review" or doubted:
            yield _finding(context, boundary)


def _finding(context: RuleContext, boundary: Boundary) -> Diagnostic:
    return Diagnostic(
        code="ISO101",
        name="uncertain-boundary",
        severity="information",
        subject=boundary.name,
        message=_message(boundary),
        span=boundary.name_span,
        scanners=(boundary.namespace,),
        fixes=(
            confirmation(context, boundary),
            comment_above(context, boundary, "not-a-scanner", "Say that this is not a scanner"),
        ),
    )


def _message(boundary: Boundary) -> str:
    if is_alone(boundary.evidence):
        return f"`{boundary.namespace}`: {boundary.evidence[0].reason}; no detector sees one in these lines"
    detected = [evidence for evidence in boundary.evidence if evidence.detector != DETECTOR]
    strongest = max(detected, key=lambda evidence: evidence.score, default=None)
    reason = f" ({strongest.reason})" if strongest is not None else ""
    dissent = dissent_in(boundary.evidence)
    but = f"; but {dissent.reason}" if dissent is not None else ""
    only = " only" if boundary.status == "needs_review" else ""
    return f"`{boundary.namespace}` is a scanner with {boundary.confidence:.0%} confidence{only}{reason}{but}"
