"""Module-level parameters that are bound more than once, so that only the last value counts.

A function reads a module-level name when it is called: by then the whole file has run. Only bindings that
surely run count, and only if nothing reads the earlier value on import, by name or by calling a function
that does.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from isoscan.facts.records import Constant
from isoscan.model.module import Module, NameSite, StatementRef, Unit
from isoscan.model.slices import is_in_function
from isoscan.parameters.bindings import Binding
from isoscan.parameters.chains import MODULE
from isoscan.parameters.module_constants import is_module_tunable
from isoscan.parameters.reading import Reading
from isoscan.parameters.tunables import is_numeric
from isoscan.rules.grounds import Grounds


class Rebinding(NamedTuple):
    """A name or item whose `earlier` bindings have no effect, since `last` replaces them.

    `readings` has, by namespace, where scanners read it when called.
    """

    name: str
    subject: str
    earlier: tuple[Binding, ...]
    last: Binding
    readings: dict[str, tuple[Reading, ...]]


def rebindings_of(grounds: Grounds, name: str) -> tuple[Rebinding, ...]:
    """Where a module-level name or items of it are rebound, and functions of two or more scanners read it."""
    bindings = grounds.workshop.resolver.bindings
    known = (*_in_class(grounds, name), *bindings.of(MODULE, name))
    if len(known) < 2 or bindings.is_changed(MODULE, name) or name in grounds.workshop.shared:
        return ()
    found = [_rebinding(grounds, name, group) for group in _groups(grounds, known)]
    return tuple(rebinding for rebinding in found if rebinding is not None)


def _groups(grounds: Grounds, known: tuple[Binding, ...]) -> Iterator[list[Binding]]:
    """The bindings that replace one another: of the name itself, or of one of its items."""
    whole = [
        binding
        for binding in known
        if not binding.place.path and binding.how == "name" and binding.place.scope == MODULE
    ]
    certain = [binding for binding in whole if not binding.conditional]
    if any(grounds.workshop.is_class_scope(binding.place.scope) for binding in known):
        yield from _of_attributes(known) if not whole else ()
        return
    if len(certain) > 1 and all(_is_parameter(grounds, binding) for binding in certain):
        yield certain
    if len(certain) != 1:
        return
    by_path: dict[object, list[Binding]] = {}
    for binding in known:
        literal = grounds.workshop.resolver.literal(binding)
        if binding.place.path and not binding.conditional and literal is not None:
            by_path.setdefault(binding.place.path, []).append(binding)
    for group in by_path.values():
        # A key that stands twice in one display is ISO303's.
        if len({binding.ref for binding in group}) > 1 and is_numeric(_value(grounds, group[-1])):
            yield group


def _in_class(grounds: Grounds, name: str) -> tuple[Binding, ...]:
    """The attributes that the body of a class at module level gives itself."""
    unit = grounds.module.unit_named(name) if grounds.module.kind_named(name) == "class" else None
    if unit is None:
        return ()
    bindings = grounds.workshop.resolver.bindings
    return tuple(
        binding
        for attribute in bindings.names_in(unit.body)
        for binding in bindings.of(unit.body, attribute)
        if binding.how == "name" and not binding.place.path and not binding.conditional
    )


def _of_attributes(known: tuple[Binding, ...]) -> Iterator[list[Binding]]:
    """The attributes of a class that the module's code sets again."""
    for first in known:
        again = [
            other
            for other in known
            if other.place.scope == MODULE
            and other.place.path == (first.place.name,)
            and not other.conditional
        ]
        if first.place.scope != MODULE and again and first.is_constant and again[-1].is_constant:
            yield [first, *again]


def _value(grounds: Grounds, binding: Binding) -> Constant:
    literal = grounds.workshop.resolver.literal(binding)
    return literal.value if literal is not None else None


def _is_parameter(grounds: Grounds, binding: Binding) -> bool:
    """Whether a binding gives a tunable, or a dict or object of settings."""
    if binding.value is not None and binding.value.kind == "dict":
        return True
    if binding.value is not None and binding.value.kind == "call":
        known = grounds.workshop.resolver.bindings.of(MODULE, binding.place.name)
        if any(other.how == "entry" and other.ref == binding.ref for other in known):
            return True
    return is_module_tunable(grounds.workshop, binding)


def _rebinding(grounds: Grounds, name: str, group: list[Binding]) -> Rebinding | None:
    last = group[-1]
    earlier = tuple(
        binding for binding in group[:-1] if not _is_used_between(grounds, name, binding.ref, last.ref)
    )
    if not earlier or binding_reads_itself(grounds, last):
        return None
    readings = _call_time_readings(grounds, last)
    if len(readings) < 2:
        return None
    subject = grounds.workshop.subject_of(group[0].place)
    return Rebinding(name, subject, earlier, last, readings)


def binding_reads_itself(grounds: Grounds, binding: Binding) -> bool:
    """Whether a binding's statement reads the name it binds (`X = X * 2`)."""
    part = grounds.module.parts[binding.ref.part]
    return any(
        use.name == binding.place.name and use.access == "read" and use.home == 0 and not binding.place.path
        for use in part.by_statement.names[binding.ref.statement]
    )


def _call_time_readings(grounds: Grounds, binding: Binding) -> dict[str, tuple[Reading, ...]]:
    place = binding.place
    found = {}
    for namespace in grounds.roster.calling_for(place.name):
        readings = tuple(
            reading
            for reading in grounds.readings_of(namespace).readings
            if reading.at is None
            and reading.chain.scope == MODULE
            and reading.chain.name == place.name
            and reading.chain.path[: len(place.path)] == place.path
        )
        if readings:
            found[namespace] = readings
    return found


def _is_used_between(grounds: Grounds, name: str, first: StatementRef, last: StatementRef) -> bool:
    """Whether code that runs on import, between two bindings, reads the name or calls what does."""
    return _is_read_between(grounds.module, {name} | grounds.ask(reaching_units, name), first, last)


def _is_read_between(
    module: Module, names: AbstractSet[str], first: StatementRef, last: StatementRef
) -> bool:
    return any(
        first < (site.part, site.use.statement) < last
        and not (site.use.scope and is_in_function(module.parts[site.part], site.use.scope))
        for name in names
        for site in module.reads.get(name, ())
    )


def is_set_between_calls(grounds: Grounds, name: str) -> bool:
    """Whether a script gives a name one value, calls what reads it, and then gives it the next."""
    certain = [
        binding.ref
        for binding in grounds.workshop.resolver.bindings.of(MODULE, name)
        if not binding.place.path and not binding.conditional
    ]
    if len(certain) < 2:
        return False
    return _is_read_between(grounds.module, grounds.ask(reaching_units, name), certain[0], certain[-1])


def reaching_units(grounds: Grounds, name: str) -> frozenset[str]:
    """The names of the top-level defs and classes that read a module-level name, directly or not."""
    found: set[str] = set()
    work = [name]
    while work:
        for site in grounds.module.reads.get(work.pop(), ()):
            unit = _outermost(grounds.module, site)
            if unit is not None and unit.name not in found:
                found.add(unit.name)
                work.append(unit.name)
    return frozenset(found)


def _outermost(module: Module, site: NameSite) -> Unit | None:
    if not site.use.scope:
        return None
    unit = module.enclosing_unit(site.part, site.use.scope)
    while unit is not None and unit.parent:
        unit = module.unit_named(unit.parent)
    return unit
