"""The pieces of a long def or class: what one is, and how one is read on its own (see `composition`)."""

from __future__ import annotations

from typing import NamedTuple

from isoscan.facts.division import DefinitionKind, Division
from isoscan.facts.names import frozen
from isoscan.facts.parting import NotedTraits, Traits
from isoscan.facts.reading import read_tree
from isoscan.facts.records import ChunkFacts, Scope
from isoscan.facts.shifting import Shift
from isoscan.facts.walk import OpenStatement, Walk
from isoscan.source.spans import Span
from isoscan.source.syntax import Node, SyntaxTree, parse

Names = frozenset[str]
Ranges = tuple[tuple[int, int], ...]


class Share(NamedTuple):
    """What a piece adds to the scope of the def, and where its last statement ends, relative to the piece."""

    bound: Names
    read: Names
    global_names: Names
    nonlocal_names: Names
    is_generator: bool
    docstring: str
    end: tuple[int, int]


class Around(NamedTuple):
    """What decides where names live that are used in a def: those that it binds, or declares otherwise."""

    bound: Names
    global_names: Names
    nonlocal_names: Names

    def of(self, names: Names) -> Around:
        """The part that concerns some names."""
        return Around(
            frozen(self.bound & names), frozen(self.global_names & names), frozen(self.nonlocal_names & names)
        )


class Piece(NamedTuple):
    """A stretch of a chunk that was read on its own, and where its records stand among the chunk's.

    `given` are the traits that it was read with, of all names that it reads; `assigned` those it gives to
    names. `mentioned` are all its names; `around` is what its def says of them. `place` is the line,
    statement and scope at which it begins; `ranges` are where its records stand among those
    of all pieces, in the order of `ChunkFacts`' fields.
    """

    text: str
    is_first: bool
    given: Traits
    assigned: Traits
    share: Share
    mentioned: Names
    around: Around
    place: Shift
    ranges: Ranges


class Reading(NamedTuple):
    """A chunk's facts, and the pieces they were put together from (none, if it was read as a whole)."""

    facts: ChunkFacts
    pieces: tuple[Piece, ...] = ()


class FreshPiece(NamedTuple):
    """A piece that has just been read; `lines_above` are lines of its tree that are not its own."""

    text: str
    is_first: bool
    given: Traits
    assigned: Traits
    share: Share
    mentioned: Names
    tree: SyntaxTree
    walk: Walk
    lines_above: int

    @property
    def sizes(self) -> tuple[int, int]:
        """How many statements and scopes it has, those around it apart."""
        return len(self.walk.statements) - 1, len(self.walk.scopes) - 2


# What makes a piece the block of a statement, when it is parsed.
_WRAPPING = "if q:\n"

Known = dict[tuple[str, bool], Piece]


def header_of(text: str, division: Division, known: Known) -> Piece | FreshPiece | None:
    """The header as a piece, None if it is not one sound def or class."""
    earlier = known.get((text, False))
    if earlier is not None and earlier.place == Shift(0, 0, 0):
        return earlier
    if not text.endswith(("\n", "\r")):
        return None
    return read_header(text, division.margin)


def read_header(text: str, margin: str) -> FreshPiece | None:
    """A def's header, read; `margin` indents its body. None if it is not one sound def or class."""
    # The grammar wants a body, and `...` says nothing.
    tree = parse(f"{text}{margin}...\n")
    walk = read_tree(tree)
    opened = walk.statements
    if tree.root.has_error or walk.repair is not None or len(opened) != 2 or opened[0].body_scope != 1:
        return None
    opened[0].end = opened[0].header[2:]
    del opened[1]
    return fresh_piece(text, False, {}, {}, tree, walk, 0)


def piece_of(
    text: str, division: Division, is_first: bool, traits: Traits, known: Known
) -> Piece | FreshPiece:
    """Some statements of a body: as read earlier, if these traits would read them the same, or read now."""
    earlier = known.get((text, is_first))
    if earlier is not None and all(traits.get(name, 0) == trait for name, trait in earlier.given.items()):
        return earlier
    return read_piece(text, division.kind, is_first, traits)


def read_piece(text: str, kind: DefinitionKind, is_first: bool, traits: Traits) -> FreshPiece:
    """Some statements of a body, read with what is known of the names that they read."""
    noted = NotedTraits(traits)

    def begin(walk: Walk) -> list[Node]:
        root = walk.tree.root
        noted.clear()
        noted.update(traits)
        noted.assigned.clear()
        walk.open_scope("module", "", root, -1)
        # Only a text at the head of the body is a docstring: there its def is the statement before it.
        walk.open_scope(kind, "", root, 0, 0 if is_first else -1)
        walk.scopes[1].traits = noted
        walk.scope = 1
        around = OpenStatement(kind, -1, 0, "", Span(0, 0, 0, 0))
        walk.statements.append(around)
        walk.parent = 0
        walk.block = "body"
        return _in_wrapping(root) if is_wrapped else root.named_children

    # As a block the grammar reads it as it does inside of its def; where that fails, it is repaired alone.
    tree = parse(_WRAPPING + text)
    is_wrapped = not tree.root.has_error
    if not is_wrapped:
        tree = parse(text)
    walk = read_tree(tree, begin)
    last = next(reversed(_in_wrapping(tree.root, named=False) if is_wrapped else tree.root.children), None)
    if last is not None and last.type == ";":
        walk.statements[0].end = last.end_point
    given = {name: traits.get(name, 0) for name in walk.scopes[1].read}
    return fresh_piece(text, is_first, given, dict(noted.assigned), tree, walk, int(is_wrapped))


def _in_wrapping(root: Node, named: bool = True) -> list[Node]:
    """The statements of a piece that was parsed as a block."""
    found: list[Node] = []
    for child in root.named_children:
        block = child.children[-1] if child.type == "if_statement" and not found else None
        if block is not None and block.type == "block":
            found += block.named_children if named else block.children
        elif block is None:
            found.append(child)
    return found


def fresh_piece(
    text: str,
    is_first: bool,
    given: Traits,
    assigned: Traits,
    tree: SyntaxTree,
    walk: Walk,
    lines_above: int,
) -> FreshPiece:
    """What a tree and its walk say of a piece."""
    mentioned = {use[0] for use in walk.names}
    mentioned.update([use[0].partition(".")[0] for use in walk.attributes])
    mentioned.update([call[2] for call in walk.calls])
    scope = walk.scopes[1]
    last_line, last_column = max(statement.end for statement in walk.statements)
    share = Share(
        frozen(scope.bound),
        frozen(scope.read),
        frozen(scope.global_names),
        frozen(scope.nonlocal_names),
        scope.is_generator,
        scope.docstring,
        (last_line - lines_above, last_column),
    )
    return FreshPiece(text, is_first, given, assigned, share, frozen(mentioned), tree, walk, lines_above)


# Putting pieces together


def around_of(scope: Scope) -> Around:
    """What a def's scope says of where names live."""
    return Around(scope.bound, scope.global_names, scope.nonlocal_names)
