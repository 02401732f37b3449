"""Which functions of a file fetch market data: candidates for being replaced by generated bars."""

from __future__ import annotations

from collections.abc import Collection

from isoscan.extraction.layout import Layout
from isoscan.model.module import StatementRef, Unit
from isoscan.verification.child.sources import FETCHING

_READERS = frozenset(
    ("read_csv", "read_excel", "read_parquet", "read_feather", "read_pickle", "read_sql", "urlopen")
)


def fetchers_of(layout: Layout, kept: Collection[StatementRef], scanner: str) -> list[tuple[str, ...]]:
    """Names of functions to replace, as alternatives, the likeliest first.

    First those that call a module which fetches, then those that call these, then none at all (modules that
    fetch have stand-ins of their own). The scanner itself is never among them, and only what is extracted is.
    """
    units = [unit for unit in layout.module.units if unit.kind == "function" and unit.name != scanner]
    units = [unit for unit in units if _piece(unit, kept) and "." not in unit.parent]
    direct = [unit for unit in units if _calls_out(layout, unit)]
    names = {unit.name for unit in direct}
    callers = [unit for unit in units if unit not in direct and _calls(layout, unit) & names]
    levels = [tuple(_dotted(unit) for unit in level if _returns(layout, unit)) for level in (direct, callers)]
    return [*dict.fromkeys(level for level in levels if level), ()]


def _dotted(unit: Unit) -> str:
    return unit.qualified_name


def _piece(unit: Unit, kept: Collection[StatementRef]) -> bool:
    return any(piece.part == unit.ref.part for piece in kept)


def _calls(layout: Layout, unit: Unit) -> set[str]:
    by_statement = layout.module.parts[unit.ref.part].by_statement
    return {call.name for index in layout.nested(unit.ref) for call in by_statement.calls[index]}


def _returns(layout: Layout, unit: Unit) -> bool:
    """Whether a function gives something back."""
    facts = layout.module.parts[unit.body.part].facts
    return any(each.scope == unit.body.scope and each.value is not None for each in facts.returns)


def _calls_out(layout: Layout, unit: Unit) -> bool:
    """Whether a function calls something of a module that fetches, or reads a file of data."""
    part = layout.module.parts[unit.ref.part]
    for index in layout.nested(unit.ref):
        for call in part.by_statement.calls[index]:
            if call.name in _READERS or _comes_from_fetching(layout, unit, call.root):
                return True
    return False


def _comes_from_fetching(layout: Layout, unit: Unit, name: str) -> bool:
    """Whether a name is a module that fetches, something imported from one, or made by one."""
    if not name:
        return False
    imports = [each for part in layout.module.parts for each in part.facts.imports if each.name == name]
    if any(each.module.partition(".")[0] in FETCHING for each in imports):
        return True
    for site in layout.module.bindings.get(name, ()):
        part = layout.module.parts[site.part]
        for assignment in part.by_statement.assignments[site.use.statement]:
            root = assignment.value.root if assignment.value is not None else ""
            if (
                root
                and root != name
                and any(
                    each.name == root and each.module.partition(".")[0] in FETCHING
                    for other in layout.module.parts
                    for each in other.facts.imports
                )
            ):
                return True
    return False
