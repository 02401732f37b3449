"""A parameter is bound again further down: scanners run with the last value only.

## What it does
Finds module-level parameters (constants, settings dicts and objects, single items and attributes of them)
that are bound more than once and that functions of two or more scanners read. The finding stands at the
binding that has no effect.

## Why is this bad?
A function reads a module-level name when it is called, and by then the whole file has run. After a scanner is
pasted below another, with its own `ATR_MULT` or `P`, the first scanner silently runs with the second one's
numbers.

## Known problems
Bindings under `if`, `try` or `for` may or may not run, and are not counted. A value that code between the
two bindings uses on import, by reading it (as a default, for a copy) or by calling a scanner, has an effect
and is not reported.

## Example
```python
ATR_MULT = 0.75
# ^^^^^^ ISO202 redefined-parameter


def scan_gap_up(df):
    return df[df["gap"] > ATR_MULT * df["atr"]]


ATR_MULT = 1.25


def scan_fade(df):
    return df[df["fade"] < -ATR_MULT * df["atr"]]
```

## Use instead
```python
GAP_UP_ATR_MULT = 0.75


def scan_gap_up(df):
    return df[df["gap"] > GAP_UP_ATR_MULT * df["atr"]]


FADE_ATR_MULT = 1.25


def scan_fade(df):
    return df[df["fade"] < -FADE_ATR_MULT * df["atr"]]
```

## References
[Python's naming and binding](https://docs.python.org/3/reference/executionmodel.html#naming-and-binding)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isoscan.parameters.bindings import Binding
from isoscan.parameters.chains import MODULE
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Related
from isoscan.rules.rebinding import Rebinding, rebindings_of
from isoscan.rules.wording import line_of, named, plural, read_by

_MOST_KEYS = 3


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the first ineffective binding of each rebound parameter."""
    bound = context.bindings_in(part)
    names = [binding.place.name for binding in bound if binding.place.scope == MODULE]
    classes = [unit.name for unit in context.module.units_of(part).values() if unit.kind == "class"]
    for name in dict.fromkeys((*names, *classes)):
        for rebinding in context.ask(rebindings_of, name):
            if rebinding.earlier[0].ref.part == part:
                yield _finding(context, rebinding)


def _finding(context: RuleContext, rebinding: Rebinding) -> Diagnostic:
    scanners = tuple(rebinding.readings)
    first = rebinding.earlier[0]
    related = [Related(rebinding.last.span, "this value counts")]
    related.extend(
        Related(binding.span, "bound here too, without effect") for binding in rebinding.earlier[1:]
    )
    for namespace, readings in rebinding.readings.items():
        related.extend(read_by(namespace, readings))
    return Diagnostic(
        code="ISO202",
        name="redefined-parameter",
        severity="warning",
        subject=rebinding.subject,
        message=_message(context, rebinding, first),
        span=first.span,
        scanners=scanners,
        related=tuple(related),
        tags=("unnecessary",),
    )


def _message(context: RuleContext, rebinding: Rebinding, first: Binding) -> str:
    misled = _misled(context, rebinding, first)
    runs = f"{named(misled)} {plural(misled, 'runs', 'run')}"
    line = line_of(rebinding.last.span)
    if first.is_constant and rebinding.last.is_constant:
        before, after = _text(context, first), _text(context, rebinding.last)
        if before != after:
            return f"{runs} with {after} from line {line}, not {before}"
        return f"{runs} with `{rebinding.subject}` from line {line}: changing it here has no effect"
    changes = _changed_keys(context, rebinding, first)
    detail = f": {', '.join(changes)}" if changes else ": changing it here has no effect"
    return f"{runs} with `{rebinding.subject}` from line {line}, not this one{detail}"


def _misled(context: RuleContext, rebinding: Rebinding, first: Binding) -> Sequence[str]:
    """The scanners that stand between the two bindings, and so seem to use the first; else all readers."""
    between = [
        namespace
        for namespace in rebinding.readings
        if (boundary := context.finder.named(namespace)) is not None
        and first.span.line < boundary.definition_line < rebinding.last.span.line
    ]
    return between or list(rebinding.readings)


def _changed_keys(context: RuleContext, rebinding: Rebinding, first: Binding) -> list[str]:
    """What differs, for the keys that scanners read: "`atr_mult` is 1.25, not 0.75"."""
    before, after = _items(context, first), _items(context, rebinding.last)
    wanted: dict[object, None] = {}
    for readings in rebinding.readings.values():
        wanted.update(dict.fromkeys(reading.chain.path[0] for reading in readings if reading.chain.path))
    changes = []
    for key in wanted:
        if key in before and key not in after:
            changes.append(f"`{key}` is missing there")
        elif key in before and before[key] != after[key]:
            changes.append(f"`{key}` is {after[key]}, not {before[key]}")
    if len(changes) > _MOST_KEYS:
        return [*changes[:_MOST_KEYS], f"and {len(changes) - _MOST_KEYS} more"]
    return changes


def _items(context: RuleContext, binding: Binding) -> dict[object, str]:
    known = context.workshop.resolver.bindings.of(binding.place.scope, binding.place.name)
    return {
        other.place.path[0]: _text(context, other)
        for other in known
        if other.how == "entry" and other.ref == binding.ref and len(other.place.path) == 1
    }


def _text(context: RuleContext, binding: Binding) -> str:
    text = context.workshop.text_of(binding.value_span)
    return text if len(text) <= 40 and "\n" not in text else "another value"
