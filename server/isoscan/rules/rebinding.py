"""Module-level parameters that are bound more than once, so that only the last value counts.

A function reads a module-level name when it is called: by then the whole file has run. Only bindings that
surely run count, and only if nothing reads the earlier value on import, by name or by calling a function
that does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isoscan.facts.records import Constant
from isoscan.model.module import Module, StatementRef, Unit
from isoscan.model.slices import is_in_function
from isoscan.parameters.bindings import Binding
from isoscan.parameters.chains import MODULE
from isoscan.parameters.module_constants import is_module_tunable
from isoscan.parameters.reading import Reading
from isoscan.parameters.tunables import is_numeric
from isoscan.rules.context import RuleContext


class Rebinding(NamedTuple):
    """A name or item whose `earlier` bindings have no effect, since `last` replaces them.

    `readings` has, by namespace, where scanners read it when called.
    """

    name: str
    subject: str
    earlier: tuple[Binding, ...]
    last: Binding
    readings: dict[str, tuple[Reading, ...]]


def rebindings(context: RuleContext) -> list[Rebinding]:
    """The rebound parameters that functions of two or more scanners read, in file order."""
    found = []
    bindings = context.description.workshop.resolver.bindings
    for (scope, name), known in bindings.by_name.items():
        if scope != MODULE or len(known) < 2 or (scope, name) in bindings.changed:
            continue
        if name in context.description.workshop.shared:
            continue
        for group in _groups(context, known):
            rebinding = _rebinding(context, name, group)
            if rebinding is not None:
                found.append(rebinding)
    return sorted(found, key=lambda rebinding: rebinding.earlier[0].span)


def _groups(context: RuleContext, known: tuple[Binding, ...]) -> Iterator[list[Binding]]:
    """The bindings that replace one another: of the name itself, or of one of its items."""
    whole = [binding for binding in known if not binding.place.path and binding.how == "name"]
    certain = [binding for binding in whole if not binding.conditional]
    if len(certain) > 1 and all(_is_parameter(context, binding) for binding in certain):
        yield certain
    if len(certain) != 1:
        return
    by_path: dict[object, list[Binding]] = {}
    for binding in known:
        literal = context.description.workshop.resolver.literal(binding)
        if binding.place.path and not binding.conditional and literal is not None:
            by_path.setdefault(binding.place.path, []).append(binding)
    for group in by_path.values():
        # A key that stands twice in one display is ISO303's.
        if len({binding.ref for binding in group}) > 1 and is_numeric(_value(context, group[-1])):
            yield group


def _value(context: RuleContext, binding: Binding) -> Constant:
    literal = context.description.workshop.resolver.literal(binding)
    return literal.value if literal is not None else None


def _is_parameter(context: RuleContext, binding: Binding) -> bool:
    """Whether a binding gives a tunable, or a dict of settings."""
    if binding.value is not None and binding.value.kind == "dict":
        return True
    return is_module_tunable(context.description.workshop, binding)


def _rebinding(context: RuleContext, name: str, group: list[Binding]) -> Rebinding | None:
    last = group[-1]
    earlier = tuple(
        binding for binding in group[:-1] if not _is_used_between(context, name, binding.ref, last.ref)
    )
    if not earlier or binding_reads_itself(context, last):
        return None
    readings = _call_time_readings(context, group[0])
    if len(readings) < 2:
        return None
    subject = context.description.workshop.subject_of(group[0].place)
    return Rebinding(name, subject, earlier, last, readings)


def binding_reads_itself(context: RuleContext, binding: Binding) -> bool:
    """Whether a binding's statement reads the name it binds (`X = X * 2`)."""
    part = context.module.parts[binding.ref.part]
    return any(
        use.name == binding.place.name and use.access == "read" and use.home == 0 and not binding.place.path
        for use in part.by_statement.names[binding.ref.statement]
    )


def _call_time_readings(context: RuleContext, binding: Binding) -> dict[str, tuple[Reading, ...]]:
    place = binding.place
    found = {}
    for scanner in context.readings:
        readings = tuple(
            reading
            for reading in scanner.readings
            if reading.at is None
            and reading.chain.scope == MODULE
            and reading.chain.name == place.name
            and reading.chain.path[: len(place.path)] == place.path
        )
        if readings:
            found[scanner.boundary.namespace] = readings
    return found


def _is_used_between(context: RuleContext, name: str, first: StatementRef, last: StatementRef) -> bool:
    """Whether code that runs on import, between two bindings, reads the name or calls what does."""
    readers = reaching_units(context.module, name)
    return _is_read_between(context.module, {name, *readers}, first, last)


def _is_read_between(module: Module, names: set[str], first: StatementRef, last: StatementRef) -> bool:
    return any(
        first < (site.part, site.use.statement) < last
        for name in names
        for site in module.reads.get(name, ())
        if not is_in_function(module.parts[site.part], site.use.scope)
    )


def is_set_between_calls(context: RuleContext, name: str) -> bool:
    """Whether a script gives a name one value, calls what reads it, and then gives it the next."""
    certain = [
        binding.ref
        for binding in context.description.workshop.resolver.bindings.of(MODULE, name)
        if not binding.place.path and not binding.conditional
    ]
    if len(certain) < 2:
        return False
    return _is_read_between(context.module, reaching_units(context.module, name), certain[0], certain[-1])


def reaching_units(module: Module, name: str) -> set[str]:
    """The names of the top-level defs and classes that read a module-level name, directly or not."""
    found: set[str] = set()
    work = [name]
    while work:
        for site in module.reads.get(work.pop(), ()):
            unit = _outermost(module, module.enclosing_unit(site.part, site.use.scope))
            if unit is not None and unit.name not in found:
                found.add(unit.name)
                work.append(unit.name)
    return found


def _outermost(module: Module, unit: Unit | None) -> Unit | None:
    while unit is not None and unit.parent:
        unit = module.unit_named(unit.parent)
    return unit
