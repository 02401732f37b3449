"""Slices inside one function (or the module's own code): what one statement there depends on.

Used for masks: `df["gap_up"] = df["gap"] > limit` depends on the statements of its function that bind
`limit` or write the column `gap`, and on what those depend on in turn.
"""

from __future__ import annotations

from collections.abc import Collection

from isoscan.model.index import PATTERN, Column
from isoscan.model.module import Module, StatementRef

_LOOPS = frozenset({"for", "while"})


def local_slice(module: Module, ref: StatementRef, stops: Collection[int] = ()) -> frozenset[StatementRef]:
    """The statements around `ref` in its own function that it depends on, `ref` itself left out.

    Takes bindings of local names and writes of columns that come before it (or share a loop with
    it), and the headers of the compound statements around each. The def itself and what stands
    outside it are not included; at module level there are none. Statements of the part that are in
    `stops` are taken and not followed further.
    """
    part = module.parts[ref.part]
    found: set[StatementRef] = set()
    work = [ref.statement]
    seen = {ref.statement}
    while work:
        current = work.pop()
        if current != ref.statement and current in stops:
            continue
        for index in _needed(module, ref.part, current, ref.statement):
            if index not in seen:
                seen.add(index)
                found.add(StatementRef(ref.part, index))
                work.append(index)
        for around in module.statements_around(StatementRef(ref.part, current)):
            kind = part.facts.statements[around.statement].kind
            if kind in ("function", "class"):
                break
            if around.statement not in seen:
                seen.add(around.statement)
                found.add(around)
                work.append(around.statement)
    return frozenset(found)


def _needed(module: Module, part_index: int, current: int, root: int) -> set[int]:
    part = module.parts[part_index]
    scope = part.facts.statements[root].scope
    if scope == 0:
        return set()
    by_statement = part.by_statement
    # A compound statement stands for its header here; what it contains is taken up on its own.
    nested = range(current, by_statement.ends[current] if current == root else current + 1)
    names = {
        use.name
        for index in nested
        for use in by_statement.names[index]
        if use.home == scope and (use.access == "read" or use.binding == "augmented")
    }
    columns: set[Column] = {
        item.key
        for index in nested
        for item in by_statement.items[index]
        if item.access != "write" and not item.pattern
    }
    if columns:
        columns.add(PATTERN)
    found = {index for name in names for index in by_statement.local_bindings.get((scope, name), ())}
    found.update(index for column in columns for index in by_statement.column_writes.get((scope, column), ()))
    function = _function_around(module, part_index, root)
    return {
        index
        for index in found
        if index not in (current, function)
        and (index < current or _share_loop(module, part_index, index, current))
    }


def _function_around(module: Module, part_index: int, statement: int) -> int:
    """The def (or class) whose body `statement` stands in, -1 at module level."""
    statements = module.parts[part_index].facts.statements
    around = statements[statement].parent
    while around >= 0 and statements[around].kind not in ("function", "class"):
        around = statements[around].parent
    return around


def _share_loop(module: Module, part_index: int, one: int, other: int) -> bool:
    statements = module.parts[part_index].facts.statements

    def loops(index: int) -> set[int]:
        around = module.statements_around(StatementRef(part_index, index))
        return {ref.statement for ref in around if statements[ref.statement].kind in _LOOPS}

    return bool(loops(one) & loops(other))
