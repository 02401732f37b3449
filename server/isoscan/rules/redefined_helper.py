"""A function or class that a scanner calls is defined again further down: the last one wins.

## What it does
Finds functions, methods and classes that are defined more than once under the same name and that a scanner
calls. The finding stands at the definition that no scanner gets.

## Why is this bad?
A function looks up what it calls at the moment of the call, and finds the last definition in the file. A
scanner that was written against the first helper silently calls the second one, which may compute
something else.

## Known problems
Definitions under `if` or `try`, overloads and property setters are left alone; so is a helper that code
between the two definitions uses on import.

## Example
```python
def atr(df):
  # ^^^ ISO207 redefined-helper
    return (df["high"] - df["low"]).rolling(14).mean()


def scan_gap_up(df):
    return df[df["gap"] > 0.9 * atr(df)]


def atr(df):
    return (df["high"] - df["low"]).ewm(span=14).mean()


def scan_fade(df):
    return df[df["fade"] < -0.9 * atr(df)]
```

## Use instead
```python
def simple_atr(df):
    return (df["high"] - df["low"]).rolling(14).mean()


def scan_gap_up(df):
    return df[df["gap"] > 0.9 * simple_atr(df)]


def smoothed_atr(df):
    return (df["high"] - df["low"]).ewm(span=14).mean()


def scan_fade(df):
    return df[df["fade"] < -0.9 * smoothed_atr(df)]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.model.module import Unit
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Related
from isoscan.rules.rebinding import reaching_units
from isoscan.rules.wording import line_of, named, plural

_SEVERAL_BY_DESIGN = ("overload", "property", "setter", "getter", "deleter", "register", "dispatch")


def check(context: RuleContext) -> Iterator[Diagnostic]:
    """Yield a finding at the first of several definitions of a helper."""
    definitions: dict[str, list[Unit]] = {}
    for unit in context.module.units:
        if _is_certain(context, unit):
            definitions.setdefault(unit.qualified_name, []).append(unit)
    for name, units in definitions.items():
        if len(units) < 2 or context.module.unit_named(name) != units[-1]:
            continue
        if "." not in name and _is_assigned_too(context, name):
            continue
        users = [scanner.boundary.namespace for scanner in context.readings if name in scanner.slice.helpers]
        replaced = [unit for unit in units[:-1] if not _is_used_before(context, unit, units[-1])]
        if users and replaced:
            yield _finding(context, replaced[0], units[-1], users)


def _is_certain(context: RuleContext, unit: Unit) -> bool:
    """Whether a definition surely runs, and stands where its name can be replaced."""
    statement = context.module.statement(unit.ref)
    if any(part in decorator for decorator in statement.decorators for part in _SEVERAL_BY_DESIGN):
        return False
    if unit.parent_kind == "function":
        return False
    if unit.parent_kind == "class":
        owner = context.module.unit_named(unit.parent)
        return (
            owner is not None and statement.parent == owner.ref.statement and unit.ref.part == owner.ref.part
        )
    return statement.parent < 0


def _is_assigned_too(context: RuleContext, name: str) -> bool:
    sites = context.module.bindings.get(name, ())
    return any(site.use.binding not in ("function", "class") for site in sites)


def _is_used_before(context: RuleContext, unit: Unit, last: Unit) -> bool:
    """Whether code that runs on import uses a definition before the last one replaces it."""
    if unit.parent:
        return False
    module = context.module
    watched = {unit.name, *reaching_units(module, unit.name)}
    return any(
        unit.ref < (site.part, site.use.statement) < last.ref
        and module.enclosing_unit(site.part, site.use.scope) is None
        for word in watched
        for site in module.reads.get(word, ())
    )


def _finding(context: RuleContext, replaced: Unit, last: Unit, users: list[str]) -> Diagnostic:
    between = [
        scanner.boundary.namespace
        for scanner in context.scanners
        if scanner.boundary.namespace in users
        and replaced.span.line < scanner.boundary.definition_line < last.span.line
    ]
    misled = between or users
    return Diagnostic(
        code="ISO207",
        name="redefined-helper",
        severity="warning",
        subject=last.name,
        message=(
            f"{named(misled)} {plural(misled, 'calls', 'call')} `{last.name}` from line "
            f"{line_of(last.name_span)}, not this one"
        ),
        span=replaced.name_span,
        scanners=tuple(users),
        related=(Related(last.name_span, f"this `{last.name}` counts"),),
        tags=("unnecessary",),
    )
