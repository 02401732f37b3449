"""Facts regrouped by the def or class they stand in.

A body is what one detector looks at: a function with the lambdas, comprehensions and inner defs it
holds, a class without its methods, or a chunk's top level. Everything is relative to the chunk, so a
body is a function of the chunk's facts alone. One pass over the facts, no look-up by position.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from isoscan.facts.records import (
    Assignment,
    AttributeUse,
    Call,
    ChunkFacts,
    Comparison,
    DictEntry,
    ItemUse,
    NameUse,
    Return,
    Scope,
)


@dataclass(slots=True, repr=False, eq=False)
class Body:
    """One def's, class's or top level's own facts, in source order, relative to the chunk.

    `scope` is its scope's index (0: the chunk's top level); `statement` the def or class statement
    (-1: top level); `holder` is the name of the class around a def ("": none), `qualified` its own name as
    a call spells it (`scan`, `Desk.scan`); `own` are the indices of its statements.
    Returns of inner defs are left out, all else of them belongs to the outer def.
    """

    facts: ChunkFacts
    scope: int
    statement: int
    kind: str
    holder: str = ""
    qualified: str = ""
    parameters: tuple[str, ...] = ()
    own: list[int] = field(default_factory=list)
    names: dict[int, list[NameUse]] = field(default_factory=dict)
    items: dict[int, list[ItemUse]] = field(default_factory=dict)
    attributes: dict[int, list[AttributeUse]] = field(default_factory=dict)
    calls: dict[int, list[Call]] = field(default_factory=dict)
    comparisons: dict[int, list[Comparison]] = field(default_factory=dict)
    assignments: list[Assignment] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    entries: list[DictEntry] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The def's or class's name, "" for the top level."""
        return self.facts.scopes[self.scope].name

    def ancestors(self, statement: int) -> Iterator[int]:
        """The statements around one, innermost first, up to this body's own level."""
        statements = self.facts.statements
        around = statements[statement].parent
        while around >= 0 and around != self.statement:
            yield around
            around = statements[around].parent


def bodies_of(facts: ChunkFacts) -> tuple[Body, ...]:
    """The bodies of one chunk: its top level first, then defs and classes in source order."""
    bodies, owner = _owners(facts)
    for index, statement in enumerate(facts.statements):
        bodies[owner[statement.scope]].own.append(index)
    for use in facts.names:
        bodies[owner[use.scope]].names.setdefault(use.statement, []).append(use)
    for item in facts.items:
        bodies[owner[item.scope]].items.setdefault(item.statement, []).append(item)
    for attribute in facts.attributes:
        bodies[owner[attribute.scope]].attributes.setdefault(attribute.statement, []).append(attribute)
    for call in facts.calls:
        bodies[owner[call.scope]].calls.setdefault(call.statement, []).append(call)
    for comparison in facts.comparisons:
        bodies[owner[comparison.scope]].comparisons.setdefault(comparison.statement, []).append(comparison)
    for assignment in facts.assignments:
        bodies[owner[assignment.scope]].assignments.append(assignment)
    for entry in facts.entries:
        bodies[owner[entry.scope]].entries.append(entry)
    for returned in facts.returns:
        body = bodies[owner[returned.scope]]
        if body.scope == returned.scope:
            body.returns.append(returned)
    return tuple(bodies)


def _body_of(facts: ChunkFacts, index: int) -> Body:
    """The body of a def or class, with nothing in it yet."""
    scope = facts.scopes[index]
    around = facts.scopes[scope.parent]
    holder = around.name if around.kind == "class" else ""
    qualified = f"{holder}.{scope.name}" if holder else scope.name
    parameters = tuple([parameter.name for parameter in scope.parameters])
    return Body(facts, index, scope.statement, scope.kind, holder, qualified, parameters)


def _owners(facts: ChunkFacts) -> tuple[list[Body], list[int]]:
    bodies = [Body(facts, 0, -1, "module")]
    owner = [0] * len(facts.scopes)
    for index in range(1, len(facts.scopes)):
        scope: Scope = facts.scopes[index]
        around = owner[scope.parent]
        owner[index] = around
        if scope.kind in ("function", "class") and bodies[around].kind != "function":
            owner[index] = len(bodies)
            bodies.append(_body_of(facts, index))
    return bodies, owner
