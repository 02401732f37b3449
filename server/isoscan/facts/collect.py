"""The entry to this layer: a chunk's text in, its facts out.

One tree, one pass, in time and memory linear in the text; a function of the text alone. Works on any
text: a whole module, broken code, no code at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from isoscan.facts.banners import read_banners
from isoscan.facts.comments import read_comments, read_steering
from isoscan.facts.reading import errors_of, read_tree, scopes_of, statements_of
from isoscan.facts.records import (
    AttributeUse,
    Call,
    ChunkFacts,
    ItemUse,
    NameUse,
)
from isoscan.facts.scopes import Homes
from isoscan.facts.walk import OpenScope, Walk
from isoscan.source.patterns import lazily
from isoscan.source.syntax import SyntaxTree, parse

_FIRST_NAME = lazily(r"[.\[]")


def collect_facts(text: str) -> ChunkFacts:
    """All facts of one chunk of code, lines relative to the text's first line. Never raises."""
    tree = parse(text)
    walk = read_tree(tree)
    return facts_of(tree, walk, walk.scopes)


def facts_of(tree: SyntaxTree, walk: Walk, scopes: Sequence[OpenScope]) -> ChunkFacts:
    """What a walk over a tree has gathered; names are looked up in `scopes`, which are those of the walk."""
    comments = read_comments(walk.trees[0][0], tree.text)
    statements = statements_of(walk.statements, comments)
    homes = Homes(scopes).home
    return ChunkFacts(
        scopes=scopes_of(walk.scopes, statements),
        statements=statements,
        names=tuple(
            sorted((NameUse(*name, homes(name[4], name[0])) for name in walk.names), key=itemgetter(3))
        ),
        items=tuple(
            sorted(
                (
                    ItemUse(*item, homes(item[8], _FIRST_NAME.split(item[0], maxsplit=1)[0]))
                    for item in walk.items
                ),
                key=itemgetter(5),
            )
        ),
        attributes=tuple(
            sorted(
                (AttributeUse(*use, homes(use[4], use[0].partition(".")[0])) for use in walk.attributes),
                key=itemgetter(3),
            )
        ),
        calls=tuple(sorted((Call(*call, homes(call[6], call[2])) for call in walk.calls), key=itemgetter(5))),
        comparisons=tuple(sorted(walk.comparisons, key=itemgetter(7))),
        assignments=tuple(sorted(walk.assignments, key=itemgetter(1))),
        entries=tuple(sorted(walk.entries, key=itemgetter(2))),
        returns=tuple(walk.returns),
        imports=tuple(walk.imports),
        comments=comments,
        banners=read_banners(comments),
        steering=read_steering(comments),
        errors=errors_of(tree, walk),
    )
