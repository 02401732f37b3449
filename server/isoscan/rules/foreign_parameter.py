"""A scanner reads a parameter that is defined inside another scanner.

## What it does
Finds tunables that stand inside one scanner, in its section of a script or in its class, and that another
scanner reads: by name, as `OtherScanner.LIMIT`, or by inheriting the attribute.

## Why is this bad?
The value looks as if it belonged to the scanner around it, and is tuned for it. The other scanner changes
with it, and breaks when the first is moved to a file of its own.

## Known problems
A strategy that derives from another on purpose, to follow its settings, is reported as well: give the
values a common base that is no scanner, or repeat them. Calling another scanner or an inherited method is a
dependency and is not reported. Entries of a table that is only asked for constant keys are settings of those
that ask, and not reported either.

## Example
```python
import backtrader as bt


class GapUp(bt.Strategy):
    min_gap = 0.04

    def next(self):
        if self.data.open[0] > self.data.close[-1] * (1 + self.min_gap):
            self.buy()


class GapFade(bt.Strategy):
    def next(self):
        if self.data.open[0] > self.data.close[-1] * (1 + GapUp.min_gap):
                                                        # ^^^^^^^^^^^^^ ISO203 foreign-parameter
            self.sell()
```

## Use instead
```python
import backtrader as bt


class GapUp(bt.Strategy):
    min_gap = 0.04

    def next(self):
        if self.data.open[0] > self.data.close[-1] * (1 + self.min_gap):
            self.buy()


class GapFade(bt.Strategy):
    min_gap = 0.04

    def next(self):
        if self.data.open[0] > self.data.close[-1] * (1 + self.min_gap):
            self.sell()
```

## Fix safety
The fix writes the value as a constant above each scanner that reads it, and makes that scanner read it. It is
safe, and offered only for a literal that is bound once and read by its full name.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.boundaries.boundary import Boundary
from isoscan.rules.context import RuleContext
from isoscan.rules.definitions import TunableUse, Use
from isoscan.rules.diagnostic import Diagnostic, Fix, Related
from isoscan.rules.ownership import owner_of
from isoscan.rules.owning import owning_fix
from isoscan.rules.wording import line_of, named, plural


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the first foreign read of each tunable of the part that stands inside a scanner."""
    for use, owner, foreign in _foreign_in(context, part):
        yield _finding(use, owner, foreign)


def repair(context: RuleContext, finding: Diagnostic) -> Iterator[Fix]:
    """Give the readers constants of their own, where that changes no result."""
    definition = finding.related[0].span
    for use, _, foreign in _foreign_in(context, context.module.parts.index_around(definition.line)):
        if use.binding.span == definition and use.subject == finding.subject:
            fix = owning_fix(context, use, foreign)
            if fix is not None:
                yield fix


def _foreign_in(context: RuleContext, part: int) -> Iterator[tuple[TunableUse, Boundary, list[Use]]]:
    """The tunables of a part inside a scanner that others read: with that scanner, and the others."""
    for use in context.tunables.in_part(part):
        owner = owner_of(context, use.binding)
        if owner is None or context.state.is_set_by_scanners(use.binding.place):
            continue
        foreign = [one for one in use.uses if one.namespace != owner.namespace]
        if foreign:
            yield use, owner, foreign


def _finding(use: TunableUse, owner: Boundary, foreign: list[Use]) -> Diagnostic:
    readers = [one.namespace for one in foreign]
    first = min(place.span for one in foreign for place in one.places)
    related = [Related(use.binding.span, f"defined in scanner `{owner.namespace}`")]
    for one in foreign:
        related.extend(place for place in one.places if place.span != first)
    return Diagnostic(
        code="ISO203",
        name="foreign-parameter",
        severity="warning",
        subject=use.subject,
        message=(
            f"{named(readers)} {plural(readers, 'depends', 'depend')} on `{use.subject}` of scanner "
            f"`{owner.namespace}` (line {line_of(use.binding.span)}): tuning one changes the other"
        ),
        span=first,
        scanners=(owner.namespace, *readers),
        related=tuple(related),
    )
