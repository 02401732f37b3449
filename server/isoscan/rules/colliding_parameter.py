"""Two scanners use one parameter name for different values.

## What it does
Finds names of parameters that stand for different numbers in two scanners: constants in their functions,
items of their dicts, defaults of their arguments, attributes of their classes. Thresholds that are written
into conditions are not compared. The rule is off unless it is selected: most such names are meant to differ.

## Why is this bad?
Nothing is wrong today. But whoever merges the scanners, moves one of the values to the module, or gathers the
parameters in one dict gives one scanner the other's value.

## Example
```python
def scan_gap_up(df):
    volume_min = 500_000
    return df[(df["gap"] > 0.04) & (df["volume"] > volume_min)]


def scan_fade(df):
    volume_min = 900_000
  # ^^^^^^^^^^ ISO302 colliding-parameter
    return df[(df["close"] < df["open"]) & (df["volume"] > volume_min)]
```

## Use instead
```python
def scan_gap_up(df):
    gap_up_volume_min = 500_000
    return df[(df["gap"] > 0.04) & (df["volume"] > gap_up_volume_min)]


def scan_fade(df):
    fade_volume_min = 900_000
    return df[(df["close"] < df["open"]) & (df["volume"] > fade_volume_min)]
```

## Options
`select = ["ISO302"]` (with the other rules that you want) turns the rule on.

## Fix safety
The fix renames local constants of functions after their scanners, with all their uses. It is safe: nobody
else sees such a name. It is offered where that is enough to keep the values apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.parameters.parameter import Parameter
from isoscan.parameters.tunables import is_numeric
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Fix, Related
from isoscan.rules.renaming_apart import renaming_apart
from isoscan.rules.wording import line_of

_COMPARED = frozenset({"module", "dict_key", "default_arg", "class_attr", "local"})


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the first value of each name that differs from the one a scanner above uses."""
    for scanner in context.readings_in(part):
        for name in dict.fromkeys(name for name, _ in context.ask(_numbers, scanner.boundary.namespace)):
            collision = context.ask(_collision, name)
            if collision is not None and collision[0] == scanner.boundary.namespace:
                yield collision[1]


def repair(context: RuleContext, finding: Diagnostic) -> Iterator[Fix]:
    """Rename what is local to the scanners, where that keeps their values apart."""
    fix = renaming_apart(context, finding.subject, _numbers_named(context, finding.subject))
    if fix is not None:
        yield fix


def _numbers_named(context: RuleContext, name: str) -> Iterator[tuple[str, Parameter]]:
    """The numbers that scanners have under a name, with their namespaces, in file order."""
    for namespace in context.roster.with_number(name):
        for known, parameter in context.ask(_numbers, namespace):
            if known == name:
                yield namespace, parameter


def _numbers(context: RuleContext, namespace: str) -> tuple[tuple[str, Parameter], ...]:
    """A scanner's numbers that are compared with others', by name."""
    return tuple(
        (parameter.name, parameter)
        for parameter in context.description.scanner(namespace).parameters
        if parameter.origin in _COMPARED and _is_number(parameter)
    )


def _collision(context: RuleContext, name: str) -> tuple[str, Diagnostic] | None:
    """The finding on a name, if there is one, and the scanner whose value it stands at."""
    first: tuple[str, Parameter] | None = None
    differing: list[tuple[str, Parameter]] = []
    for namespace, parameter in _numbers_named(context, name):
        first = first or (namespace, parameter)
        if namespace != first[0] and parameter.value != first[1].value:
            differing.append((namespace, parameter))
    return (differing[0][0], _finding(name, first, differing)) if first is not None and differing else None


def _is_number(parameter: Parameter) -> bool:
    value = parameter.value
    return isinstance(value, int | float) and not isinstance(value, bool) and is_numeric(value)


def _finding(name: str, first: tuple[str, Parameter], others: list[tuple[str, Parameter]]) -> Diagnostic:
    namespace, known = first
    other, parameter = others[0]
    related = [Related(known.span, f"{known.text} in scanner `{namespace}`")]
    related.extend(Related(further.span, f"{further.text} in scanner `{who}`") for who, further in others[1:])
    return Diagnostic(
        code="ISO302",
        name="colliding-parameter",
        severity="hint",
        subject=name,
        message=(
            f"`{name}` is {parameter.text} for `{other}` and {known.text} for `{namespace}` "
            f"(line {line_of(known.span)}): keep them apart when you move or merge them"
        ),
        span=parameter.span,
        scanners=(namespace, *dict.fromkeys(who for who, _ in others)),
        related=tuple(related),
    )
