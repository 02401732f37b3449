"""Reads a long def or class as a whole, with notes of what each piece of it contributed.

What pieces say each on their own is, in sound code, what the whole says; reading it whole is quicker. The
notes make it possible to read single pieces anew later (see `composition`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from isoscan.facts.division import Division
from isoscan.facts.reading import begin_module, read_tree
from isoscan.facts.walk import Walk
from isoscan.source.syntax import Node, SyntaxTree

Traits = dict[str, int]


class NotedTraits(dict[str, int]):
    """Traits of names, with a note of those that were assigned."""

    __slots__ = ("assigned",)

    def __init__(self, traits: Traits) -> None:
        super().__init__(traits)
        self.assigned: Traits = {}

    def __setitem__(self, name: str, traits: int) -> None:
        super().__setitem__(name, traits)
        self.assigned[name] = traits


class Part(NamedTuple):
    """What one piece contributed to its def's scope, and how many records had been gathered before it."""

    bound: set[str]
    read: set[str]
    global_names: set[str]
    nonlocal_names: set[str]
    is_generator: bool
    given: Traits
    assigned: Traits
    counts: tuple[int, ...]


class _Parting:
    """Takes the def's scope apart while it is read: every piece begins with a scope that knows nothing."""

    def __init__(self, division: Division) -> None:
        self._starts = division.starts
        self._at = -1
        self._traits: Traits = {}
        self.parts: list[Part] = []
        self.is_plain = True

    def begin(self, walk: Walk) -> list[Node]:
        walk.part = self.take
        self._begun: tuple[int, ...] = (0,) * 12
        return begin_module(walk)

    def take(self, walk: Walk, node: Node) -> None:
        """The statement at `node` is read next: it belongs to the piece of its line."""
        at = bisect_right(self._starts, node.start_point[0]) - 1
        if at == self._at:
            return
        self.close(walk)
        if at != self._at + 1:
            self.is_plain = False  # a piece without a statement, or statements out of order
        self._at = at

    def close(self, walk: Walk) -> None:
        """The piece that was being read (at first the header) is complete."""
        if len(walk.scopes) < 2:
            self.is_plain = False
            return
        scope = walk.scopes[1]
        noted = scope.traits if isinstance(scope.traits, NotedTraits) else NotedTraits({})
        given = {name: self._traits.get(name, 0) for name in scope.read} if self._at >= 0 else {}
        self.parts.append(
            Part(
                scope.bound,
                scope.read,
                scope.global_names,
                scope.nonlocal_names,
                scope.is_generator,
                given,
                noted.assigned,
                self._begun,
            )
        )
        self._begun = counts_of(walk)
        if noted.assigned:
            self._traits = {**self._traits, **noted.assigned}
        scope.bound, scope.read, scope.global_names, scope.nonlocal_names = set(), set(), set(), set()
        scope.is_generator = False
        scope.traits = NotedTraits(self._traits)


def counts_of(walk: Walk) -> tuple[int, ...]:
    """How many records a walk has gathered, in the order of the fields of `ChunkFacts` up to the imports."""
    return (
        len(walk.scopes),
        len(walk.statements),
        len(walk.names),
        len(walk.items),
        len(walk.attributes),
        len(walk.calls),
        len(walk.comparisons),
        len(walk.assignments),
        len(walk.entries),
        len(walk.returns),
        len(walk.imports),
    )


def read_parted(tree: SyntaxTree, division: Division) -> tuple[Walk, Sequence[Part]] | None:
    """A walk over sound code, with its parts: the header's, then one for each of the division's pieces.

    None where the code is not sound, or its statements do not fall into the pieces one after the other.
    """
    if tree.root.has_error:
        return None
    parting = _Parting(division)
    walk = read_tree(tree, parting.begin)
    parting.close(walk)
    parts = parting.parts
    plain = parting.is_plain and walk.repair is None and len(parts) == len(division.starts) + 1
    if not plain or walk.statements[0].body_scope != 1:
        return None
    if any(statement.parent < 0 for statement in walk.statements[1:]):
        return None
    scope = walk.scopes[1]
    scope.bound = set().union(*[part.bound for part in parts])
    scope.read = set().union(*[part.read for part in parts])
    scope.global_names = set().union(*[part.global_names for part in parts])
    scope.nonlocal_names = set().union(*[part.nonlocal_names for part in parts])
    scope.is_generator = any(part.is_generator for part in parts)
    return walk, parts
