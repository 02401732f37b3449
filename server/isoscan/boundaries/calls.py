"""Who calls whom inside the module, by qualified name.

A call of a module-level def, of a method through `self`, and a def handed on by name (to a pool, a
registry, `apply`) all count: what matters is whose result reaches whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from isoscan.boundaries.place import Place
from isoscan.boundaries.survey import Survey
from isoscan.facts.records import Traits
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family

# Statements that ask a question: what is called in them helps to answer it.
ASKING = frozenset({"if", "while", "return", "assert"})

_Edge = tuple[Literal["calls", "called", "asks"], str]


class CallGraph:
    """Edges between defs of a module, by qualified name; "" is top-level code. Everything read is tracked.

    A def asks those that it calls where it decides: in a condition, a returned or boolean value.
    """

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        module = survey.module
        self._methods: Index[int, str, str] = Index(module.store, self._find_methods)
        module.parts.follow(self._methods)
        self._edges: Index[int, _Edge, str] = Index(module.store, self._find_edges)
        module.parts.follow(self._edges)
        self._sets: Family[_Edge, frozenset[str]] = Family(
            module.store, lambda edge: frozenset(self._edges.of(edge))
        )

    def callees(self, name: str) -> frozenset[str]:
        """The defs that `name` calls or hands on."""
        return self._sets(("calls", name))

    def callers(self, name: str) -> frozenset[str]:
        """The defs that call `name` or hand it on."""
        return self._sets(("called", name))

    def asks(self, caller: str, callee: str) -> bool:
        """Whether `caller` calls `callee` to decide something."""
        return callee in self._sets(("asks", caller))

    def _find_methods(self, part: int) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for place in self._survey.functions(part):
            if "." in place.name and "_" in place.body.name:
                found.setdefault(place.body.name, []).append(place.name)
        return {name: tuple(names) for name, names in found.items()}

    def _find_edges(self, part: int) -> dict[_Edge, tuple[str, ...]]:
        edges: dict[_Edge, set[str]] = {}
        script = self._survey.script.working_place(part)
        for place in (*self._survey.functions(part), *([script] if script is not None else [])):
            reached, asked = self._from(place)
            for callee in reached:
                edges.setdefault(("called", callee), set()).add(place.name)
            edges.setdefault(("asks", place.name), set()).update(asked)
            edges.setdefault(("calls", place.name), set()).update(reached | self._through_objects(place))
        return {edge: tuple(sorted(names)) for edge, names in edges.items() if names}

    def _from(self, place: Place) -> tuple[set[str], set[str]]:
        """The defs that a place reaches, and those of them that it asks."""
        booleans = {
            assignment.statement
            for assignment in place.body.assignments
            if assignment.target in place.flow.decided
            or (assignment.value and assignment.value.traits & Traits.BOOLEAN)
        }
        is_def = _Remembered(lambda name: "." not in name and self._survey.has_function(name))
        reached: set[str] = set()
        asked: set[str] = set()
        for index in place.body.own:
            found = self._reached(place, index, is_def)
            reached |= found
            if found and (index in booleans or place.statement(index).kind in ASKING):
                asked |= found
        return reached, asked

    def _through_objects(self, place: Place) -> set[str]:
        """Methods of the module's classes that are called on some object (`stock.is_cheap()`)."""
        names = {
            call.name
            for calls in place.body.calls.values()
            for call in calls
            if "_" in call.name and not call.callee.startswith(("self.", "cls."))
        }
        methods = (self._methods.of(name) for name in sorted(names))
        return {found[0] for found in methods if len(found) == 1} - {place.name}

    def _reached(self, place: Place, index: int, is_def: _Remembered) -> set[str]:
        """The defs that one statement names: functions of the module, methods through `self`."""
        reached = {
            use.name
            for use in place.body.names.get(index, ())
            if use.access == "read" and use.home == 0 and is_def(use.name)
        }
        if place.unit is not None and place.unit.parent_kind == "class":
            for attribute in place.body.attributes.get(index, ()):
                name = f"{place.unit.parent}.{attribute.name}"
                if attribute.base in ("self", "cls", place.unit.parent) and self._survey.has(name):
                    reached.add(name)
        return reached


class _Remembered:
    """Answers about names, each asked for once."""

    __slots__ = ("_ask", "_known")

    def __init__(self, ask: Callable[[str], bool]) -> None:
        self._ask = ask
        self._known: dict[str, bool] = {}

    def __call__(self, name: str) -> bool:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._ask(name)
        return known


def counted_in(names: Iterable[str], wanted: Callable[[str], bool]) -> int:
    """How many of some names are wanted ones."""
    return sum(map(wanted, names))
