"""Every reference of a file with what it comes down to: what is read at all, scanner or not."""

from __future__ import annotations

from collections.abc import Hashable

from isoscan.facts.records import Assignment, Value
from isoscan.model.module import ScopeRef, StatementRef
from isoscan.model.parts import Part
from isoscan.parameters.bindings import Binding, Place, chain_place, home_of
from isoscan.parameters.chains import MODULE, Chain
from isoscan.parameters.description import Description
from isoscan.parameters.reading import Reading
from isoscan.rules.gathering import Gatherer
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span
from isoscan.tracking.store import Family

# What is called on a dict, or read from an object, to take all that it holds.
_TAKING_ALL = frozenset({"items", "values", "keys", "pop", "popitem", "__dict__", "_asdict", "_getitems"})

_Key = tuple[str, Hashable]
_HERE = (None,)


class References:
    """What the references of a module come down to."""

    def __init__(self, description: Description, gather: Gatherer) -> None:
        self._description = description
        self._module = module = description.module
        self._is_class = description.workshop.is_class_scope
        self._passed: Family[tuple[str, str, int], tuple[Place, ...]] = Family(module.store, self._taken_by)
        self._index = gather.index("references", self._in_part)

    def is_read(self, binding: Binding) -> bool:
        """Whether something in the file reads a definition's value: of an item, or of a class's attribute."""
        return self._index.has(("read", (binding.place, binding.span)))

    def is_member_read(self, scope: ScopeRef, name: str) -> bool:
        """Whether a method of the class with this body reads an attribute of its object."""
        return self._index.has(("member", (scope, name)))

    def is_open(self, container: Place) -> bool:
        """Whether a dict or class is taken as a whole or by a computed key: all of it may be read."""
        return self._index.has(("open", container))

    def is_read_whole(self, name: str) -> bool:
        """Whether some read of a module-level name does not go on to one item or attribute."""
        return self._index.has(("whole", name))

    def is_followed(self, reading: Reading) -> bool:
        """Whether what becomes of a whole dict is known: an alias, a copy, an argument that is followed."""
        ref, chain = reading.ref, reading.chain
        part = self._module.parts[ref.part]
        span = chain.span
        for assignment in part.by_statement.assignments[ref.statement]:
            value = assignment.value
            if value is not None and value.span.start <= span.start and span.end <= value.span.end:
                if value.kind == "call":
                    break
                if assignment.is_item or "[" in assignment.target:
                    return False
                if value.kind in ("boolean", "conditional"):
                    return bool(reading.resolved.containers) and self._is_chosen(part, ref, chain, value)
                if value.kind == "subscript" and span != value.span:
                    return False
                is_whole = value.kind in ("dict", "subscript") and bool(reading.resolved.containers)
                is_alias = value.kind in ("name", "attribute") and not self._is_changed(part, assignment)
                return is_whole or is_alias
        for call in part.by_statement.calls[ref.statement]:
            for position, argument in enumerate(call.arguments):
                if argument.value.span == span:
                    return chain_place(chain) in self._passed((call.callee, argument.keyword, position))
        return False

    def _is_changed(self, part: Part, assignment: Assignment) -> bool:
        """Whether the name that is given a value is also changed in ways not followed: `cut *= 2`."""
        home = home_of(part, assignment.target, assignment.scope, assignment.statement)
        scope = MODULE if home == 0 else ScopeRef(part.index, home)
        return self._description.workshop.resolver.bindings.is_changed(scope, assignment.target)

    def _is_chosen(self, part: Part, ref: StatementRef, chain: Chain, value: Value) -> bool:
        """Whether a name is one of those to choose from, or is asked for because it may be chosen."""
        return any(
            other[:3] == chain[:3] and _begins_choice(part, value.span, other.span)
            for other in self._description.workshop.resolver.chains(ref).values()
        )

    def _taken_by(self, argument: tuple[str, str, int]) -> tuple[Place, ...]:
        """The dicts that a function of the file gets for an argument, from all its callers."""
        callee, keyword, position = argument
        unit = self._module.unit_named(callee)
        if unit is None or unit.kind != "function":
            return ()
        parameters = self._module.parts[unit.body.part].facts.scopes[unit.body.scope].parameters
        name = keyword or (parameters[position].name if position < len(parameters) else "")
        if not name:
            return ()
        return self._description.workshop.resolver.resolve(Place(unit.body, name, ()), None).containers

    def _in_part(self, index: int) -> dict[_Key, tuple[None, ...]]:
        part = self._module.parts[index]
        found: dict[_Key, tuple[None, ...]] = {}
        for reading in self._description.references_in(index):
            chain, resolved = reading.chain, reading.resolved
            for binding in resolved.bindings:
                place = binding.place
                if place.path or _may_be_class(part, place):
                    found["read", (place, binding.span)] = _HERE
            if chain.scope.part >= 0 and chain.access == "read" and self._is_class(chain.scope):
                found["member", (chain.scope, chain.name)] = _HERE
            for container in self._opened(reading):
                found["open", container] = _HERE
            if chain.scope == MODULE and (chain.dynamic or not chain.path):
                found["whole", chain.name] = _HERE
        return found

    def _opened(self, reading: Reading) -> tuple[Place, ...]:
        chain, resolved = reading.chain, reading.resolved
        if resolved.containers and (chain.dynamic or not self.is_followed(reading)):
            return resolved.containers
        if chain.path and chain.path[-1] in _TAKING_ALL:
            owner = Place(chain.scope, chain.name, chain.path[:-1])
            return self._description.workshop.resolver.resolve(owner, None).containers
        return ()


# What may follow a name that is chosen as it is, inside of parentheses or not.
_AFTER_CHOICE = lazily(r"[\s)\\]*(?:$|(?:if|or|else)\b)")


def is_choice(part: Part, around: Span, span: Span) -> bool:
    """Whether a name in `a or B` or `a if c else B` is one to choose from as it is, not what is asked for.

    Spans are relative to the part.
    """
    follows = _between(part, span[2:], around[2:])
    return _begins_choice(part, around, span) and _AFTER_CHOICE.match(follows) is not None


def _begins_choice(part: Part, around: Span, span: Span) -> bool:
    """Whether one of the things to choose from begins with a name."""
    before = _between(part, around[:2], span[:2]).rstrip(" (\t\r\n\\")
    return not before or before.endswith((" or", " else", ")or", ")else"))


def _between(part: Part, start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text of a part between two places."""
    lines = list(part.lines[start[0] : end[0] + 1])
    if not lines:
        return ""
    lines[-1] = lines[-1][: end[1]]
    lines[0] = lines[0][start[1] :]
    return "\n".join(lines)


def _may_be_class(part: Part, place: Place) -> bool:
    """Whether a name may be a class's: names of functions are not asked for, and need not be kept."""
    scope = place.scope
    if scope == MODULE:
        return False
    return scope.part != part.index or part.facts.scopes[scope.scope].kind == "class"
