"""Every reference in a module with what it comes down to: who reads a definition, scanner or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from isoscan.model.module import StatementRef
from isoscan.model.slices import is_in_function
from isoscan.parameters.bindings import Binding, Place, chain_place
from isoscan.parameters.chains import Chain
from isoscan.parameters.draft import Workshop
from isoscan.parameters.resolve import Resolved

# What is called on a dict, or read from an object, to take all that it holds.
_TAKING_ALL = frozenset({"items", "values", "keys", "pop", "popitem", "__dict__", "_asdict", "_getitems"})


@dataclass
class References:
    """The references of a whole module, resolved when first asked for."""

    workshop: Workshop
    _places: dict[Place, bool] = field(init=False, default_factory=dict)

    @cached_property
    def _all(self) -> list[tuple[StatementRef, Chain, Resolved]]:
        resolver = self.workshop.resolver
        found = []
        for part in self.workshop.module.parts:
            for index in range(len(part.facts.statements)):
                ref = StatementRef(part.index, index)
                for chain in resolver.chains(ref).values():
                    if chain.access in ("read", "update") and resolver.knows(chain):
                        at = None if is_in_function(part, chain.use_scope) else ref
                        found.append((ref, chain, resolver.resolve(chain_place(chain), at)))
        return found

    @cached_property
    def read(self) -> frozenset[Binding]:
        """The definitions whose value something in the file reads."""
        return frozenset(binding for _, _, resolved in self._all for binding in resolved.bindings)

    @cached_property
    def open_containers(self) -> frozenset[Place]:
        """The dicts and classes that something takes as a whole or by a computed key: all may be read."""
        found: set[Place] = set()
        for ref, chain, resolved in self._all:
            if resolved.containers and (chain.dynamic or not self.is_followed(ref, chain)):
                found.update(resolved.containers)
            elif chain.path and chain.path[-1] in _TAKING_ALL:
                owner = Place(chain.scope, chain.name, chain.path[:-1])
                found.update(self.workshop.resolver.resolve(owner, None).containers)
        return frozenset(found)

    def is_followed(self, ref: StatementRef, chain: Chain) -> bool:
        """Whether what becomes of a whole dict is known: an alias, a copy, an argument that is followed."""
        module = self.workshop.module
        by_statement = module.parts[ref.part].by_statement
        span = chain.span
        for assignment in by_statement.assignments[ref.statement]:
            value = assignment.value
            if value is not None and value.span.start <= span.start and span.end <= value.span.end:
                plain = not assignment.is_item and "[" not in assignment.target
                return plain and value.kind in ("name", "attribute", "dict", "boolean", "conditional")
        for call in by_statement.calls[ref.statement]:
            for position, argument in enumerate(call.arguments):
                if argument.value.span == span:
                    return self._is_followed_into(call.callee, argument.keyword, position, chain)
        return False

    def _is_followed_into(self, callee: str, keyword: str, position: int, chain: Chain) -> bool:
        module = self.workshop.module
        unit = module.unit_named(callee)
        if unit is None or unit.kind != "function":
            return False
        parameters = module.parts[unit.body.part].facts.scopes[unit.body.scope].parameters
        name = keyword or (parameters[position].name if position < len(parameters) else "")
        if not name:
            return False
        resolved = self.workshop.resolver.resolve(Place(unit.body, name, ()), None)
        return chain_place(chain) in resolved.containers
