"""Masks as they are written: assignments of boolean columns and variables, and what goes on with one."""

from __future__ import annotations

from collections.abc import Iterable

from isoscan.boundaries.flow import is_plain_name
from isoscan.boundaries.mask_giving import given_masks
from isoscan.boundaries.mask_record import Mask
from isoscan.boundaries.place import Place
from isoscan.boundaries.reading import grades, reads_of
from isoscan.boundaries.vocabulary import column_weight
from isoscan.boundaries.weighing import compares
from isoscan.facts.records import Assignment, ItemUse, Traits, Value
from isoscan.model.module import Module
from isoscan.source.spans import Span

# What the value of a boolean variable can be made of.
MASK_KINDS = frozenset({"boolean", "comparison", "call", "arithmetic", "other"})
# What a flag may be put through before it is handed out.
CASTS = frozenset({"bool", "int", "np", "str"})


def masks_of(module: Module, places: Iterable[Place], names_too: bool) -> list[Mask]:
    """The masks that some places assign, in order; with `names_too` those held by variables, too."""
    masks: list[Mask] = []
    latest: dict[str, Mask] = {}
    for place in places:
        by_statement: dict[int, list[Assignment]] = {}
        for assignment in place.body.assignments:
            by_statement.setdefault(assignment.statement, []).append(assignment)
        told = None if names_too else _flags_handed_out(place)
        for index in place.body.own:
            found = _mask_at(place, index, by_statement.get(index, ()), told)
            rewritten = None
            if found is None:
                found = rewritten = _rewriting(place, index, by_statement.get(index, ()), latest)
            if found is None:
                masks += given_masks(place, index)
                continue
            known = latest.get(found.name)
            if known is not None and (
                rewritten is not None or _continues(place, index, known, by_statement.get(index, ()))
            ):
                _extend(module, known, found)
            else:
                masks.append(found)
                latest[found.name] = found
    return masks


def _flags_handed_out(place: Place) -> frozenset[str]:
    """The variables of a def whose outcomes it returns side by side in a dict, if that holds little else."""
    flow, names = place.flow, place.body.names
    handed: set[str] = set()
    for returned in place.body.returns:
        if returned.value is None or returned.value.kind != "dict" or returned.value.comparisons:
            continue
        reads = reads_of(names.get(returned.statement, ())) - CASTS
        flags = reads & flow.decided & flow.booleans
        if len(flags) > 1 and 2 * len(flags) > len(reads):
            handed |= flags
    return frozenset(handed)


def _mask_at(
    place: Place, index: int, assigned: Iterable[Assignment], told: frozenset[str] | None
) -> Mask | None:
    """The mask that a statement assigns: a column, or one of the variables `told` (None: any)."""
    flow = place.flow
    direct = index in flow.weights
    for assignment in assigned:
        value = assignment.value
        if value is None or assignment.pattern or assignment.unpacked:
            continue
        flag = bool(value.traits & (Traits.BOOLEAN | Traits.FLAG)) or _is_put_in_words(value)
        flag = flag or (value.kind == "call" and compares(value.callee.rsplit(".", 1)[-1]))
        flag = flag and not (value.kind == "call" and grades(place.body.calls.get(index, ())))
        decided = direct or bool(reads_of(place.body.names.get(index, ())) & flow.decided)
        constant = value.constant and value.value in (0, False, 1, True, "", "hold", "HOLD")
        if assignment.is_item and isinstance(assignment.key, str):
            if (flag and decided) or (constant and not direct):
                return _mask(place, index, assignment.key, True, assignment.target_span, constant)
            if value.constant and direct:
                return _mask(place, index, assignment.key, True, assignment.target_span, False)
        elif (
            (told is None or assignment.target in told)
            and flag
            and direct
            and value.kind in MASK_KINDS
            and is_plain_name(assignment)
        ):
            return _mask(place, index, assignment.target, False, assignment.target_span, False)
    marked = _marked_column(place, index, assigned) if direct else None
    return _mask(place, index, str(marked.key), True, marked.span, False) if marked else None


def _is_put_in_words(value: Value) -> bool:
    """Whether a value is a condition whose outcomes are given other names, or that is asked of every row."""
    made = value.callee.rsplit(".", 1)[-1]
    return value.kind == "call" and made in ("map", "apply") and value.comparisons > 0


def _rewriting(
    place: Place, index: int, assigned: Iterable[Assignment], latest: dict[str, Mask]
) -> Mask | None:
    """The mask that a statement goes on writing where it is not set (`np.where(rsi < 30, -1, f["rsi"])`)."""
    if index not in place.flow.weights:
        return None
    for assignment in assigned:
        key, value = assignment.key, assignment.value
        if not assignment.is_item or not isinstance(key, str) or key not in latest or value is None:
            continue
        if value.kind == "call" and value.callee.rsplit(".", 1)[-1] in ("where", "mask", "select"):
            kept = any(
                item.access == "read" and item.key == key and item.base == assignment.target
                for item in place.body.items.get(index, ())
            )
            if kept:
                return _mask(place, index, key, True, assignment.target_span, False)
    return None


def _marked_column(place: Place, index: int, assigned: Iterable[Assignment]) -> ItemUse | None:
    """The one column that `df.loc[condition, "column"] = value` marks; a reset (to 0, NaN) marks none."""
    written = [
        item
        for item in place.body.items.get(index, ())
        if item.via in ("loc", "at") and item.access == "write" and isinstance(item.key, str)
    ]
    values = [assignment.value for assignment in assigned]
    if len(written) != 1 or any(value is not None and value.constant and not value.value for value in values):
        return None
    return written[0]


def _mask(place: Place, index: int, name: str, column: bool, name_span: Span, seed: bool) -> Mask:
    statement = place.statement(index)
    first = place.first_line
    flow = place.flow
    tests = flow.tests.get(index, 0)
    tests += sum(flow.held.get(read, 0) for read in reads_of(place.body.names.get(index, ())) if read != name)
    literal = any(c.literal is not None for c in place.body.comparisons.get(index, ()))
    return Mask(
        name=name,
        column=column,
        place=place,
        statements=[index],
        start_line=statement.span.line + first,
        end_line=statement.span.end_line + first,
        definition_line=statement.span.line + first,
        attached_line=statement.attached_line + first,
        name_span=place.part.span(name_span),
        tests=-1 if seed else tests,
        literal=literal,
        market=_speaks_of_market(place, index) or (flow.trading and tests > 0),
        sources=_sources(place, index, name) if column else frozenset(),
    )


def _sources(place: Place, index: int, name: str) -> frozenset[str]:
    """The frames that a statement reads a column of from, other than those it writes it to."""
    items = [item for item in place.body.items.get(index, ()) if item.key == name]
    written = {item.base for item in items if item.access != "read"}
    return frozenset({item.base for item in items if item.access == "read"} - written)


def _speaks_of_market(place: Place, index: int) -> bool:
    return any(
        column_weight(side)
        for comparison in place.body.comparisons.get(index, ())
        for side in (comparison.subject, comparison.other)
        if side
    ) or any(compares(call.name) for call in place.body.calls.get(index, ()))


def _continues(place: Place, index: int, known: Mask, assigned: Iterable[Assignment]) -> bool:
    """Whether a statement goes on building `known`: a seed before it, `&=`, a read of itself."""
    if known.tests < 0:
        return True
    if any(assignment.operator for assignment in assigned):
        return True
    items = place.body.items.get(index, ())
    if any(item.via in ("loc", "at") and item.access == "write" and item.key == known.name for item in items):
        return True
    return any(item.access == "read" and item.key == known.name for item in items) or known.name in reads_of(
        place.body.names.get(index, ())
    )


def _extend(module: Module, known: Mask, further: Mask) -> None:
    follows = further.place is known.place or not known.column
    adjacent = _are_near(module, known.end_line, further.start_line)
    if known.tests < 0 and not adjacent:
        known.start_line = known.definition_line = further.start_line
        known.attached_line = further.attached_line
        known.end_line = further.end_line
        known.name_span = further.name_span
        if further.place is not known.place:
            known.place, known.statements = further.place, []
    elif adjacent and (follows or known.column):
        known.end_line = further.end_line
    known.sources |= further.sources
    known.tests = max(known.tests, 0) + max(further.tests, 0)
    known.literal |= further.literal
    known.market |= further.market
    if further.place is known.place:
        known.statements.extend(further.statements)


def _are_near(module: Module, above: int, below: int) -> bool:
    """Whether at most one line stands between two lines."""
    return below <= module.next_line(module.next_line(above))
