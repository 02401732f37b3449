"""Top-level code, followed through the whole file, since a script's chunks hand data on.

Only parts that do more than define something belong to it, and only those that do more than name constants
are followed: no data flows through the others. What they say is compared without its lines: a line put in
above a statement changes nothing about the data that flows through it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any, Final, Literal, NamedTuple

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.decisions import Outputs
from isoscan.boundaries.flow import Flow, follow, is_plain_name
from isoscan.boundaries.market import Knowledge
from isoscan.boundaries.outputs import outputs_of
from isoscan.boundaries.place import Place
from isoscan.boundaries.screens import condition_texts
from isoscan.facts.records import Assignment
from isoscan.facts.shifting import SHIFTS, Shift
from isoscan.model.module import Module
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family, Settled, SettledMap, is_same

_DEFINING = frozenset({"function", "class"})
_NAMING_CONSTANTS = frozenset({"assignment", "annotation", "import", "expression", "pass"})
_BINDINGS = frozenset({"assignment", "annotation", "import"})

_Doing = Literal["any", "working"]
# Stands for the parts that only name constants, among what was followed: what all top-level code shares.
_SHARED: Final = -1

# The fields of `ChunkFacts` that following a body reads, by their place among the shifts.
_NAMES, _ITEMS, _ATTRIBUTES, _CALLS, _COMPARISONS, _ASSIGNMENTS, _ENTRIES, _RETURNS = range(2, 10)


class _Gist(NamedTuple):
    """What a part's top-level code says, its lines counted from its first statement."""

    own: tuple[int, ...]
    statements: tuple[Any, ...]
    records: tuple[Any, ...]


class Followed(NamedTuple):
    """A part's top-level code as it was followed: equal only to itself."""

    flow: Flow
    outputs: Outputs


def _is_same(one: Followed, other: Followed) -> bool:
    flows = (is_same(getattr(one.flow, name), getattr(other.flow, name)) for name in Flow.__slots__)
    outputs = (
        is_same(getattr(one.outputs, name), getattr(other.outputs, name)) for name in Outputs.__slots__
    )
    return all(flows) and all(outputs)


class Script:
    """The top-level code of a module; everything read from it is tracked."""

    def __init__(self, module: Module, bodies: Callable[[int], tuple[Body, ...]], known: Knowledge) -> None:
        self._module = module
        self._bodies = bodies
        self._known = known
        store = module.store
        self._parts: Index[int, _Doing, int] = Index(store, self._own_part)
        module.parts.follow(self._parts)
        self._gist: Family[int, _Gist] = Family(store, self._find_gist)
        # What came out last time: kept where it comes out the same, so that nobody looks at it again.
        self._last: dict[int, Followed] = {}
        self._followed: SettledMap[int, Followed] = SettledMap(store, self._follow)
        self.place: Family[int, Place | None] = Family(store, self._find_place)
        self._telling: Settled[int] = Settled(store, self._count_telling)

    @property
    def working_parts(self) -> tuple[int, ...]:
        """The parts whose top-level code does more than define things and name constants, in file order."""
        return self._parts.of("working")

    @property
    def working_places(self) -> list[Place]:
        """The top-level code that does something: a reader depends on where every statement of it stands."""
        return [place for part in self.working_parts if (place := self.place(part)) is not None]

    @property
    def places(self) -> list[Place]:
        """All top-level code: a reader depends on where every statement of it stands."""
        return [place for part in self._parts.of("any") if (place := self.place(part)) is not None]

    def working_place(self, part: int) -> Place | None:
        """A part's top-level code, if it does more than define things and name constants."""
        body = self._top(part)
        return self.place(part) if body is not None and "working" in _doing(body) else None

    def unfollowed(self, part: int) -> Place | None:
        """A part's top-level code, for those who do not ask what data flows through it."""
        body = self._top(part)
        if body is None or not _doing(body):
            return None
        return Place(self._module.parts[part], body, None, Flow(), Outputs())

    @property
    def telling(self) -> int:
        """How many of its parts compare market data, or hold conditions as text."""
        return self._telling.read()

    def flow_of(self, part: int) -> Flow | None:
        """How a part's top-level code was followed: the same object until any top-level code changes."""
        followed = self._followed.get(part)
        return followed.flow if followed is not None else None

    def _top(self, part: int) -> Body | None:
        bodies = self._bodies(part)
        return bodies[0] if bodies and bodies[0].own else None

    def _own_part(self, part: int) -> dict[_Doing, tuple[int]]:
        body = self._top(part)
        return dict.fromkeys(_doing(body), (part,)) if body is not None else {}

    def _find_gist(self, part: int) -> _Gist:
        body = self._top(part)
        if body is None:
            return _Gist((), (), ())
        statements = body.facts.statements
        by = Shift(-statements[body.own[0]].span.line, 0, 0)
        by_statement: tuple[dict[int, list[Any]], ...] = (
            body.names, body.items, body.attributes, body.calls, body.comparisons,
        )  # fmt: skip
        records = [
            tuple(SHIFTS[field](list(chain.from_iterable(group.values())), by))
            for field, group in enumerate(by_statement, _NAMES)
        ]
        records.append(tuple(SHIFTS[_ASSIGNMENTS](body.assignments, by)))
        records.append(tuple(SHIFTS[_ENTRIES](body.entries, by)))
        records.append(tuple(SHIFTS[_RETURNS](body.returns, by)))
        kinds = tuple([(statements[i].kind, statements[i].parent, statements[i].block) for i in body.own])
        return _Gist(tuple(body.own), kinds, tuple(records))

    def _follow(self) -> dict[int, Followed]:
        found: dict[int, Followed] = {}
        flow = Flow()
        for part in self.working_parts:
            if not self._gist(part).own:
                continue
            body = self._body_untracked(part)
            own = flow.continued()
            follow(body, own, self._known)
            found[part] = Followed(own, outputs_of(body, own))
        found[_SHARED] = Followed(flow, Outputs())
        for part, followed in found.items():
            known = self._last.get(part)
            if known is not None and _is_same(followed, known):
                found[part] = known
        self._last = found
        return found

    def _body_untracked(self, part: int) -> Body:
        """The body behind a gist, whose lines do not matter to the flow: the gist is what is depended on."""
        store = self._module.store
        around, store.running = store.running, None
        try:
            return self._bodies(part)[0]
        finally:
            store.running = around

    def _find_place(self, part: int) -> Place | None:
        body = self._top(part)
        doing = _doing(body) if body is not None else ()
        followed = self._followed.get(part if "working" in doing else _SHARED) if doing else None
        if followed is None or body is None:
            return None
        return Place(self._module.parts[part], body, None, followed.flow, followed.outputs)

    def _count_telling(self) -> int:
        return sum(
            bool(followed.flow.compared or condition_texts(self._body_untracked(part)))
            for part, followed in self._followed.read().items()
            if part != _SHARED
        )


def _doing(body: Body) -> tuple[_Doing, ...]:
    """Whether a part's top-level code does anything but define, and whether more than to name constants."""
    statements = body.facts.statements
    kinds = {statements[index].kind for index in body.own}
    if kinds <= _DEFINING:
        return ()
    constants = kinds <= _NAMING_CONSTANTS and not (
        body.items or body.attributes or body.calls or body.comparisons or body.returns
    )
    if constants and _binds_only(body) and all(map(_is_constant, body.assignments)):
        return ("any", "working") if condition_texts(body) else ("any",)
    return ("any", "working")


def _binds_only(body: Body) -> bool:
    return all(
        use.access == "bind" and use.binding in _BINDINGS for uses in body.names.values() for use in uses
    )


def _is_constant(assignment: Assignment) -> bool:
    """Whether a name is given something that is neither data, nor a truth, nor a place to keep hits."""
    value = assignment.value
    if not is_plain_name(assignment):
        return False
    return value is None or not (value.traits or isinstance(value.value, bool))
