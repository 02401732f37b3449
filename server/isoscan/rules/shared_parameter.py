"""A tunable is read by two or more scanners.

## What it does
Finds constants, items of settings dicts, class attributes and options of a command line that two or more
scanners read, themselves or through helpers. API keys, addresses, dates, symbol lists, worker counts and
the like are shared globals and are never reported.

## Why is this bad?
Whoever tunes the value for one scanner changes the results of the others, and nothing on the screen says
so. A backtest that was right yesterday is wrong today, for a scanner that nobody has touched.

## Known problems
Some values are meant to be shared, such as a floor under the traded volume for a whole desk. Mark them with
`# isoscan: shared`. Arguments and their defaults, and what a class sets on its instances, are not reported:
every caller can choose values of its own. What functions change when called is state: see ISO204. Values
that reach a scanner only as an argument from another file are not seen, nor are values that are computed
(`10 if fast else 20`), read from the environment, put together inside a call (`f(**{**P, "x": 1})`) or
imported with `*`. A name that is bound again further down is reported by ISO202 instead. Of alternatives
(`if` and `else`) the first is marked. Of a list the scanners have to read the same number, or all of it.

## Example
```python
ATR_MULT = 0.9
# ^^^^^^ ISO201 shared-parameter


def scan_gap_up(df):
    return df[df["gap"] > ATR_MULT * df["atr"]]


def scan_fade(df):
    return df[df["fade"] < -ATR_MULT * df["atr"]]
```

## Use instead
```python
GAP_UP_ATR_MULT = 0.9
FADE_ATR_MULT = 0.9


def scan_gap_up(df):
    return df[df["gap"] > GAP_UP_ATR_MULT * df["atr"]]


def scan_fade(df):
    return df[df["fade"] < -FADE_ATR_MULT * df["atr"]]
```

## Options
`shared-globals` names further shell patterns (`DESK_*`) of values that every scanner may use.

## Fix safety
The fix gives each scanner a parameter of its own with the same value and rewrites the reads, where each of
them stands in one scanner's own lines. It is safe for names with a leading underscore; another file may
import any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from isoscan.parameters.bindings import Binding, Place
from isoscan.parameters.chains import MODULE
from isoscan.rules.context import RuleContext
from isoscan.rules.definitions import TunableUse
from isoscan.rules.diagnostic import Diagnostic, Fix, Related
from isoscan.rules.ownership import owner_of
from isoscan.rules.rebinding import is_set_between_calls, rebindings_of
from isoscan.rules.splitting import splitting_fix
from isoscan.rules.wording import named


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the definition of each shared tunable."""
    for use in context.tunables.in_part(part):
        if len(use.uses) < 2 or _is_divided(use):
            continue
        place = use.binding.place
        if place.scope == MODULE and _is_given_several_values(context, place):
            continue
        if owner_of(context, use.binding) is not None or context.state.is_set_by_scanners(place):
            continue
        if not any(other.span < use.binding.span for other in _alternatives(context, use)):
            yield _finding(context, use)


def repair(context: RuleContext, finding: Diagnostic) -> Iterator[Fix]:
    """Give each scanner a parameter of its own, where that changes no result."""
    for use in context.tunables.in_part(context.module.parts.index_around(finding.span.line)):
        if use.binding.span == finding.span and use.subject == finding.subject:
            fix = splitting_fix(context, use)
            if fix is not None:
                yield fix


def _is_divided(use: TunableUse) -> bool:
    """Whether each scanner reads numbers of its own of a list: `LEVELS[0]` here, `LEVELS[1]` there."""
    value = use.binding.value
    if value is None or value.kind not in ("list", "tuple") or not isinstance(value.value, tuple):
        return False
    taken: set[int] = set()
    for one in use.uses:
        keys = [reading.chain.path[-1] if reading.chain.path else "" for reading in one.readings]
        own = {key % len(value.value) for key in keys if isinstance(key, int) and value.value}
        if not all(isinstance(key, int) for key in keys) or own & taken:
            return False
        taken |= own
    return True


def _alternatives(context: RuleContext, use: TunableUse) -> list[Binding]:
    """The other definitions of a tunable, on other branches, that the same scanners read."""
    place, scanners = use.binding.place, frozenset(use.scanners)
    return [
        other
        for other in context.workshop.resolver.bindings.of(place.scope, place.name)
        if other.place == place and other != use.binding and context.tunables.scanners_of(other) == scanners
    ]


def _is_given_several_values(context: RuleContext, place: Place) -> bool:
    """Whether other rules speak of a module-level place, since it is bound again."""
    return bool(context.ask(rebindings_of, place.name)) or is_set_between_calls(context, place.name)


def _finding(context: RuleContext, use: TunableUse) -> Diagnostic:
    scanners = use.scanners
    first, *others = scanners
    return Diagnostic(
        code="ISO201",
        name="shared-parameter",
        severity="warning",
        subject=use.subject,
        message=f"changing `{use.subject}` for `{first}` also changes {named(others)}",
        span=use.binding.span,
        scanners=scanners,
        related=(
            *(Related(other.span, "or it gets this value") for other in _alternatives(context, use)),
            *chain.from_iterable([one.places for one in use.uses]),
        ),
    )
