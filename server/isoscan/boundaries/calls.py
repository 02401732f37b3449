"""Who calls whom inside the module, by qualified name.

A call of a module-level def, of a method through `self`, and a def handed on by name (to a pool, a
registry, `apply`) all count: what matters is whose result reaches whom.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from isoscan.boundaries.survey import Place, Survey


@dataclass(slots=True)
class CallGraph:
    """Edges between defs of a module, by qualified name; "" is top-level code."""

    survey: Survey
    forward: dict[str, set[str]] = field(default_factory=dict)
    backward: dict[str, set[str]] = field(default_factory=dict)

    def callees(self, name: str) -> set[str]:
        """The defs that `name` calls or hands on."""
        return self.forward.get(name, set())

    def callers(self, name: str) -> set[str]:
        """The defs that call `name` or hand it on."""
        return self.backward.get(name, set())

    def in_force(self, place: Place) -> bool:
        """Whether the def is the last of its name."""
        return self.survey.by_name.get(place.name) is place


def call_graph(survey: Survey) -> CallGraph:
    """The module's call graph."""
    graph = CallGraph(survey)
    top = {place.name for place in survey.functions if "." not in place.name}
    for place in (*survey.functions, *survey.script):
        prefix = f"{place.unit.parent}." if place.unit and place.unit.parent_kind == "class" else ""
        reached = {
            use.name
            for uses in place.body.names.values()
            for use in uses
            if use.access == "read" and use.home == 0 and use.name in top
        }
        if prefix:
            for attributes in place.body.attributes.values():
                for attribute in attributes:
                    if attribute.base in ("self", "cls") and prefix + attribute.name in survey.by_name:
                        reached.add(prefix + attribute.name)
        graph.forward.setdefault(place.name, set()).update(reached)
        for callee in reached:
            graph.backward.setdefault(callee, set()).add(place.name)
    return graph
