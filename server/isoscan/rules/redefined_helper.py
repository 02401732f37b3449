"""A function or class that a scanner calls is defined again further down: the last one wins.

## What it does
Finds functions, methods and classes that are defined more than once under the same name and that a scanner
calls, and those whose name is given something else further down. The finding stands at the definition that no
scanner gets.

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

from isoscan.model.module import StatementRef, Unit
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Related
from isoscan.rules.rebinding import reaching_units
from isoscan.rules.wording import line_of, named, plural
from isoscan.source.spans import Span

_SEVERAL_BY_DESIGN = ("overload", "property", "setter", "getter", "deleter", "register", "dispatch")


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the first of several definitions of a helper."""
    names = dict.fromkeys(unit.qualified_name for unit in context.module.units_of(part).values())
    for name in names:
        if len(context.module.units_named(name)) > 1 or _is_assigned_too(context, name):
            for finding in context.ask(_redefinitions, name):
                if context.module.parts.index_around(finding.span.line) == part:
                    yield finding


def _redefinitions(context: RuleContext, name: str) -> tuple[Diagnostic, ...]:
    """The finding on a name, if there is one."""
    known = context.module.units_named(name)
    units = [unit for unit in known if _is_certain(context, unit)]
    if "." not in name and _is_assigned_too(context, name):
        return _replaced_by_value(context, units)
    if len(units) < 2 or known[-1] != units[-1]:
        return ()
    # A scanner that another one calls is no helper, and reached by name only.
    calling = [one for one in context.roster.calling_for(name) if one not in context.roster.of_unit(name)]
    users = context.in_file_order(context.description.users_of(name), tuple(calling))
    replaced = [unit for unit in units[:-1] if not _is_used_before(context, unit, units[-1])]
    return (_finding(context, replaced[0], units[-1].name_span, users),) if users and replaced else ()


def _replaced_by_value(context: RuleContext, units: list[Unit]) -> tuple[Diagnostic, ...]:
    """The finding on a def whose name is given a lambda, an import or another value further down."""
    if len(units) != 1:
        return ()
    (unit,) = units
    sites = context.module.bindings.get(unit.name, ())
    others = [site for site in sites if site.use.binding not in ("function", "class")]
    last = others[-1]
    ref = StatementRef(last.part, last.use.statement)
    if len(others) != 1 or not last.certain or last.use.access != "bind" or ref < unit.ref:
        return ()
    if last.use.binding not in ("assignment", "import") or _is_read_between(context, unit, ref):
        return ()
    users = context.roster.calling_for(unit.name)
    span = context.module.parts[last.part].span(last.use.span)
    return (_finding(context, unit, span, users),) if users else ()


def _is_read_between(context: RuleContext, unit: Unit, last: StatementRef) -> bool:
    """Whether code that runs on import uses a definition until its name is given something else.

    So does what is made of it: `atr = cached(atr)`.
    """
    module = context.module
    watched = {unit.name} | context.ask(reaching_units, unit.name)
    return any(
        unit.ref < (site.part, site.use.statement) <= last
        and not (site.use.scope and module.enclosing_unit(site.part, site.use.scope) is not None)
        for word in watched
        for site in module.reads.get(word, ())
    )


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
    return _is_read_between(context, unit, StatementRef(last.ref.part, last.ref.statement - 1))


def _finding(context: RuleContext, replaced: Unit, last: Span, users: tuple[str, ...]) -> Diagnostic:
    between = [
        namespace
        for namespace in users
        if (boundary := context.finder.named(namespace)) is not None
        and replaced.span.line < boundary.definition_line < last.line
    ]
    misled = between or users
    return Diagnostic(
        code="ISO207",
        name="redefined-helper",
        severity="warning",
        subject=replaced.name,
        message=(
            f"{named(misled)} {plural(misled, 'calls', 'call')} `{replaced.name}` from line "
            f"{line_of(last)}, not this one"
        ),
        span=replaced.name_span,
        scanners=users,
        related=(Related(last, f"this `{replaced.name}` counts"),),
        tags=("unnecessary",),
    )
