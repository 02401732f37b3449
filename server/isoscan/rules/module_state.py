"""Module state: which scanner changes what at call time, itself or through a helper, and which one reads it.

Caches, logs and counters are no state that a result depends on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isoscan.model.module import ScopeRef, StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.model.slices import with_bases
from isoscan.parameters.bindings import CONSTRUCTORS, Place
from isoscan.parameters.chains import MODULE, Chain, Path, Start
from isoscan.parameters.reading import Reading, ScannerReadings
from isoscan.rules.grounds import Grounds
from isoscan.rules.state_changes import StateChange, changes_in, is_method_of
from isoscan.rules.state_places import (
    MUTATORS,
    TAKING_ALL,
    concerns,
    is_bookkeeping,
    items_behind,
    name_at_module_level,
    overlap,
    place_at_module_level,
    places_read,
    without_method,
)
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span

# Methods that change what they are called on and give a part of it.
_GIVING = frozenset({"pop", "popitem", "popleft", "setdefault"})
_COPYING = frozenset({"dict", "list", "set", "copy", "deepcopy", "copy.copy", "copy.deepcopy"})

Name = tuple[ScopeRef, str]


class StateWrite(NamedTuple):
    """One change of module state by a scanner; `via` names the helper it stands in. See `StateChange`.

    `fills`: it only sets what was found missing, as a cache is filled.
    """

    place: Place
    span: Span
    ref: StatementRef
    via: str
    whole: bool
    fills: bool = False


class ModuleState:
    """The state of a module by the names that hold it: where functions change it, where they read it."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._changes = grounds.gather.index("changes of state", self._changes_in)
        # Where a name's state is read: the part, and the def around.
        self._reads = grounds.gather.index("reads of state", self._reads_in)

    def changed_in(self, part: int) -> tuple[Name, ...]:
        """The names whose state functions of a part change."""
        return tuple(self._changes.of_owner(part))

    def changes_of(self, name: Name) -> tuple[StateChange, ...]:
        """All changes of a name's state, in file order; caches, logs and counters are none that matters."""
        grounds = self._grounds
        return tuple([found for found in self._changes.of(name) if not is_bookkeeping(grounds, found.place)])

    def writers_of(self, name: Name) -> tuple[str, ...]:
        """The scanners that may run a change of a name's state, in file order; and others."""
        module = self._grounds.module
        places: dict[tuple[int, str], None] = {}
        for change in self._changes.of(name):
            unit = module.enclosing_unit(change.ref.part, module.statement(change.ref).scope)
            places.setdefault((change.ref.part, unit.qualified_name if unit is not None else ""))
        return self._running(places)

    def readers_of(self, name: Name) -> tuple[str, ...]:
        """The scanners that may run a read of a name's state, in file order; and others."""
        return self._running(dict.fromkeys(self._reads.of(name)))

    def is_set_by_scanners(self, place: Place) -> bool:
        """Whether a scanner changes a tunable when it runs: then it is state, not a setting."""
        return any(
            overlap(inside, changed.place.path) and self._is_run(name, changed)
            for name, inside in self._names_of(place)
            for changed in self._changes.of(name)
        )

    def _names_of(self, place: Place) -> Iterator[tuple[Name, Path]]:
        """The names under which code finds a place, and the way from there: a class's attribute has two."""
        yield place[:2], place.path
        unit = self._grounds.module.unit_of_scope.get(place.scope) if place.scope != MODULE else None
        if unit is not None and unit.kind == "class" and not unit.parent:
            yield (MODULE, unit.name), (place.name, *place.path)

    def _is_run(self, name: Name, changed: StateChange) -> bool:
        module = self._grounds.module
        unit = module.enclosing_unit(changed.ref.part, module.statement(changed.ref).scope)
        if unit is not None and unit.name in CONSTRUCTORS:
            return False
        slice_of = self._grounds.description.slice_of
        return any(changed.ref in slice_of(namespace).statements for namespace in self.writers_of(name))

    def _running(self, places: dict[tuple[int, str], None]) -> tuple[str, ...]:
        """The scanners that may run a def, by its part and name: it is theirs, or they reach it."""
        grounds = self._grounds
        groups: dict[tuple[str, ...], None] = {}
        for part, qualified_name in places:
            around = (*grounds.finder.reaching_into(part), *grounds.finder.of_part(part))
            groups.setdefault(tuple([boundary.namespace for boundary in around]))
            name = qualified_name
            while name:
                groups.setdefault(grounds.description.users_of(name))
                name = name.rpartition(".")[0]
        return grounds.in_file_order(*groups)

    def _changes_in(self, part: int) -> dict[Name, tuple[StateChange, ...]]:
        found: dict[Name, tuple[StateChange, ...]] = {}
        for change in changes_in(self._grounds, self._grounds.module.parts[part]):
            name = change.place[:2]
            found[name] = (*found.get(name, ()), change)
        return found

    def _reads_in(self, index: int) -> dict[Name, tuple[tuple[int, str], ...]]:
        grounds = self._grounds
        found: dict[Name, dict[tuple[int, str], None]] = {}
        means: dict[Name, Name | None] = {}
        statements = grounds.module.parts[index].facts.statements
        for reading in grounds.description.references_in(index):
            chain = reading.chain
            if reading.at is not None or chain.access != "read":
                continue
            name = (chain.scope, chain.name)
            if name not in means:
                means[name] = name_at_module_level(grounds, name)
            meant = means[name]
            names = [meant] if meant is not None else [place[:2] for place in items_behind(reading)]
            if names:
                unit = grounds.module.enclosing_unit(index, statements[reading.ref.statement].scope)
                place = (index, unit.qualified_name if unit is not None else "")
                for name in names:
                    found.setdefault(name, {}).setdefault(place)
        return {name: tuple(places) for name, places in found.items()}


def state_writes(
    grounds: Grounds, scanner: ScannerReadings, name: Name, changes: tuple[StateChange, ...]
) -> list[StateWrite]:
    """What a scanner changes of a name's state when it runs, in file order."""
    if name[0] not in _shared_scopes(grounds, scanner):
        return []
    found: list[StateWrite] = []
    for ref, place, span, whole in changes:
        unit = _running_unit(grounds, scanner, ref) if ref in scanner.slice.statements else None
        if unit is not None and _is_called(grounds, scanner, unit):
            via = "" if ref in scanner.slice.own else unit.qualified_name
            found.append(StateWrite(place, span, ref, via, whole))
    return [write._replace(fills=_is_remembering(grounds, write)) for write in found]


def state_readings(grounds: Grounds, scanner: ScannerReadings, name: Name) -> list[tuple[Place, Reading]]:
    """Where a scanner reads a name's state at call time for more than to change it."""
    if name[0] not in _shared_scopes(grounds, scanner):
        return []
    found: list[tuple[Place, Reading]] = []
    for reading in scanner.readings:
        chain = reading.chain
        if reading.at is not None or chain.access != "read":
            continue
        if chain.scope == MODULE and chain[:2] != name:
            continue
        places = [place for place in places_read(grounds, reading) if place[:2] == name]
        if not places or _only_changes(grounds, reading):
            continue
        runs = _running_unit(grounds, scanner, reading.ref) is not None
        if (
            runs
            and not grounds.references.is_followed(reading)
            and not _is_copied(grounds, reading)
            and not _is_handed_back(grounds, reading)
        ):
            asked = _key_asked_for(grounds, reading)
            found.extend((_below(without_method(place), asked), reading) for place in places)
    return found


def _below(place: Place, key: str) -> Place:
    return place._replace(path=(*place.path, key)) if key else place


_ASKED_FOR = lazily(r"(?P<quote>['\"])(?P<key>[^'\"]+)(?P=quote)\s+(?:not\s+)?in\s+$")


def _key_asked_for(grounds: Grounds, reading: Reading) -> str:
    """The key that `"level" in STATE` asks for: no other matters to it; "" where all may."""
    part = grounds.module.parts[reading.ref.part]
    line, column = reading.chain.span[:2]
    found = _ASKED_FOR.search(part.lines[line][:column])
    return found["key"] if found is not None else ""


def _shared_scopes(grounds: Grounds, scanner: ScannerReadings) -> set[ScopeRef]:
    """The scopes whose names a scanner shares with others: the module's, its object's if it is a method.

    Of a scanner that is defined in a function they are that function's too.

    Objects of other classes that it makes or is given (a bar, a result) are its own affair.
    """
    around = grounds.module.unit_named(scanner.unit.parent) if scanner.unit is not None else None
    if around is not None and around.kind == "function":
        return {MODULE, around.body}
    if scanner.boundary.kind != "method" or scanner.boundary.status != "valid":
        return {MODULE}
    holder = grounds.module.unit_named(scanner.boundary.container)
    return {MODULE, *(unit.body for unit in with_bases(grounds.module, holder))} if holder else {MODULE}


def _is_copied(grounds: Grounds, reading: Reading) -> bool:
    """Whether a container is only copied to a local name of which single items are read: those count."""
    part = grounds.module.parts[reading.ref.part]
    chain = reading.chain
    if _is_copied_for_a_call(grounds, part, reading):
        return True
    for assignment in part.by_statement.assignments[reading.ref.statement]:
        value = assignment.value
        if value is None or value.kind != "call" or assignment.is_item or assignment.scope == 0:
            continue
        if value.callee in _COPYING or (value.callee == f"{value.root}.copy" and value.root == chain.name):
            start = (reading.ref.statement, chain.span[:2])
            return _is_read_by_items(grounds, part, assignment.target, assignment.scope, start)
    return False


def _is_copied_for_a_call(grounds: Grounds, part: Part, reading: Reading) -> bool:
    """Whether a copy is handed to a function of the file, which tells what it reads: `loosen(dict(P))`."""
    span = reading.chain.span
    calls = part.by_statement.calls[reading.ref.statement]
    for call in calls:
        inside = call.span[:2] <= span[:2] and span[2:] <= call.span[2:]
        if inside and (call.callee in _COPYING or call.callee == f"{reading.chain.name}.copy"):
            return any(
                argument.value.span == call.span
                and not argument.star
                and grounds.module.has_unit(outer.callee)
                for outer in calls
                for argument in outer.arguments
            )
    return False


def _is_handed_back(grounds: Grounds, reading: Reading) -> bool:
    """Whether a helper only returns a container, and each of its callers gives that a name."""
    if not reading.via or reading.chain.path:
        return False
    part = grounds.module.parts[reading.ref.part]
    is_returned = any(
        given.statement == reading.ref.statement
        and given.value is not None
        and given.value.span == reading.chain.span
        for given in part.facts.returns
    )
    return is_returned and grounds.workshop.contents.names_all_results_of(reading.via)


def _is_read_by_items(grounds: Grounds, part: Part, name: str, scope: int, copied: tuple[int, Start]) -> bool:
    """Whether every read of a local name but the one that is copied goes on to one item."""
    resolver = grounds.workshop.resolver
    for use in part.facts.names:
        if (use.statement, use.span[:2]) == copied:
            continue
        if use.name == name and use.home == scope and use.access == "read":
            chain = resolver.chains(StatementRef(part.index, use.statement)).get(use.span[:2])
            if chain is None or chain.dynamic or not chain.path or chain.path[-1] in TAKING_ALL:
                return False
    return True


def _running_unit(grounds: Grounds, scanner: ScannerReadings, ref: StatementRef) -> Unit | None:
    """The def around a statement, if the scanner runs it: its own, or a helper it calls."""
    module = grounds.module
    unit = module.enclosing_unit(ref.part, module.statement(ref).scope)
    around = unit
    while around is not None:
        if around.qualified_name in scanner.slice.helpers or around == scanner.unit:
            return unit
        around = module.unit_named(around.parent) if around.parent else None
    return unit if ref in scanner.slice.own else None


def _is_called(grounds: Grounds, scanner: ScannerReadings, unit: Unit) -> bool:
    """Whether a scanner runs a method of another class: that it reaches the class does not say so."""
    if unit.parent_kind != "class" or scanner.unit == unit or unit.name in CONSTRUCTORS:
        return True
    if f"{unit.name}.setter" in grounds.module.statement(unit.ref).decorators:
        return _sets(grounds, scanner, unit)
    if scanner.unit is not None and unit.parent in (scanner.unit.qualified_name, scanner.unit.parent):
        return True
    parts: dict[int, set[int]] = {}
    for ref in scanner.slice.statements:
        parts.setdefault(ref.part, set()).add(ref.statement)
    return any(
        call.statement in statements and call.name == unit.name and call.callee != call.name
        for part, statements in parts.items()
        for call in grounds.module.parts[part].facts.calls
    )


def _sets(grounds: Grounds, scanner: ScannerReadings, setter: Unit) -> bool:
    """Whether a scanner assigns to the attribute that a property's setter is for."""
    return any(
        use.access in ("write", "update")
        and use.name == setter.name
        and StatementRef(part, use.statement) in scanner.slice.statements
        for part in {ref.part for ref in scanner.slice.statements}
        for use in grounds.module.parts[part].facts.attributes
    )


def _is_remembering(grounds: Grounds, write: StateWrite) -> bool:
    """Whether a write only fills what was found missing: `if key not in SEEN: SEEN[key] = load(key)`."""
    if not write.whole and write.place.path:
        return False
    part = grounds.module.parts[write.ref.part]
    scope = part.facts.statements[write.ref.statement].scope
    resolver = grounds.workshop.resolver
    for index in range(write.ref.statement - 1, -1, -1):
        statement = part.facts.statements[index]
        if statement.scope != scope:
            break
        if statement.kind != "if":
            continue
        asking = StatementRef(part.index, index)
        for chain in resolver.chains(asking).values():
            asked = place_at_module_level(grounds, chain, asking)
            if asked is not None and concerns(asked, write.place):
                text = grounds.workshop.text_of(part.span(statement.header))
                if grounds.module.is_within(write.ref, asking):
                    return _asks_for_missing(text)
                return not _asks_for_missing(text) and not _updates_itself(grounds, write)
    return False


def _asks_for_missing(condition: str) -> bool:
    return condition.startswith("if not") or " is None" in condition or " not in " in condition


def _updates_itself(grounds: Grounds, write: StateWrite) -> bool:
    """Whether the new value is made from the old one."""
    first_line = grounds.module.parts[write.ref.part].first_line
    return any(
        chain.name == write.place.name
        and (
            chain.access == "update"
            or (chain.access == "read" and _start(chain, first_line) != write.span[:2])
        )
        for chain in grounds.workshop.resolver.chains(write.ref).values()
    )


def _start(chain: Chain, first_line: int) -> tuple[int, int]:
    return chain.span.line + first_line, chain.span.column


def _only_changes(grounds: Grounds, reading: Reading) -> bool:
    """Whether a reference is read only to change what it names: `HITS.append(x)`, `COUNT = COUNT + 1`."""
    part = grounds.module.parts[reading.ref.part]
    by_statement = part.by_statement
    index = reading.ref.statement
    start = (reading.chain.span.line, reading.chain.span.column)
    for call in by_statement.calls[index]:
        if call.name in MUTATORS - _GIVING and call.span[:2] == start and is_method_of(reading.chain, call):
            return part.facts.statements[index].kind == "expression"
    if part.facts.statements[index].kind not in ("assignment", "augmented"):
        return False
    for assignment in by_statement.assignments[index]:
        # An item under a computed key: `SEEN[ticker] = 1`, `HITS[:] = found`.
        is_target = (
            assignment.target_span[:2] == start and assignment.target_span[2:] > reading.chain.span[2:]
        )
        if is_target and not assignment.is_item:
            return True
    chains = grounds.workshop.resolver.chains(reading.ref)
    written = [chain for chain in chains.values() if chain.access != "read"]
    return bool(written) and all(
        chain.scope == reading.chain.scope
        and chain.name == reading.chain.name
        and chain.path == reading.chain.path
        for chain in written
    )
