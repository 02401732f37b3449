"""Parameters with origin `local`: constants inside a scanner's own function that it decides by.

So are those of the functions around it, if it is defined in one.

A name counts that is bound once, to a number (or a text that is compared), and read; an argument counts that
gets its number when it was not given (`if days is None: days = 30`). State is bound again, and so left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.facts.records import Constant
from isoscan.model.module import Module, ScopeRef, Unit
from isoscan.parameters.bindings import Binding
from isoscan.parameters.draft import Draft, Workshop
from isoscan.parameters.module_constants import is_compared
from isoscan.parameters.reading import Reading, ScannerReadings
from isoscan.parameters.tunables import is_number, is_switchable_text, names_a_tunable
from isoscan.parameters.words import DISPLAY, STRONG_INFRASTRUCTURE, TUNABLE, says


def local_constants(workshop: Workshop, scanner: ScannerReadings) -> list[Draft]:
    """The local constants of a scanner's function (of the function around it, for a mask)."""
    unit = scanner.unit or scanner.container
    if unit is None:
        return []
    if unit.kind == "class":
        scopes = {method.body for method in _methods(workshop.module, unit)}
    else:
        scopes = {around.body for around in functions_around(workshop.module, unit)}
    readings: dict[tuple[ScopeRef, str], list[Reading]] = {}
    for reading in scanner.readings:
        if reading.chain.scope in scopes and not reading.chain.path:
            readings.setdefault((reading.chain.scope, reading.chain.name), []).append(reading)
    drafts = []
    for name, found in readings.items():
        binding = _only_binding(workshop, *name)
        if binding is not None and _is_tunable(workshop, binding, found):
            drafts.append(_draft(workshop, binding, found))
    return drafts


def _methods(module: Module, unit: Unit) -> Iterator[Unit]:
    """The methods of a class."""
    for other in module.units_of(unit.body.part).values():
        if other.parent == unit.qualified_name and other.kind == "function":
            yield other


def functions_around(module: Module, unit: Unit) -> Iterator[Unit]:
    """A function and those in which it is defined, innermost first."""
    around: Unit | None = unit
    while around is not None and around.kind == "function":
        yield around
        around = module.unit_named(around.parent) if around.parent else None


def _only_binding(workshop: Workshop, scope: ScopeRef, name: str) -> Binding | None:
    """The one assignment of a name, when nothing else changes it; an argument's default apart."""
    if workshop.resolver.bindings.is_changed(scope, name):
        return None
    known = [
        binding
        for binding in workshop.resolver.bindings.of(scope, name)
        if not (binding.how == "entry" and binding.place.path)
    ]
    assigned = [binding for binding in known if binding.how == "name"]
    arguments = [binding for binding in known if binding.how == "argument"]
    if len(assigned) != 1 or len(assigned) + len(arguments) != len(known):
        return None
    given = arguments[0].value if arguments else None
    if given is not None and not (given.constant and given.value is None):
        return None
    return assigned[0]


def _is_tunable(workshop: Workshop, binding: Binding, readings: list[Reading]) -> bool:
    literal = workshop.resolver.literal(binding)
    name = binding.place.name
    if literal is None or says(name, STRONG_INFRASTRUCTURE):
        return False
    value: Constant = literal.value
    if isinstance(value, str):
        return is_switchable_text(value) and any(is_compared(workshop, reading) for reading in readings)
    if isinstance(value, bool):
        return says(name, _SWITCHES)
    if is_number(value) and value == 0:
        return says(name, TUNABLE) and says(name, _BOUNDS)
    return names_a_tunable(name, value) and (says(name, TUNABLE) or not says(name, DISPLAY))


_SWITCHES = frozenset({"use", "enable", "enabled", "require", "required", "allow", "strict"})
_BOUNDS = frozenset({"min", "max", "threshold", "limit", "cutoff"})


def _draft(workshop: Workshop, binding: Binding, readings: list[Reading]) -> Draft:
    value, text = workshop.value_of(binding)
    return Draft(
        name=binding.place.name,
        value=value,
        text=text,
        origin="local",
        source=binding.place.name,
        span=binding.span,
        value_span=binding.value_span,
        readings=tuple(readings),
        binding=binding,
    )
