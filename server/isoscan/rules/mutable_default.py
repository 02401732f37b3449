"""A mutable default argument carries state from one call to the next.

## What it does
Finds lists, dicts and sets that are the default of an argument of a scanner, or of a helper it calls, and
that the function changes.

## Why is this bad?
Python makes the default once. What one call puts into it is there in the next one: a scanner that runs over
many symbols finds the hits of the first ones again in all that follow.

## Known problems
A default that the function replaces before it changes anything is left alone, on whatever branch it does so.

## Example
```python
def scan_gap_up(df, hits=[]):
                  # ^^^^ ISO209 mutable-default
    for bar in df.itertuples():
        if bar.gap > 0.04 and bar.volume > 500_000:
            hits.append(bar.ticker)
    return hits
```

## Use instead
```python
def scan_gap_up(df, hits=None):
    if hits is None:
        hits = []
    for bar in df.itertuples():
        if bar.gap > 0.04 and bar.volume > 500_000:
            hits.append(bar.ticker)
    return hits
```

## Fix safety
The fix is safe for a scanner: every call without the argument starts from what is written in the header, as
the first one does today. It is unsafe for a helper, which one run may call many times.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.facts.records import Call, FunctionParameter, Value
from isoscan.model.module import Unit
from isoscan.model.parts import Part
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Edit, Fix, FixSafety, Related
from isoscan.rules.frame_effects import parameter_for
from isoscan.rules.removing import body_insertion
from isoscan.rules.state_places import MUTATORS
from isoscan.rules.wording import line_of, named, plural
from isoscan.source.spans import Span

_MAKERS = frozenset({"list", "dict", "set", "defaultdict", "OrderedDict", "deque", "Counter", "bytearray"})


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at each such argument, with the scanners that run the function."""
    scopes = context.module.parts[part].facts.scopes
    for unit in context.module.units_of(part).values():
        if unit.kind != "function":
            continue
        for parameter in scopes[unit.body.scope].parameters:
            if parameter.default is not None and _is_mutable(parameter.default):
                scanners = _running(context, unit.qualified_name) or _running(context, unit.parent)
                changed = _first_change(context, unit, parameter.name) if scanners else None
                if changed is not None:
                    yield _finding(context, unit, parameter, changed, scanners)


def _running(context: RuleContext, name: str) -> tuple[str, ...]:
    """The scanners that are, or reach, a def or class."""
    return context.in_file_order(context.description.users_of(name), context.roster.of_unit(name))


def _is_mutable(value: Value) -> bool:
    if value.kind in ("list", "dict", "set", "comprehension"):
        return True
    return value.kind == "call" and value.callee.rpartition(".")[2] in _MAKERS


def _first_change(context: RuleContext, unit: Unit, name: str) -> Span | None:
    """Where the function first changes what a parameter holds, None where it never does or replaces it.

    It may do so under another name, or by a helper that it hands the value to.
    """
    changes = [
        context.ask(_change_under, (unit.qualified_name, held, 0)) for held in _names_of(context, unit, name)
    ]
    return min(filter(None, changes), default=None)


def _names_of(context: RuleContext, unit: Unit, name: str) -> list[str]:
    """A parameter's name and those that the function gives its value besides (`out = hits`)."""
    by_statement = context.module.parts[unit.body.part].by_statement
    names = [name]
    for index in range(unit.ref.statement + 1, by_statement.ends[unit.ref.statement]):
        for assignment in by_statement.assignments[index]:
            value = assignment.value
            plain = not (assignment.operator or assignment.is_item) and assignment.target.isidentifier()
            given = value is not None and value.kind == "name" and value.root in names
            is_new = assignment.scope == unit.body.scope and assignment.target not in names
            if plain and given and is_new:
                names.append(assignment.target)
    return names


_DEEPEST_CALLS = 4


def _change_under(context: RuleContext, what: tuple[str, str, int]) -> Span | None:
    """Where a function first changes what one of its names holds."""
    qualified_name, name, depth = what
    unit = context.module.unit_named(qualified_name)
    if unit is None or unit.kind != "function" or depth > _DEEPEST_CALLS:
        return None
    part = context.module.parts[unit.body.part]
    by_statement = part.by_statement
    home = unit.body.scope
    for index in range(unit.ref.statement + 1, by_statement.ends[unit.ref.statement]):
        for item in by_statement.items[index]:
            is_own = item.home == home and (item.base == name or item.base.startswith(f"{name}["))
            if is_own and item.access != "read" and item.via in ("item", "setdefault", "pop"):
                return part.span(item.span)
        for call in by_statement.calls[index]:
            is_own = call.home == home and call.root == name
            links = call.callee.replace("[]", "").split(".")
            if is_own and call.name in MUTATORS and len(links) == 2:
                return part.span(call.span)
            if _is_changed_by(context, unit, call, name, depth):
                return part.span(call.span)
        for use in by_statement.names[index]:
            if use.name != name or use.home != home:
                continue
            if use.access == "bind" and use.binding == "augmented":
                return part.span(use.span)
            if use.access in ("bind", "delete") and not _is_alias(part, index, name, home):
                return None
        for assignment in by_statement.assignments[index]:
            # `seen[key] = ...` with a key that is computed.
            is_own = assignment.scope == home and assignment.target == name
            if is_own and assignment.target_span.end_column - assignment.target_span.column > len(name):
                return part.span(assignment.target_span)
    return None


def _is_alias(part: Part, statement: int, name: str, scope: int) -> bool:
    """Whether a statement only gives a name what an argument holds."""
    arguments = {parameter.name for parameter in part.facts.scopes[scope].parameters} - {name}
    return any(
        assignment.target == name
        and assignment.value is not None
        and assignment.value.kind == "name"
        and assignment.value.root in arguments
        for assignment in part.by_statement.assignments[statement]
    )


def _is_changed_by(context: RuleContext, unit: Unit, call: Call, name: str, depth: int) -> bool:
    """Whether a call hands a value to a function of the file that changes it."""
    if not any(argument.value.kind == "name" and argument.value.root == name for argument in call.arguments):
        return False
    helper = context.frames.called(unit, call)
    if helper is None:
        return False
    return any(
        parameter and context.ask(_change_under, (helper.qualified_name, parameter, depth + 1)) is not None
        for argument in call.arguments
        if argument.value.kind == "name" and argument.value.root == name
        for parameter in (parameter_for(helper, call, argument),)
    )


def _finding(
    context: RuleContext, unit: Unit, parameter: FunctionParameter, changed: Span, scanners: tuple[str, ...]
) -> Diagnostic:
    part = context.module.parts[unit.body.part]
    fix = _fix(context, unit, parameter)
    return Diagnostic(
        code="ISO209",
        name="mutable-default",
        severity="warning",
        subject=parameter.name,
        message=(
            f"{named(scanners)} {plural(scanners, 'keeps', 'keep')} what `{unit.name}` puts into "
            f"`{parameter.name}` from call to call (line {line_of(changed)})"
        ),
        span=part.span(parameter.span),
        scanners=scanners,
        related=(Related(changed, "changed here"),),
        fixes=(fix,) if fix is not None else (),
    )


def _fix(context: RuleContext, unit: Unit, parameter: FunctionParameter) -> Fix | None:
    """Default None, and the value made at the start of the body."""
    workshop = context.workshop
    if parameter.default is None:
        return None
    value_span = context.module.parts[unit.body.part].span(parameter.default.span)
    value = workshop.text_of(value_span)
    if "\n" in value or "\r" in value:
        return None
    texts = (f"if {parameter.name} is None:", f"\t{parameter.name} = {value}")
    inserted = body_insertion(context.module, unit, texts)
    if inserted is None:
        return None
    # A helper may be called many times in one run, which then counts on what the calls before it have left.
    safety: FixSafety = "safe" if context.roster.of_unit(unit.qualified_name) else "unsafe"
    return Fix(f"Make `{parameter.name}` anew in every call", safety, (Edit(value_span, "None"), inserted))
