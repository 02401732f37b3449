"""Who calls a function of the file with a frame, those first that the module's own code reaches."""

from __future__ import annotations

from isoscan.extraction.columns import Columns
from isoscan.facts.records import Call
from isoscan.model.module import StatementRef, Unit


def calls_of(columns: Columns, unit: Unit) -> list[tuple[StatementRef, Call]]:
    """The statements that call a function by name, each with the call.

    Those in functions that the module's own code reaches come first, and then in file order.
    """
    module = columns.layout.module
    reached = _reached(columns)
    found = []
    for site in module.reads.get(unit.name, ()):
        ref = StatementRef(site.part, site.use.statement)
        around = module.enclosing_unit(site.part, site.use.scope)
        call = columns.call_at(ref, site.use.span.start)
        if around == unit or call is None or columns.function_named(site.use) != unit:
            continue
        is_reached = around is None or around.qualified_name.split(".")[0] in reached
        found.append((not is_reached, ref, call))
    return [(ref, call) for _, ref, call in sorted(found, key=lambda each: each[:2])]


def _reached(columns: Columns) -> frozenset[str]:
    """The names of functions and classes that the module's own code reaches."""
    module = columns.layout.module
    reached: set[str] = set()
    work = [name for name, sites in module.reads.items() if any(site.use.scope == 0 for site in sites)]
    callers: dict[str, set[str]] = {}
    for name, sites in module.reads.items():
        for site in sites:
            around = module.enclosing_unit(site.part, site.use.scope)
            if around is not None:
                callers.setdefault(around.qualified_name.split(".")[0], set()).add(name)
    while work:
        name = work.pop()
        if name not in reached:
            reached.add(name)
            work.extend(callers.get(name, ()))
    return frozenset(reached)
