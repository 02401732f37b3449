"""Classes that are kept in part: which of their members somebody reaches.

A class is thinned when it is a method scanner's own class, or when it holds other scanners. It keeps its
header, its docstring, what constructs it, its fields if it is a record, and every member whose name kept
code uses as an attribute, transitively.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from isoscan.extraction.layout import Layout
from isoscan.model.module import StatementRef

_CONSTRUCTION = frozenset(("model_config", "Config"))
_RECORDS = ("dataclass", "NamedTuple", "TypedDict", "BaseModel", "Enum", "attrs", "define", "Struct", "Flag")


@dataclass(frozen=True, slots=True)
class ThinnedClass:
    """A class by its members: names to the statements of its body that bind them."""

    ref: StatementRef
    scope: int
    members: dict[str, tuple[StatementRef, ...]] = field(repr=False)
    always: frozenset[StatementRef] = field(repr=False)
    """Statements that stay in any case."""
    writers: dict[str, tuple[StatementRef, ...]] = field(repr=False)
    """For attributes of instances: the methods that set them."""
    first_parameters: frozenset[str]


def thinned_class(layout: Layout, ref: StatementRef) -> ThinnedClass:
    """Read a class statement by its members."""
    part = layout.module.parts[ref.part]
    statement = part.facts.statements[ref.statement]
    scope = statement.body_scope
    members: dict[str, list[StatementRef]] = {}
    always = set()
    is_record = any(mark in text for text in (*statement.decorators, *statement.bases) for mark in _RECORDS)
    for child in layout.children(ref).get("body", []):
        bound = set(_bound_names(layout, child, scope))
        for name in bound:
            members.setdefault(name, []).append(child)
        kind = layout.statement(child).kind
        if (
            any(name in _CONSTRUCTION or _is_special(name) for name in bound)
            or (is_record and kind in ("assignment", "annotation"))
            or (not bound and (kind == "pass" or child == docstring_of(layout, ref)))
        ):
            always.add(child)
    writers: dict[str, list[StatementRef]] = {}
    first_parameters = {"self", "cls"}
    for refs in members.values():
        for child in refs:
            if layout.statement(child).kind != "function":
                continue
            parameters = part.facts.scopes[layout.statement(child).body_scope].parameters
            first_parameters.update(parameter.name for parameter in parameters[:1])
            for index in layout.nested(child):
                for use in part.by_statement.attributes[index]:
                    if use.access in ("write", "update") and parameters and use.base == parameters[0].name:
                        writers.setdefault(use.name, []).append(child)
    return ThinnedClass(
        ref,
        scope,
        {name: tuple(refs) for name, refs in members.items()},
        frozenset(always),
        {name: tuple(dict.fromkeys(refs)) for name, refs in writers.items()},
        frozenset(first_parameters),
    )


def _is_special(name: str) -> bool:
    """Whether a member is used without its name being written: `__init__`, `__call__`, `__and__`."""
    return name.startswith("__") and name.endswith("__") and len(name) > 4


def _bound_names(layout: Layout, child: StatementRef, scope: int) -> Iterator[str]:
    part = layout.module.parts[child.part]
    for index in layout.nested(child):
        for use in part.by_statement.names[index]:
            if use.scope == scope and use.access == "bind":
                yield use.name


def docstring_of(layout: Layout, ref: StatementRef) -> StatementRef | None:
    """The statement that is the docstring of a def or class, if it has one."""
    body = layout.children(ref).get("body", [])
    if not body or layout.statement(body[0]).kind != "expression":
        return None
    text = layout.source.between(layout.span(body[0])).lstrip("rRuUbBfF")
    return body[0] if text[:1] in ("'", '"') else None
