"""A section reads a variable that another section left over.

## What it does
Finds names that a section of a script reads and that the section of another scanner bound last. Imports,
functions, infrastructure and what the script sets up above its sections are meant for all and not reported;
values that scanners are tuned by are reported by ISO203.

## Why is this bad?
The section works only after the other one, in this order. Whoever changes, moves or removes the other section
changes what this one finds, or reads a stale value without noticing.

## Known problems
A name that the section itself binds before it reads it is left alone, on whatever branch it does so. Columns
that another section added to a common frame are not followed.

## Example
```python
import pandas as pd

df = pd.read_csv("bars.csv")

# ===== Strategy 1: gap up =====
volume = df["volume"].rolling(20).mean()
gap_hits = df[(df["gap"] > 0.04) & (volume > 500_000)]
print(gap_hits["ticker"].tolist())

# ===== Strategy 2: fade =====
fade_hits = df[(df["fade"] > 0.02) & (volume > 900_000)]
                                    # ^^^^^^ ISO208 leaked-variable
print(fade_hits["ticker"].tolist())
```

## Use instead
```python
import pandas as pd

df = pd.read_csv("bars.csv")

# ===== Strategy 1: gap up =====
volume = df["volume"].rolling(20).mean()
gap_hits = df[(df["gap"] > 0.04) & (volume > 500_000)]
print(gap_hits["ticker"].tolist())

# ===== Strategy 2: fade =====
volume = df["volume"].rolling(20).mean()
fade_hits = df[(df["fade"] > 0.02) & (volume > 900_000)]
print(fade_hits["ticker"].tolist())
```
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.boundaries.boundary import Boundary
from isoscan.facts.records import NameUse
from isoscan.model.definitions import in_force_at
from isoscan.model.module import StatementRef
from isoscan.model.slices import is_in_function
from isoscan.parameters.reading import ScannerReadings
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Related
from isoscan.rules.wording import line_of
from isoscan.source.spans import Span

_FOR_ALL = frozenset({"import", "function", "class", "type_alias"})


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the first read of each leaked name in each section."""
    for boundary in context.finder.of_part(part):
        if boundary.kind == "section" and len(context.roster.sections) > 1:
            yield from _leaks(context, context.readings_of(boundary.namespace))


def _leaks(context: RuleContext, scanner: ScannerReadings) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for ref, use in _module_reads(context, scanner):
        if use.name not in seen:
            leak = _leak(context, scanner.boundary, ref, use)
            if leak is not None:
                seen.add(use.name)
                if not context.tunables.is_tuned(use.name) and use.name not in context.workshop.shared:
                    yield _finding(context, scanner.boundary, ref, use, *leak)


def _module_reads(context: RuleContext, scanner: ScannerReadings) -> Iterator[tuple[StatementRef, NameUse]]:
    for ref in sorted(scanner.slice.own):
        part = context.module.parts[ref.part]
        for use in part.by_statement.names[ref.statement]:
            if use.access == "read" and use.home == 0 and not is_in_function(part, use.scope):
                yield ref, use


def _leak(
    context: RuleContext, boundary: Boundary, ref: StatementRef, use: NameUse
) -> tuple[Boundary, Span] | None:
    """The section, not the reader's own, whose binding of a name reaches a read, and that binding."""
    module = context.module
    bound = module.bindings.get(use.name, ())
    above = [site for site in bound if (site.part, site.use.statement) < ref and site.use.access == "bind"]
    if not above or any(site.use.scope > 0 for site in bound):
        return None
    for site in reversed(in_force_at(module, use.name, ref)):
        if StatementRef(site.part, site.use.statement) >= ref:
            continue
        span = site.use.span.shifted(site.part)
        owner = context.boundary_at(site.part, span.line)
        if site.use.binding in _FOR_ALL or owner == boundary:
            return None
        if owner is not None and owner.kind == "section":
            return owner, span
    return None


def _finding(
    context: RuleContext, boundary: Boundary, ref: StatementRef, use: NameUse, owner: Boundary, bound: Span
) -> Diagnostic:
    return Diagnostic(
        code="ISO208",
        name="leaked-variable",
        severity="warning",
        subject=use.name,
        message=(
            f"section `{boundary.namespace}` reads `{use.name}` as section `{owner.namespace}` left it "
            f"(line {line_of(bound)})"
        ),
        span=context.module.parts[ref.part].span(use.span),
        scanners=(owner.namespace, boundary.namespace),
        related=(Related(bound, f"bound in section `{owner.namespace}`"),),
    )
