"""Slices inside one function (or the module's own code): what one statement there depends on.

Used for masks: `df["gap_up"] = df["gap"] > limit` depends on the statements of its function that bind
`limit` or write the column `gap`, and on what those depend on in turn.
"""

from __future__ import annotations

from isoscan.facts.records import ItemUse, NameUse
from isoscan.model.module import Module, StatementRef

_LOOPS = frozenset({"for", "while"})


def local_slice(module: Module, ref: StatementRef) -> frozenset[StatementRef]:
    """The statements around `ref` in its own function that it depends on, `ref` itself left out.

    Takes bindings of local names and writes of columns that come before it (or share a loop with
    it), and the headers of the compound statements around each. The def itself and what stands
    outside it are not included; at module level the result is limited to the statement's part.
    """
    part = module.parts[ref.part]
    found: set[StatementRef] = set()
    work = [ref.statement]
    seen = {ref.statement}
    while work:
        current = work.pop()
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


def _needed(module: Module, part_index: int, current: int, root: int) -> list[int]:
    part = module.parts[part_index]
    scope = part.facts.statements[root].scope
    if scope == 0:
        return []
    by_statement = part.by_statement
    homes = {use.name for use in _subtree_names(module, part_index, current) if use.home == scope}
    columns = {
        item.key
        for index in range(current, by_statement.ends[current])
        for item in by_statement.items[index]
        if item.access != "write" and not item.pattern
    }
    first, last = _function_range(module, part_index, root)
    return [
        index
        for index in range(first, last)
        if index != current
        and (index < current or _share_loop(module, part_index, index, current))
        and (
            any(_binds(use, homes, scope) for use in by_statement.names[index])
            or any(_writes(item, columns, scope) for item in by_statement.items[index])
        )
    ]


def _subtree_names(module: Module, part_index: int, statement: int) -> list[NameUse]:
    by_statement = module.parts[part_index].by_statement
    is_compound = by_statement.ends[statement] > statement + 1
    last = statement + 1 if is_compound else by_statement.ends[statement]
    return [
        use
        for index in range(statement, last)
        for use in by_statement.names[index]
        if use.access == "read" or use.binding == "augmented"
    ]


def _binds(use: NameUse, names: set[str], scope: int) -> bool:
    return use.access == "bind" and use.home == scope and use.name in names


def _writes(item: ItemUse, columns: set[str | int | float | bool | None], scope: int) -> bool:
    if item.access not in ("write", "update") or item.home != scope:
        return False
    return item.pattern or item.key in columns


def _function_range(module: Module, part_index: int, statement: int) -> tuple[int, int]:
    """The statements of the function around `statement`: its body's indices, half-open."""
    part = module.parts[part_index]
    for around in module.statements_around(StatementRef(part_index, statement)):
        if around.statement != statement and part.facts.statements[around.statement].kind in (
            "function",
            "class",
        ):
            return around.statement + 1, part.by_statement.ends[around.statement]
    return 0, len(part.facts.statements)


def _share_loop(module: Module, part_index: int, one: int, other: int) -> bool:
    statements = module.parts[part_index].facts.statements

    def loops(index: int) -> set[int]:
        around = module.statements_around(StatementRef(part_index, index))
        return {ref.statement for ref in around if statements[ref.statement].kind in _LOOPS}

    return bool(loops(one) & loops(other))
