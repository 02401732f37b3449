"""The transitive closure over names: the statements a scanner needs to stand alone.

From the scanner's own statements every module-level name that is read is followed to its definitions, and
from these on, until nothing new turns up. What is kept of a statement may be less than all of it: a class
keeps the members that are reached, a dict of knobs the keys that are read, an import the names that are used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from isoscan.extraction.definitions import Definition, Definitions
from isoscan.extraction.knobs import Knobs, item_keys, knobs_at
from isoscan.extraction.layout import Layout
from isoscan.extraction.members import ThinnedClass, thinned_class
from isoscan.extraction.reads import import_effects, quoted_annotations, runs_later
from isoscan.facts.records import NameUse
from isoscan.model.index import Column
from isoscan.model.module import StatementRef
from isoscan.model.parts import Part
from isoscan.source.spans import Span


@dataclass(frozen=True, slots=True)
class Closure:
    """What is kept. `kept` maps each piece (a top-level statement, or one of the main guard's) to the
    indices of its part's statements that stay, itself included; `imported` the names an import is
    needed for; `keys` the keys a dict of knobs is needed for (absent: all); `unknown` are names that
    nothing in the file binds; `scanners` are the other scanners that came along because they are called.
    """

    kept: dict[StatementRef, frozenset[int]] = field(repr=False)
    imported: dict[StatementRef, frozenset[str]]
    knobs: dict[StatementRef, tuple[Knobs, frozenset[Column]]]
    unknown: frozenset[str]
    scanners: tuple[str, ...]
    set_by: dict[str, str]
    """Names that only functions set, through `global`: which function."""
    reads: dict[str, int]
    """How often each module-level name is read in what is kept."""

    def is_whole(self, layout: Layout, ref: StatementRef) -> bool:
        """Whether nothing is taken out of a piece."""
        return len(self.kept[ref]) == len(layout.nested(ref))


@dataclass(frozen=True, slots=True)
class Request:
    """What to start from.

    `roots` are statements kept whole, `parts` functions kept in part (indices of their statements),
    `loose` statements whose reads count but which are written elsewhere (a mask's own code), `ignored`
    the reads that will be written differently (part, span relative to it), `members` methods that are
    roots inside their classes, `entries` the tables of which one entry is kept, with its key, `others` the
    other scanners' defs and classes by name.
    """

    roots: tuple[StatementRef, ...] = ()
    parts: Mapping[StatementRef, frozenset[int]] = field(default_factory=dict)
    loose: tuple[StatementRef, ...] = ()
    ignored: frozenset[tuple[int, Span]] = frozenset()
    members: tuple[StatementRef, ...] = ()
    entries: Mapping[StatementRef, tuple[Knobs, Column]] = field(default_factory=dict)
    others: Mapping[StatementRef, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    """Names that generated code reads."""
    classes: frozenset[StatementRef] = frozenset()
    """Classes that are kept in part."""
    given: frozenset[str] = frozenset()
    """Names that generated code binds, which are not followed."""


def close(layout: Layout, definitions: Definitions, request: Request) -> Closure:
    """Compute the closure of a request."""
    return _Closer(layout, definitions, request).run()


class _Closer:
    def __init__(self, layout: Layout, definitions: Definitions, request: Request) -> None:
        self._layout = layout
        self._module = layout.module
        self._definitions = definitions
        self._request = request
        self._kept: dict[StatementRef, set[int]] = {}
        self._imported: dict[StatementRef, set[str]] = {}
        self._knobs: dict[StatementRef, Knobs] = {}
        self._keys: dict[str, set[Column] | None] = {}
        self._waiting: dict[str, list[tuple[Column, StatementRef]]] = {}
        self._work: list[tuple[StatementRef, Span | None]] = []
        self._followed: set[tuple[StatementRef, Span | None]] = set()
        self._needed: set[tuple[str, StatementRef | None]] = set()
        self._classes: dict[StatementRef, ThinnedClass] = {}
        self._thinned_bases: set[StatementRef] = set(request.classes)
        self._changed: set[StatementRef] = set()
        self._attributes: set[str] = set()
        self._instance_attributes: set[str] = set()
        self._unknown: set[str] = set()
        self._scanners: dict[str, None] = {}
        self._reads: dict[str, int] = {}
        self._set_by: dict[str, str] = {}

    def run(self) -> Closure:
        for ref in self._request.roots:
            self._keep(self._definitions.piece_of(ref), ref)
            if self._layout.statement(ref).kind == "class":
                self._follow_changes(ref)
        for name in sorted(self._request.names):
            self._reads[name] = self._reads.get(name, 0) + 1
            self._need_keys(name, None)
            self._need(name, None)
        for member in self._request.members:
            self._keep_member(member)
        for ref in self._request.loose:
            self._follow_later(ref)
        self._settle()
        for ref in import_effects(self._layout, self._kept, self._imported):
            self._keep(ref, ref)
        self._settle()
        return Closure(
            kept={ref: frozenset(indices) for ref, indices in sorted(self._kept.items())},
            imported={ref: frozenset(names) for ref, names in sorted(self._imported.items())},
            knobs={
                ref: (knobs, frozenset(keys))
                for ref, knobs in sorted(self._knobs.items())
                if (keys := self._keys_of(knobs)) is not None
            },
            unknown=frozenset(self._unknown),
            scanners=tuple(self._scanners),
            set_by=dict(sorted(self._set_by.items())),
            reads=dict(self._reads),
        )

    def _settle(self) -> None:
        while self._work:
            while self._work:
                self._follow(*self._work.pop())
            self._reach_members()

    # Keeping

    def _keep(self, piece: StatementRef, wanted: StatementRef) -> None:
        """Keep a piece for the sake of a statement in it."""
        statement = self._layout.statement(piece)
        name = self._request.others.get(piece)
        if name is not None:
            self._scanners.setdefault(name)
        if piece in self._request.parts:
            self._keep_indices(piece, self._request.parts[piece])
            return
        holds_others = any(
            other.part == piece.part and other.statement in self._layout.nested(piece) and other != piece
            for other in self._request.others
        )
        thinned = holds_others or piece in self._thinned_bases
        if statement.kind == "class" and thinned and piece not in self._request.roots:
            self._keep_class(piece)
        elif holds_others and piece != wanted and statement.kind != "function":
            around = {ref.statement for ref in self._module.statements_around(wanted)}
            self._keep_indices(piece, around | set(self._layout.nested(wanted)))
        else:
            self._keep_indices(piece, self._layout.nested(piece))

    def _keep_indices(self, piece: StatementRef, indices: Iterable[int]) -> None:
        kept = self._kept.setdefault(piece, set())
        for index in indices:
            if index not in kept:
                kept.add(index)
                self._follow_later(StatementRef(piece.part, index))

    def _follow_later(self, ref: StatementRef, within: Span | None = None) -> None:
        if (ref, within) not in self._followed:
            self._followed.add((ref, within))
            self._work.append((ref, within))

    # Classes

    def _keep_class(self, ref: StatementRef) -> None:
        if ref in self._classes:
            return
        thinned = thinned_class(self._layout, ref)
        self._classes[ref] = thinned
        for base in self._layout.statement(ref).bases:
            unit = self._module.unit_named(base)
            if unit is not None and unit.kind == "class" and not unit.parent:
                self._thinned_bases.add(unit.ref)
        self._keep_indices(self._definitions.piece_of(ref), (each.statement for each in self._around(ref)))
        for child in thinned.always:
            self._keep_child(ref, child)
        self._follow_changes(ref)

    def _follow_changes(self, ref: StatementRef) -> None:
        """Keep what changes a class from outside: `Desk.limit = 5`; not what lists it with other scanners."""
        if ref in self._changed or self._definitions.piece_of(ref) != ref:
            return
        self._changed.add(ref)
        for change in self._definitions.changes_of(self._layout.statement(ref).name):
            if change > ref and not self._definitions.is_guarded(change) and not self._lists_others(change):
                self._keep(self._definitions.piece_of(change), change)

    def _lists_others(self, change: StatementRef) -> bool:
        """Whether a change of a class lists other scanners in it: `Base.names.append(Fade)`."""
        if self._layout.statement(change).kind in ("assignment", "augmented"):
            return False
        others = {self._layout.statement(other).name for other in self._request.others}
        names = self._module.parts[change.part].by_statement.names
        piece = self._definitions.piece_of(change)
        return any(use.name in others for index in self._layout.nested(piece) for use in names[index])

    def _around(self, ref: StatementRef) -> Iterable[StatementRef]:
        piece = self._definitions.piece_of(ref)
        for around in self._module.statements_around(ref):
            yield around
            if around == piece:
                return

    def _keep_member(self, member: StatementRef) -> None:
        parent = StatementRef(member.part, self._layout.statement(member).parent)
        owner = next(
            (
                ref
                for ref in self._module.statements_around(parent)
                if self._layout.statement(ref).kind == "class"
            ),
            parent,
        )
        self._keep_class(owner)
        self._keep_child(owner, member)

    def _keep_child(self, owner: StatementRef, child: StatementRef) -> None:
        name = self._request.others.get(child)
        if name is not None:
            self._scanners.setdefault(name)
        piece = self._definitions.piece_of(owner)
        between = {ref.statement for ref in self._around(child)}
        self._keep_indices(piece, between | set(self._layout.nested(child)))

    def _reach_members(self) -> None:
        for thinned in list(self._classes.values()):
            for name in sorted(self._attributes & thinned.members.keys()):
                for child in thinned.members[name]:
                    self._keep_child(thinned.ref, child)
            self._reach_writers(thinned)

    def _reach_writers(self, thinned: ThinnedClass) -> None:
        """Keep the methods that set an attribute which kept code reads and nothing kept sets."""
        kept = self._kept[self._definitions.piece_of(thinned.ref)]
        for name in sorted(self._instance_attributes & thinned.writers.keys()):
            writers = thinned.writers[name]
            if name in thinned.members or any(writer.statement in kept for writer in writers):
                continue
            for writer in writers:
                if writer not in self._request.others:
                    self._keep_child(thinned.ref, writer)

    # Following

    def _follow(self, ref: StatementRef, within: Span | None) -> None:
        part = self._module.parts[ref.part]
        knobs = self._knobs.get(ref)
        if knobs is None and within is None:
            forced = self._request.entries.get(ref)
            knobs = forced[0] if forced is not None else knobs_at(self._layout, ref)
            if knobs is not None:
                self._knobs[ref] = knobs
                self._follow_entries(knobs)
        for use in part.by_statement.names[ref.statement]:
            if knobs is not None and knobs.entry_at(use.span) is not None and within is None:
                continue
            if within is not None and not (within.start <= use.span.start and use.span.end <= within.end):
                continue
            self._follow_name(part, ref, use)
        self._follow_attributes(part, ref)
        for name in sorted(quoted_annotations(part, ref.statement)):
            if name in self._module.bindings:
                self._need(name, None)

    def _follow_name(self, part: Part, ref: StatementRef, use: NameUse) -> None:
        if (part.index, use.span) in self._request.ignored:
            return
        scope = part.facts.scopes[use.home]
        if scope.kind == "class" and use.home > 0 and use.access == "read":
            self._attributes.add(use.name)
        if use.home != 0 or (use.access != "read" and use.binding != "augmented"):
            return
        self._reads[use.name] = self._reads.get(use.name, 0) + 1
        self._note_key(part, ref, use)
        self._need(use.name, None if runs_later(part, use.scope) else ref)

    def _note_key(self, part: Part, ref: StatementRef, use: NameUse) -> None:
        keys = self._keys.setdefault(use.name, set())
        items = [
            item
            for item in part.by_statement.items[ref.statement]
            if item.base == use.name and item.span.start == use.span.start
        ]
        if items and all(item.access == "write" and not item.pattern for item in items) and use.scope == 0:
            return
        plain = [item for item in items if not item.pattern and item.via in ("item", "get")]
        if not items or len(plain) < len(items):
            self._need_keys(use.name, None)
            return
        if keys is not None:
            self._need_keys(use.name, {item.key for item in plain})

    def _need_keys(self, name: str, keys: set[Column] | None) -> None:
        known = self._keys.get(name, set())
        if known is None:
            return
        self._keys[name] = None if keys is None else known | keys
        for knobs in list(self._knobs.values()):
            if knobs.name == name:
                self._follow_entries(knobs)
        self._release(name)

    def _follow_entries(self, knobs: Knobs) -> None:
        keys = self._keys_of(knobs)
        needed = range(len(knobs.spans)) if keys is None else knobs.needed(frozenset(keys))
        for index in needed:
            self._follow_later(knobs.ref, knobs.spans[index])

    def _keys_of(self, knobs: Knobs) -> set[Column] | None:
        """The keys a dict is needed for (None: all); of a table an entry is taken from only that one."""
        forced = self._request.entries.get(knobs.ref)
        return {forced[1]} if forced is not None else self._keys.get(knobs.name, set())

    def _release(self, name: str) -> None:
        """Keep the later `P["x"] = ...` of keys that have turned out to be needed."""
        keys = self._keys.get(name, set())
        waiting = self._waiting.pop(name, [])
        still = []
        for key, ref in waiting:
            if keys is None or key in keys:
                self._keep(self._definitions.piece_of(ref), ref)
            else:
                still.append((key, ref))
        if still:
            self._waiting[name] = still

    def _follow_attributes(self, part: Part, ref: StatementRef) -> None:
        for attribute in part.by_statement.attributes[ref.statement]:
            self._attributes.add(attribute.name)
            if attribute.access != "write" and "." not in attribute.base:
                self._instance_attributes.add(attribute.name)
        self._attributes.update(
            call.name for call in part.by_statement.calls[ref.statement] if "." in call.callee
        )

    def _need(self, name: str, at: StatementRef | None) -> None:
        if (name, at) in self._needed or name in self._request.given:
            return
        self._needed.add((name, at))
        found = self._definitions.of(name, at)
        if not found:
            self._unknown.add(name)
        for definition in found:
            if definition.how == "assignment" and self._layout.statement(definition.ref).scope:
                function = self._layout.statement(self._definitions.piece_of(definition.ref)).name
                self._set_by.setdefault(name, function)
            self._define(name, definition)

    def _define(self, name: str, definition: Definition) -> None:
        ref, how = definition
        piece = self._definitions.piece_of(ref)
        if how == "import" and piece == ref:
            self._imported.setdefault(ref, set()).add(name)
            self._kept.setdefault(ref, {ref.statement})
            return
        unit = self._module.unit_named(name)
        lists = unit is not None and unit.kind == "class" and self._lists_others(ref)
        if how == "mutation" and (lists or self._calls_other_scanner(ref)):
            return
        if how == "mutation" and piece == ref:
            keys = item_keys(self._layout, name, ref)
            if keys is not None:
                self._waiting.setdefault(name, []).extend((key, ref) for key in keys)
                self._release(name)
                return
        self._keep(piece, ref)

    def _calls_other_scanner(self, ref: StatementRef) -> bool:
        """Whether a statement of the module's own code calls one of the other scanners."""
        names = {self._layout.statement(other).name for other in self._request.others}
        calls = self._module.parts[ref.part].by_statement.calls[ref.statement]
        return any(call.callee in names for call in calls)
