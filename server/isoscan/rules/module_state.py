"""Writes to module state at call time: which scanner changes what, itself or through a helper.

State is what outlives a call: names bound by `global`, items and attributes of objects at module level, what
a mutating method changes in them, and the attributes of an object whose methods are scanners. Aliases and
arguments that every call gives alike are followed; copies are not state. Caches, logs and counters are no
state that a result depends on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isoscan.facts.records import Assignment, Call
from isoscan.model.module import ScopeRef, StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.model.slices import is_in_function, with_bases
from isoscan.parameters.bindings import Binding, Place, chain_place
from isoscan.parameters.chains import MODULE, Chain
from isoscan.parameters.reading import Reading, ScannerReadings, is_class_scope
from isoscan.parameters.words import says
from isoscan.rules.context import RuleContext
from isoscan.source.spans import Span

MUTATORS = frozenset(
    {
        "append", "appendleft", "extend", "extendleft", "insert", "add", "update", "clear", "remove",
        "discard", "pop", "popitem", "popleft", "setdefault", "sort", "reverse",
    }
)  # fmt: skip
"""Methods of lists, dicts, sets and deques that change them."""

# Those that also give a part of what they change.
_GIVING = frozenset({"pop", "popitem", "popleft", "setdefault"})
_TAKING_ALL = frozenset({"items", "values", "keys", "copy", "index", "count"})
_COPYING = frozenset({"dict", "list", "set", "copy", "deepcopy", "copy.copy", "copy.deepcopy"})
_CONTAINERS = frozenset({"list", "dict", "set", "defaultdict", "OrderedDict", "deque", "Counter"})
_LONGEST_ALIAS = 20

# What is remembered or counted without a result depending on it.
_BOOKKEEPING = frozenset(
    {"cache", "cached", "caches", "memo", "memoized", "log", "logs", "logger", "logging", "stats"}
    | {"statistics", "metrics", "counter", "counters", "calls", "error", "errors", "failed", "progress"}
    | {"lock", "timing", "timings", "elapsed"}
)


class StateWrite(NamedTuple):
    """One change of module state. `span` is in file lines; `via` names the helper it stands in.

    `whole` says that the place gets a new value (an assignment), not a change of the one it has.
    """

    place: Place
    span: Span
    ref: StatementRef
    via: str
    whole: bool


Changes = dict[StatementRef, tuple[tuple[Place, Span, bool], ...]]


def state_changes(context: RuleContext) -> Changes:
    """The statements in functions that change module state: what, where, and whether by a new value."""
    found: Changes = {}
    for part in context.module.parts:
        for index in sorted(_likely(part)):
            statement = part.facts.statements[index]
            if statement.kind in ("function", "class", "import") or not is_in_function(part, statement.scope):
                continue
            ref = StatementRef(part.index, index)
            changes = tuple(
                change for change in _changes(context, part, ref) if not _is_bookkeeping(context, change[0])
            )
            if changes:
                found[ref] = changes
    return found


def _likely(part: Part) -> set[int]:
    """The statements of a chunk that may change what outlives a call: a quick look."""
    found = {
        use.statement for use in part.facts.names if use.home == 0 and use.access != "read" and use.scope
    }
    found.update(item.statement for item in part.facts.items if item.access != "read" and item.scope)
    found.update(use.statement for use in part.facts.attributes if use.access != "read" and use.scope)
    found.update(call.statement for call in part.facts.calls if call.name in MUTATORS and call.scope)
    found.update(assignment.statement for assignment in part.facts.assignments if _is_computed(assignment))
    return found


def state_writes(context: RuleContext, scanner: ScannerReadings, changes: Changes) -> list[StateWrite]:
    """What a scanner changes of the module's state when it runs, in file order."""
    found: list[StateWrite] = []
    shared = _shared_scopes(context, scanner)
    for ref in sorted(changes.keys() & scanner.slice.statements):
        unit = _running_unit(context, scanner, ref)
        if unit is None:
            continue
        via = "" if ref in scanner.slice.own else unit.qualified_name
        found.extend(
            StateWrite(place, span, ref, via, whole)
            for place, span, whole in changes[ref]
            if place.scope in shared
        )
    return [write for write in found if not _is_remembering(context, write)]


def state_readings(
    context: RuleContext, scanner: ScannerReadings, names: set[str]
) -> list[tuple[Place, Reading]]:
    """Where a scanner reads some names' module state at call time for more than to change it."""
    found: list[tuple[Place, Reading]] = []
    shared = _shared_scopes(context, scanner)
    for reading in scanner.readings:
        chain = reading.chain
        if (
            reading.at is not None
            or chain.access != "read"
            or (chain.scope == MODULE and chain.name not in names)
        ):
            continue
        places = [
            place for place in _places_read(context, reading) if place.name in names and place.scope in shared
        ]
        if not places or _only_changes(context, reading):
            continue
        runs = _running_unit(context, scanner, reading.ref) is not None
        if (
            runs
            and not context.references.is_followed(reading.ref, chain)
            and not _is_copied(context, reading)
        ):
            found.extend((_without_method(place), reading) for place in places)
    return found


def _shared_scopes(context: RuleContext, scanner: ScannerReadings) -> set[ScopeRef]:
    """The scopes whose names a scanner shares with others: the module's, and its object's if it is a method.

    Objects of other classes that it makes or is given (a bar, a result) are its own affair.
    """
    if scanner.boundary.kind != "method" or scanner.boundary.status != "valid":
        return {MODULE}
    holder = context.module.unit_named(scanner.boundary.container)
    return {MODULE, *(unit.body for unit in with_bases(context.module, holder))} if holder else {MODULE}


def _places_read(context: RuleContext, reading: Reading) -> list[Place]:
    """The module-level places that a reference reads; an item of a local copy is that of what was copied."""
    place = place_at_module_level(context, reading.chain)
    if place is not None:
        return [place]
    if not reading.chain.path:
        return []
    return [
        binding.place
        for binding in reading.resolved.bindings
        if binding.place.scope == MODULE and binding.place.path
    ]


def _is_copied(context: RuleContext, reading: Reading) -> bool:
    """Whether a container is only copied to a local name of which single items are read: those count."""
    part = context.module.parts[reading.ref.part]
    chain = reading.chain
    for assignment in part.by_statement.assignments[reading.ref.statement]:
        value = assignment.value
        if value is None or value.kind != "call" or assignment.is_item or assignment.scope == 0:
            continue
        if value.callee in _COPYING or (value.callee == f"{value.root}.copy" and value.root == chain.name):
            return _is_read_by_items(context, part, assignment.target, assignment.scope)
    return False


def _is_read_by_items(context: RuleContext, part: Part, name: str, scope: int) -> bool:
    """Whether every read of a local name goes on to one item."""
    resolver = context.description.workshop.resolver
    for use in part.facts.names:
        if use.name == name and use.home == scope and use.access == "read":
            chain = resolver.chains(StatementRef(part.index, use.statement)).get(use.span[:2])
            if chain is None or chain.dynamic or not chain.path or chain.path[-1] in _TAKING_ALL:
                return False
    return True


def is_changed_by_calls(context: RuleContext, place: Place) -> bool:
    """Whether some function changes a module-level place when called: then it is state, not a setting."""
    if place.scope != MODULE:
        return False
    names = context.module.bindings.get(place.name, ())
    if any(
        site.use.scope > 0 and is_in_function(context.module.parts[site.part], site.use.scope)
        for site in names
    ):
        return True
    return any(
        site.use.access in ("write", "update", "delete")
        and is_in_function(context.module.parts[site.part], site.use.scope)
        and place.path[:1] == (site.use.key,)
        for site in context.module.items.get(place.name, ())
    )


def is_object_scope(context: RuleContext, scope: ScopeRef) -> bool:
    """Whether names of a scope outlive a call: those of the module, and of a class (`self.hits`)."""
    return scope == MODULE or is_class_scope(context.module, scope)


def place_at_module_level(context: RuleContext, chain: Chain) -> Place | None:
    """The module-level place that a reference means, through aliases and arguments but not copies."""
    resolver = context.description.workshop.resolver
    place = chain_place(chain)
    for _ in range(_LONGEST_ALIAS):
        if is_object_scope(context, place.scope):
            return place
        known = [
            binding for binding in resolver.bindings.of(place.scope, place.name) if not binding.place.path
        ]
        if len(known) != 1 or (place.scope, place.name) in resolver.bindings.changed:
            return None
        further = _alias_of(context, known[0])
        if further is None:
            return None
        place = further._replace(path=(*further.path, *place.path))
    return None


def _alias_of(context: RuleContext, binding: Binding) -> Place | None:
    resolver = context.description.workshop.resolver
    value = binding.value
    if binding.how == "argument":
        unit = context.module.unit_of_scope.get(binding.place.scope)
        # What becomes of frames is for the rules on frames to say.
        if unit is None or context.frames.is_frame(unit, binding.place.name):
            return None
        if value is not None and value.kind == "name":
            default = resolver.chains(binding.ref).get(value.span[:2])
            return chain_place(default) if default is not None and not default.dynamic else None
        given = resolver.given(binding) if value is None else []
        return given[0] if len(given) == 1 else None
    if value is None or value.kind not in ("name", "subscript", "attribute"):
        return None
    part = context.module.parts[binding.ref.part]
    chain = resolver.chains(binding.ref).get(value.span.start)
    if chain is None or chain.dynamic or chain.span != value.span:
        return None
    return chain_place(chain) if part.facts.statements[binding.ref.statement].kind == "assignment" else None


def _running_unit(context: RuleContext, scanner: ScannerReadings, ref: StatementRef) -> Unit | None:
    """The def around a statement, if the scanner runs it: its own, or a helper it calls."""
    module = context.module
    unit = module.enclosing_unit(ref.part, module.statement(ref).scope)
    around = unit
    while around is not None:
        if around.qualified_name in scanner.slice.helpers or around == scanner.unit:
            return unit
        around = module.unit_named(around.parent) if around.parent else None
    return unit if ref in scanner.slice.own else None


def _changes(context: RuleContext, part: Part, ref: StatementRef) -> Iterator[tuple[Place, Span, bool]]:
    resolver = context.description.workshop.resolver
    chains = resolver.chains(ref)
    for chain in chains.values():
        # A local name that is bound anew changes nothing but itself.
        if chain.access == "read" or not (chain.path or is_object_scope(context, chain.scope)):
            continue
        place = place_at_module_level(context, chain)
        if place is not None and _is_state(context, place):
            whole = chain.access == "write" and not chain.dynamic
            yield place, part.span(chain.span), whole
    for assignment in part.by_statement.assignments[ref.statement]:
        chain_set = chains.get(assignment.target_span[:2])
        if (
            chain_set is None
            or not _is_computed(assignment)
            or chain_set.span[2:] >= assignment.target_span[2:]
        ):
            continue
        place = place_at_module_level(context, chain_set)
        if place is not None and _is_container(context, place):
            yield place, part.span(assignment.target_span), False
    for call in part.by_statement.calls[ref.statement]:
        if call.name not in MUTATORS:
            continue
        chain_called = chains.get(call.span.start)
        if chain_called is None or not _is_method_of(chain_called, call):
            continue
        place = place_at_module_level(context, chain_called)
        if place is not None and _is_container(context, _without_method(place)):
            place = _without_method(place)
            for changed in _changed_by(part, place, call):
                yield changed, part.span(call.span), False


def _is_computed(assignment: Assignment) -> bool:
    """Whether an assignment sets an item by a key that is no constant: `SEEN[ticker] = 1`."""
    span = assignment.target_span
    is_longer = span.end_line > span.line or span.end_column - span.column > len(assignment.target)
    return not assignment.is_item and not assignment.unpacked and is_longer and assignment.scope > 0


def _is_method_of(chain: Chain, call: Call) -> bool:
    """Whether a call's method is called on exactly what a reference names."""
    keys = sum(1 for key in chain.path if key != call.name)
    links = call.callee.count("[]") + call.callee.count(".") - 1
    return call.callee.split(".")[0].split("[")[0] == chain.name and (links == keys or chain.dynamic)


def _changed_by(part: Part, place: Place, call: Call) -> list[Place]:
    """The items that `P.update({"x": 1})` names, else the container."""
    if call.name in ("pop", "setdefault") and call.arguments and call.arguments[0].value.constant:
        key = call.arguments[0].value.value
        return [place._replace(path=(*place.path, key))] if isinstance(key, str) else [place]
    if call.name != "update":
        return [place]
    named = [
        place._replace(path=(*place.path, *entry.path))
        for entry in part.facts.entries
        if entry.statement == call.statement
        and call.span.start <= entry.span.start
        and entry.span.end <= call.span.end
        and len(entry.path) == 1
    ]
    shown = all(argument.keyword or argument.value.kind == "dict" for argument in call.arguments)
    return named if named and shown else [place]


def _without_method(place: Place) -> Place:
    path = place.path
    return place._replace(path=path[:-1]) if path and path[-1] in MUTATORS | _TAKING_ALL else place


def _is_state(context: RuleContext, place: Place) -> bool:
    """Whether a place is an object of this file: a name bound by an assignment, or a class's attribute."""
    known = context.description.workshop.resolver.bindings.of(place.scope, place.name)
    if place.path and place.scope == MODULE:
        unit = context.module.unit_named(place.name)
        is_class = unit is not None and unit.kind == "class" and not unit.parent
        return is_class or any(not binding.place.path for binding in known)
    return True


def _is_container(context: RuleContext, place: Place) -> bool:
    """Whether what stands at a place is a list, dict, set or the like."""
    resolver = context.description.workshop.resolver
    unit = context.module.unit_named(place.name) if place.scope == MODULE and place.path else None
    if unit is not None and unit.kind == "class":
        place = Place(unit.body, str(place.path[0]), place.path[1:])
    known = [
        binding for binding in resolver.bindings.of(place.scope, place.name) if binding.value is not None
    ]
    exact = [binding for binding in known if binding.place.path == place.path]
    for binding in exact or [binding for binding in known if not binding.place.path]:
        value = binding.value
        if value is None:
            continue
        if value.kind in ("dict", "list", "set", "comprehension"):
            return True
        if value.kind == "call" and value.callee.rpartition(".")[2] in _CONTAINERS:
            return True
    return False


def _is_bookkeeping(context: RuleContext, place: Place) -> bool:
    names = [place.name, *(key for key in place.path if isinstance(key, str))]
    if place.scope == MODULE and place.name in context.description.workshop.shared:
        return True
    return any(says(name, _BOOKKEEPING) for name in names)


def _is_remembering(context: RuleContext, write: StateWrite) -> bool:
    """Whether a write only fills what was found missing: `if key not in SEEN: SEEN[key] = load(key)`."""
    if not write.whole and write.place.path:
        return False
    part = context.module.parts[write.ref.part]
    scope = part.facts.statements[write.ref.statement].scope
    resolver = context.description.workshop.resolver
    for index in range(write.ref.statement - 1, -1, -1):
        statement = part.facts.statements[index]
        if statement.scope != scope:
            break
        if statement.kind != "if":
            continue
        asking = StatementRef(part.index, index)
        for chain in resolver.chains(asking).values():
            asked = place_at_module_level(context, chain)
            if asked is not None and concerns(asked, write.place):
                text = context.description.workshop.text_of(part.span(statement.header))
                if context.module.is_within(write.ref, asking):
                    return _asks_for_missing(text)
                return not _asks_for_missing(text) and not _updates_itself(context, write)
    return False


def _asks_for_missing(condition: str) -> bool:
    return condition.startswith("if not") or " is None" in condition or " not in " in condition


def _updates_itself(context: RuleContext, write: StateWrite) -> bool:
    """Whether the new value is made from the old one."""
    first_line = context.module.parts[write.ref.part].first_line
    return any(
        chain.name == write.place.name
        and (
            chain.access == "update"
            or (chain.access == "read" and _start(chain, first_line) != write.span[:2])
        )
        for chain in context.description.workshop.resolver.chains(write.ref).values()
    )


def _start(chain: Chain, first_line: int) -> tuple[int, int]:
    return chain.span.line + first_line, chain.span.column


def _only_changes(context: RuleContext, reading: Reading) -> bool:
    """Whether a reference is read only to change what it names: `HITS.append(x)`, `COUNT = COUNT + 1`."""
    part = context.module.parts[reading.ref.part]
    by_statement = part.by_statement
    index = reading.ref.statement
    start = (reading.chain.span.line, reading.chain.span.column)
    for call in by_statement.calls[index]:
        if call.name in MUTATORS - _GIVING and call.span[:2] == start and _is_method_of(reading.chain, call):
            return part.facts.statements[index].kind == "expression"
    if part.facts.statements[index].kind not in ("assignment", "augmented"):
        return False
    chains = context.description.workshop.resolver.chains(reading.ref)
    written = [chain for chain in chains.values() if chain.access != "read"]
    return bool(written) and all(
        chain.scope == reading.chain.scope
        and chain.name == reading.chain.name
        and chain.path == reading.chain.path
        for chain in written
    )


def concerns(one: Place, other: Place) -> bool:
    """Whether two places are the same, or one is inside the other."""
    return one[:2] == other[:2] and overlap(one.path, other.path)


def overlap(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether one of two paths leads to, or through, the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
