"""Which functions of the file a call runs: the one it names, or those that a loop or a pool hands it.

`for scan in (scan_a, scan_b): df = scan(df)`, `for name, scan in SCANS.items()`, `pool.submit(scan_a, df)`
and `df.pipe(scan_a)` call scanners without naming them in front of the brackets.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isoscan.facts.records import Call, NameUse
from isoscan.model.module import Module, StatementRef, Unit
from isoscan.model.parts import Part

# Calls that run a function they are given, with its place among their arguments.
RUNNERS = {"submit": 0, "apply_async": 0, "to_thread": 0, "create_task": 0, "run_in_executor": 1, "pipe": 0}
_LOOPS = frozenset({"for", "comprehension"})


class Run(NamedTuple):
    """A function that a call runs, by its qualified name, and the call as if it named it.

    `receives` says that the function gets first what the call is made on (`df.pipe(scan_a)`), `loop` is the
    `for` statement that runs one function after another (-1: none).
    """

    function: str
    call: Call
    receives: bool = False
    loop: int = -1


def runs_of(module: Module, unit: Unit | None, part: Part, call: Call) -> list[Run]:
    """The functions of the file that a call in a function's body runs, in the order they run."""
    if call.name in RUNNERS and call.callee != call.name:
        return _handed(module, unit, part, call)
    if call.root and call.callee in (call.root, f"{call.root}[]"):
        loop, looped = _looped(module, unit, part, call)
        if looped:
            return [Run(name, call, loop=loop) for name in dict.fromkeys(looped)]
    name = _named(unit, call.callee)
    return [Run(name, call)] if module.has_unit(name) else []


def _named(unit: Unit | None, callee: str) -> str:
    if callee.startswith("self.") and unit is not None and unit.parent_kind == "class":
        return f"{unit.parent}.{callee[5:]}"
    return callee


def _handed(module: Module, unit: Unit | None, part: Part, call: Call) -> list[Run]:
    position = RUNNERS[call.name]
    if len(call.arguments) <= position:
        return []
    given = call.arguments[position].value
    start, end = given.span[:2], given.span[2:]
    if given.kind == "name":
        name = given.root
    elif given.kind == "attribute" and given.root == "self":
        text = part.lines[start[0]][start[1] : end[1]] if start[0] == end[0] else ""
        name = _named(unit, text)
    else:
        return []
    following = call._replace(arguments=call.arguments[position + 1 :])
    loop, names = -1, [name] if module.has_unit(name) else []
    if not names:
        loop, names = _looped(module, unit, part, call._replace(root=name, callee=name))
    return [Run(each, following, call.name == "pipe", loop) for each in dict.fromkeys(names)]


def _looped(module: Module, unit: Unit | None, part: Part, call: Call) -> tuple[int, list[str]]:
    """The `for`, and the functions that its variable, or a table it goes through, stands for in turn."""
    kinds = part.facts.statements
    for index in _statements_around(part, call.statement):
        uses = part.by_statement.names[index]
        if any(use.name == call.root and use.binding in _LOOPS for use in uses):
            loop = index if kinds[index].kind == "for" else -1
            return loop, list(_functions_in(module, unit, part, index, uses))
    return _by_key(module, unit, part, call) if call.callee != call.root else (-1, [])


def _by_key(module: Module, unit: Unit | None, part: Part, call: Call) -> tuple[int, list[str]]:
    """`SCANS[name](df)`, where a loop goes through `SCANS`."""
    reads = [
        index
        for index in _statements_around(part, call.statement)
        for use in part.by_statement.names[index]
        if use.name == call.root and use.access == "read"
    ]
    if len(reads) < 2:
        return -1, []
    loop = reads[-1] if part.facts.statements[reads[-1]].kind == "for" else -1
    return loop, list(_in_table(module, unit, part, call.root, call.home))


def _statements_around(part: Part, statement: int) -> Iterator[int]:
    """A statement and the loops around it, innermost first."""
    yield statement
    statements = part.facts.statements
    around = statements[statement].parent
    while around >= 0 and statements[around].kind not in ("function", "class"):
        if statements[around].kind == "for":
            yield around
        around = statements[around].parent


def _functions_in(
    module: Module, unit: Unit | None, part: Part, statement: int, uses: tuple[NameUse, ...]
) -> Iterator[str]:
    """The functions that a statement names but does not call, and those in the tables that it names."""
    called = {call.span[:2] for call in part.by_statement.calls[statement]}
    for use in uses:
        # In `enumerate(SCANS)` and `SCANS.items()` what is called is no function of the file.
        if use.access != "read" or (use.span[:2] in called and module.has_unit(use.name)):
            continue
        kind = module.kind_named(use.name) if use.home == 0 else ""
        if kind == "function":
            yield use.name
        elif not kind:
            yield from _in_table(module, unit, part, use.name, use.home)
    yield from _methods_named(module, unit, part, statement)


def _in_table(module: Module, unit: Unit | None, part: Part, name: str, home: int) -> Iterator[str]:
    """The functions that the display bound to a name holds."""
    if home:
        places = [
            StatementRef(part.index, at) for at in part.by_statement.local_bindings.get((home, name), ())
        ]
    else:
        sites = module.bindings.get(name, ())
        places = [StatementRef(site.part, site.use.statement) for site in sites if site.certain]
    for ref in places[-1:]:
        holder = module.parts[ref.part]
        values = [
            each.value for each in holder.by_statement.assignments[ref.statement] if each.target == name
        ]
        if any(value is not None and value.kind in ("list", "tuple", "dict", "set") for value in values):
            yield from _functions_named(module, unit, holder, ref.statement)


def _functions_named(module: Module, unit: Unit | None, part: Part, statement: int) -> Iterator[str]:
    """The functions that a statement names but does not call."""
    called = {call.span[:2] for call in part.by_statement.calls[statement]}
    for use in part.by_statement.names[statement]:
        if (
            use.access == "read"
            and use.home == 0
            and use.span[:2] not in called
            and module.kind_named(use.name) == "function"
        ):
            yield use.name
    yield from _methods_named(module, unit, part, statement)


def _methods_named(module: Module, unit: Unit | None, part: Part, statement: int) -> Iterator[str]:
    """The methods of the object at hand that a statement names but does not call."""
    called = {call.span[:2] for call in part.by_statement.calls[statement]}
    for attribute in part.by_statement.attributes[statement]:
        name = _named(unit, f"{attribute.base}.{attribute.name}")
        if attribute.base == "self" and attribute.span[:2] not in called and module.has_unit(name):
            yield name
