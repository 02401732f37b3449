"""Which functions compute the columns of a mask, where nothing in the file calls the mask's function."""

from __future__ import annotations

from dataclasses import dataclass

from isoscan.extraction.columns import Columns
from isoscan.model.module import StatementRef, Unit

_MOST = 12


@dataclass(frozen=True, slots=True)
class Chosen:
    """Functions in the order in which they are called, the columns wanted from each, and what stays raw."""

    helpers: tuple[Unit, ...]
    calls: dict[StatementRef, frozenset[str]]
    raw: frozenset[str]


def choose_writers(columns: Columns, container: Unit, needs: frozenset[str]) -> Chosen:
    """Choose functions of the file that write the columns in `needs`, and what these need in turn.

    The one that writes most of them counts; of several alike one above the container, the last in the file.
    """
    chosen: list[Unit] = []
    calls: dict[StatementRef, frozenset[str]] = {}
    while len(chosen) < _MOST:
        best = _best_writer(columns, container, chosen, needs)
        function = columns.frame_function(best) if best is not None else None
        if best is None or function is None:
            break
        chosen.append(best)
        wanted = frozenset(need for need in needs if any(write.may_write(need) for write in function.writes))
        calls[best.ref] = wanted
        surely = wanted & function.always
        needs = (needs - surely) | (columns.slice_function(best, wanted).needs - surely)
    return Chosen(tuple(reversed(chosen)), calls, needs)


def _best_writer(columns: Columns, container: Unit, chosen: list[Unit], needs: frozenset[str]) -> Unit | None:
    best: tuple[int, bool, StatementRef] | None = None
    found = None
    for unit in columns.layout.module.units:
        if unit.kind != "function" or unit.parent or unit in chosen or unit == container:
            continue
        function = columns.frame_function(unit)
        is_in_force = columns.layout.module.unit_named(unit.name) == unit
        if function is None or not is_in_force or not _takes_frame_only(columns, unit):
            continue
        count = sum(any(write.may_write(need) for write in function.writes) for need in needs)
        rank = (count, unit.ref < container.ref, unit.ref)
        if count and (best is None or rank > best):
            best, found = rank, unit
    return found


def _takes_frame_only(columns: Columns, unit: Unit) -> bool:
    scope = columns.layout.module.parts[unit.body.part].facts.scopes[unit.body.scope]
    return all(parameter.default is not None or parameter.star for parameter in scope.parameters[1:])
