"""What `self` is in code that leaves its method: the class made anew, as the source makes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from isoscan.extraction.layout import Layout
from isoscan.extraction.members import thinned_class
from isoscan.model.module import ScopeRef, StatementRef, Unit

_PLAIN_BASES = frozenset({"object", "ABC", "abc.ABC"})


def first_parameter(layout: Layout, unit: Unit | None) -> str:
    """The name that a method has its instance (or its class) by, "" for what is no such method."""
    if unit is None or unit.parent_kind != "class" or unit.kind != "function":
        return ""
    if "staticmethod" in layout.statement(unit.ref).decorators:
        return ""
    parameters = layout.module.parts[unit.body.part].facts.scopes[unit.body.scope].parameters
    return parameters[0].name if parameters and not parameters[0].star else ""


def class_of(layout: Layout, unit: Unit | None) -> Unit | None:
    """The class at the top level that a method belongs to."""
    owner = layout.module.unit_named(unit.parent) if unit is not None and unit.parent else None
    return owner if owner is not None and owner.kind == "class" and not owner.parent else None


def method_around(layout: Layout, ref: StatementRef) -> Unit | None:
    """The method that a statement stands in, None if it stands in none."""
    scope = layout.statement(ref).scope
    unit = layout.module.unit_of_scope.get(ScopeRef(ref.part, scope)) if scope else None
    return unit if class_of(layout, unit) is not None else None


def unset_attribute(layout: Layout, method: Unit, refs: Iterable[StatementRef]) -> str:
    """An attribute that statements of a method read of its instance and nothing in the file sets, if any."""
    known: set[str] = set()
    owner = class_of(layout, method)
    while owner is not None:
        members = thinned_class(layout, owner.ref)
        if owner.qualified_name in known:
            break
        known |= {owner.qualified_name, *members.members, *members.writers}
        known |= {
            each.name
            for part in layout.module.parts
            for each in part.facts.attributes
            if each.base == owner.name and each.access != "read"
        }
        bases = [base for base in layout.statement(owner.ref).bases if base not in _PLAIN_BASES]
        if not bases:
            owner = None
            continue
        owner = layout.module.unit_named(bases[0])
        if owner is None or owner.kind != "class":
            return ""  # it may have any
    first = first_parameter(layout, method)
    read = {
        each.name
        for ref in refs
        for each in layout.module.parts[ref.part].by_statement.attributes[ref.statement]
        if each.base == first
    }
    return min(read - known, default="")


def instance_text(layout: Layout, method: Unit) -> str:
    """`Desk(5)`: how an instance is made, as the source does it; "" where that cannot be told.

    Where the source makes it in several ways, or in none, the defaults count.
    """
    owner = class_of(layout, method)
    if owner is None:
        return ""
    if "classmethod" in layout.statement(method.ref).decorators:
        return owner.name
    made = set(_made(layout, owner.name))
    if len(made) == 1 and (text := made.pop()):
        return text
    return f"{owner.name}()" if _needs_nothing(layout, owner) else ""


def _made(layout: Layout, name: str) -> Iterator[str]:
    """The calls of a class as text, "" for those whose arguments are no literals."""
    for part in layout.module.parts:
        for call in part.facts.calls:
            if call.callee != name or call.home != 0:
                continue
            literal = all(each.value.constant for each in call.arguments)
            yield layout.source.between(part.span(call.span)) if literal else ""


def _needs_nothing(layout: Layout, owner: Unit) -> bool:
    """Whether a class can be called without arguments: where its bases are the file's own, too."""
    seen: set[StatementRef] = set()
    while owner.ref not in seen:
        seen.add(owner.ref)
        init = layout.module.unit_named(f"{owner.qualified_name}.__init__")
        if init is not None:
            parameters = layout.module.parts[init.body.part].facts.scopes[init.body.scope].parameters
            return all(each.star or each.default is not None for each in parameters[1:])
        bases = [base for base in layout.statement(owner.ref).bases if base not in _PLAIN_BASES]
        units = [layout.module.unit_named(base) for base in bases]
        if not bases:
            return True
        if units[0] is None or units[0].kind != "class":
            return False
        owner = units[0]
    return False
