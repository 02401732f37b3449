"""Inherited methods, seen from the class whose objects run them.

`self.period` in a method of a base is the attribute of the class that inherits it, and a method of the base
that the class defines anew does not run at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from isoscan.model.module import Module, ScopeRef, Unit
from isoscan.model.slices import with_bases
from isoscan.parameters.bindings import Place
from isoscan.parameters.references import Reading
from isoscan.parameters.resolve import Resolver


class Inherited(NamedTuple):
    """What the class `body` has from its bases in the file.

    `bases` are the bodies of these by their qualified names, `replaced` the qualified names of their methods
    that a nearer class defines anew and that no `super()` calls.
    """

    body: ScopeRef
    bases: dict[str, ScopeRef]
    replaced: frozenset[str]

    def seen_from(self, resolver: Resolver, readings: Iterable[Reading]) -> Iterator[Reading]:
        """A scanner's readings, those of `self` in inherited methods as they are for its class."""
        for reading in readings:
            owner, _, method = reading.via.rpartition(".")
            base = self.bases.get(owner) if method else None
            if base is None:
                yield reading
            elif reading.via not in self.replaced:
                chain = reading.chain
                if chain.scope == base:
                    place = Place(self.body, chain.name, chain.path)
                    yield reading._replace(resolved=resolver.resolve(place, reading.at))
                else:
                    yield reading


def inherited_by(module: Module, unit: Unit | None) -> Inherited | None:
    """What a scanner's class (of a method: the class around it) has from bases; None where it has none."""
    owner = unit
    if unit is not None and unit.kind == "function":
        owner = module.unit_named(unit.parent) if unit.parent_kind == "class" else None
    if owner is None or not module.statement(owner.ref).bases:
        return None
    _, *bases = with_bases(module, owner)
    if not bases:
        return None
    return Inherited(
        owner.body,
        {base.qualified_name: base.body for base in bases},
        frozenset(_replaced(module, [owner, *bases])),
    )


def _replaced(module: Module, classes: list[Unit]) -> Iterator[str]:
    """The methods of classes, nearest first, that one before defines too and that no `super()` calls."""
    nearer: set[str] = set()
    called: set[str] = set()
    for unit in classes:
        part = module.parts[unit.body.part]
        methods = {
            other.name
            for other in module.units_of(part.index).values()
            if other.parent == unit.qualified_name and other.kind == "function"
        }
        yield from (f"{unit.qualified_name}.{name}" for name in (methods & nearer) - called)
        nearer |= methods
        called.update(call.name for call in part.facts.calls if call.callee == f"super().{call.name}")
