"""Chains: a name with the attributes and constant keys that follow it, as one reference.

`P["atr"]["mult"]`, `Config.ATR_MULT`, `self.p.period` and `cfg.get("atr", 2)` each name one thing, in
whatever way it is spelled. A chain gives the scope in which its first name lives and the path from there.
"""

from __future__ import annotations

from typing import NamedTuple

from isoscan.facts.records import AttributeUse, ItemAccess, ItemUse, NameUse, Value
from isoscan.model.index import Column
from isoscan.model.module import Module, ScopeRef
from isoscan.model.parts import Part
from isoscan.model.slices import class_of_instance
from isoscan.source.spans import Span

# Module scope is one scope, however many parts the file has.
MODULE = ScopeRef(-1, 0)

PathKey = Column
Path = tuple[PathKey, ...]

# A line and a column: as a plain tuple, since making a `Position` of each span costs too much here.
Start = tuple[int, int]


class Chain(NamedTuple):
    """One reference: `scope` is where `name` lives, `path` the attributes and keys that follow.

    `dynamic` says that a computed key follows (`P[name]`, an f-string key), so that any item may be
    meant. `default` is the second argument of `.get`. Spans are relative to the chunk.
    """

    scope: ScopeRef
    name: str
    path: Path
    access: ItemAccess
    span: Span
    key_span: Span
    default: Value | None
    dynamic: bool
    use_scope: int


def chains_in(module: Module, part: Part) -> tuple[dict[Start, Chain], ...]:
    """The references of each statement of a part."""
    return tuple(chains_of(module, part, index) for index in range(len(part.facts.statements)))


def chains_of(module: Module, part: Part, statement: int) -> dict[Start, Chain]:
    """The references in a statement's own expressions (nested statements apart), by where they start."""
    by_statement = part.by_statement
    followers: dict[Start, list[ItemUse | AttributeUse]] = {}
    for item in by_statement.items[statement]:
        followers.setdefault(item.span[:2], []).append(item)
    for attribute in by_statement.attributes[statement]:
        followers.setdefault(attribute.span[:2], []).append(attribute)
    return {
        use.span[:2]: _chain(module, part, use, followers.get(use.span[:2], _NONE))
        for use in by_statement.names[statement]
        if use.binding not in ("parameter", "import")
    }


_NONE: list[ItemUse | AttributeUse] = []


def _chain(module: Module, part: Part, use: NameUse, followers: list[ItemUse | AttributeUse]) -> Chain:
    path: Path = ()
    access: ItemAccess = _ACCESS_OF_NAME.get((use.access, use.binding), "write")
    span, key_span, default, dynamic = use.span, use.span, None, False
    for follower in sorted(followers, key=_end_of) if len(followers) > 1 else followers:
        if isinstance(follower, AttributeUse):
            path = (*path, follower.name)
        elif follower.via in _KEYED_CALLS:
            path = (*(path[:-1] if path[-1:] == (follower.via,) else path), follower.key)
            default = follower.default
        elif follower.via == "item":
            if follower.pattern:
                dynamic = True
                break
            path = (*path, follower.key)
        else:
            break
        # `kwargs.pop("n", 14)` reads its item, whatever it does to the dict.
        keyed = isinstance(follower, ItemUse) and follower.via in _KEYED_CALLS
        span, access = follower.span, "read" if keyed else follower.access
        key_span = follower.key_span if isinstance(follower, ItemUse) else follower.span
    scope = MODULE if use.home == 0 else ScopeRef(part.index, use.home)
    owner = class_of_instance(module, part, use.name, use.home) if path else None
    if owner is not None:
        return Chain(owner.body, str(path[0]), path[1:], access, span, key_span, default, dynamic, use.scope)
    return Chain(scope, use.name, path, access, span, key_span, default, dynamic, use.scope)


def _end_of(follower: ItemUse | AttributeUse) -> Start:
    return follower.span[2:]


_KEYED_CALLS = frozenset({"get", "pop", "setdefault"})

_ACCESS_OF_NAME: dict[tuple[str, str], ItemAccess] = {
    ("read", ""): "read",
    ("bind", "augmented"): "update",
    ("delete", "delete"): "delete",
}
