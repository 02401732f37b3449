"""Who calls whom inside the module, by qualified name.

A call of a module-level def, of a method through `self`, and a def handed on by name (to a pool, a
registry, `apply`) all count: what matters is whose result reaches whom.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from isoscan.boundaries.survey import Place, Survey
from isoscan.facts.records import Traits

# Statements that ask a question: what is called in them helps to answer it.
ASKING = frozenset({"if", "while", "return", "assert"})


@dataclass(slots=True, repr=False, eq=False)
class CallGraph:
    """Edges between defs of a module, by qualified name; "" is top-level code.

    `asked` are the callees that a def calls where it decides: in a condition, a returned or boolean value.
    """

    survey: Survey
    forward: dict[str, set[str]] = field(default_factory=dict)
    backward: dict[str, set[str]] = field(default_factory=dict)
    asked: dict[str, set[str]] = field(default_factory=dict)

    def callees(self, name: str) -> set[str]:
        """The defs that `name` calls or hands on."""
        return self.forward.get(name, set())

    def callers(self, name: str) -> set[str]:
        """The defs that call `name` or hand it on."""
        return self.backward.get(name, set())

    def asks(self, caller: str, callee: str) -> bool:
        """Whether `caller` calls `callee` to decide something."""
        return callee in self.asked.get(caller, ())

    def in_force(self, place: Place) -> bool:
        """Whether the def is the last of its name."""
        return self.survey.by_name.get(place.name) is place


def call_graph(survey: Survey) -> CallGraph:
    """The module's call graph."""
    graph = CallGraph(survey)
    methods: dict[str, list[str]] = {}
    for place in survey.functions:
        if "." in place.name:
            methods.setdefault(place.body.name, []).append(place.name)
    elsewhere = {name: found[0] for name, found in methods.items() if len(found) == 1 and "_" in name}
    top = {place.name for place in survey.functions if "." not in place.name}
    for place in (*survey.functions, *survey.script):
        booleans = {
            assignment.statement
            for assignment in place.body.assignments
            if assignment.target in place.flow.decided
            or (assignment.value and assignment.value.traits & Traits.BOOLEAN)
        }
        reached = graph.forward.setdefault(place.name, set())
        asked = graph.asked.setdefault(place.name, set())
        for index in place.body.own:
            found = _reached(place, index, top, survey)
            reached |= found
            if found and (index in booleans or place.statement(index).kind in ASKING):
                asked |= found
        for callee in reached:
            graph.backward.setdefault(callee, set()).add(place.name)
        reached |= _through_objects(place, elsewhere)
    return graph


def _through_objects(place: Place, methods: dict[str, str]) -> set[str]:
    """Methods of the module's classes that are called on some object (`stock.is_cheap()`)."""
    return {
        methods[call.name]
        for calls in place.body.calls.values()
        for call in calls
        if call.name in methods and not call.callee.startswith(("self.", "cls."))
    } - {place.name}


def _reached(place: Place, index: int, top: set[str], survey: Survey) -> set[str]:
    """The defs that one statement names: functions of the module, methods through `self`."""
    reached = {
        use.name
        for use in place.body.names.get(index, ())
        if use.access == "read" and use.home == 0 and use.name in top
    }
    if place.unit is not None and place.unit.parent_kind == "class":
        for attribute in place.body.attributes.get(index, ()):
            name = f"{place.unit.parent}.{attribute.name}"
            if attribute.base in ("self", "cls", place.unit.parent) and name in survey.by_name:
                reached.add(name)
    return reached
