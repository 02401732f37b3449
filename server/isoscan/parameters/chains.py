"""Chains: a name with the attributes and constant keys that follow it, as one reference.

`P["atr"]["mult"]`, `Config.ATR_MULT`, `self.p.period` and `cfg.get("atr", 2)` each name one thing, in
whatever way it is spelled. A chain gives the scope in which its first name lives and the path from there.
"""

from __future__ import annotations

from operator import is_
from typing import NamedTuple

from isoscan.facts.records import AttributeUse, ItemAccess, ItemUse, NameUse, Value
from isoscan.model.index import Column
from isoscan.model.module import Module, ScopeRef
from isoscan.model.outlines import is_of_globals
from isoscan.model.parts import Part
from isoscan.model.slices import bases_of, class_of_instance
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


class PartChains(NamedTuple):
    """The references in each statement's own expressions (nested statements apart), by where they start.

    `instances` and `records` are what they were made from, beside the part's index.
    """

    by_statement: tuple[dict[Start, Chain], ...]
    instances: _Instances
    records: tuple[_Records, ...]


def chains_in(module: Module, part: Part, before: PartChains | None = None) -> PartChains:
    """The references in a part. Those of statements with the very records of `before` are taken over."""
    instances = _instances(module, part)
    facts = part.by_statement
    records = tuple(zip(facts.names, facts.items, facts.attributes, strict=True))
    known = before.records if before is not None and before.instances == instances else ()
    found: list[dict[Start, Chain]] = []
    for number, own in enumerate(records):
        if before is not None and number < len(known) and _is_same(own, known[number]):
            found.append(before.by_statement[number])
        else:
            found.append(_chains_of(part.index, instances, *own) if own[0] else {})
    return PartChains(tuple(found), instances, records)


# What the facts say of one statement: its names, items and attributes.
_Records = tuple[tuple[NameUse, ...], tuple[ItemUse, ...], tuple[AttributeUse, ...]]


def _is_same(own: _Records, other: _Records) -> bool:
    return all(
        len(mine) == len(others) and all(map(is_, mine, others))
        for mine, others in zip(own, other, strict=True)
    )


# The first parameters of methods, by their scopes and names, with the bodies of the classes in force; so with
# `type(self)`, and `super()` for the first base.
_Instances = dict[tuple[int, str], ScopeRef]


def _instances(module: Module, part: Part) -> _Instances:
    found: _Instances = {}
    for unit in module.units_of(part.index).values():
        if unit.parent_kind != "class" or unit.kind != "function":
            continue
        scope = unit.body.scope
        parameters = part.facts.scopes[scope].parameters
        if parameters:
            name = parameters[0].name
            owner = class_of_instance(module, part, name, scope)
            if owner is not None:
                found[scope, name] = found[scope, f"type({name})"] = owner.body
                for base in bases_of(module, owner)[:1]:
                    found[scope, "super()"] = base.body
    return found


def _chains_of(
    part: int,
    instances: _Instances,
    names: tuple[NameUse, ...],
    items: tuple[ItemUse, ...],
    attributes: tuple[AttributeUse, ...],
) -> dict[Start, Chain]:
    followers: dict[Start, list[ItemUse | AttributeUse]] = {}
    every: tuple[ItemUse | AttributeUse, ...] = (*items, *attributes)
    for follower in every:
        start = follower.span[:2]
        if start in followers:
            followers[start].append(follower)
        else:
            followers[start] = [follower]
    found: dict[Start, Chain] = {}
    for use in names:
        name, _, binding, span, use_scope, _, home = use
        start = span[:2]
        following = followers.get(start, _NONE)
        if len(following) == 1 and not instances:
            # By far the most: a column of a frame, `df["close"]`.
            (item,) = following
            if isinstance(item, ItemUse) and item.via == "item" and not item.pattern and item.base[-1] != ")":
                scope = ScopeRef(part, home) if home else MODULE
                path = (item.key,)
                access, whole, key_span = item.access, item.span, item.key_span
                found[start] = Chain(scope, name, path, access, whole, key_span, None, False, use_scope)
                continue
        if binding != "parameter" and binding != "import":
            found[start] = _chain(part, instances, use, following)
    return found


_NONE: list[ItemUse | AttributeUse] = []


def _chain(part: int, instances: _Instances, use: NameUse, followers: list[ItemUse | AttributeUse]) -> Chain:
    name, use_access, binding, span, use_scope, _, home = use
    path: Path = ()
    access: ItemAccess = (
        "read" if use_access == "read" else _ACCESS_OF_NAME.get((use_access, binding), "write")
    )
    key_span, default, dynamic = span, None, False
    if len(followers) > 1:
        followers.sort(key=_end_of)
    for follower in followers:
        if isinstance(follower, AttributeUse):
            path = (*path, follower.name)
            span, key_span, access = follower.span, follower.span, follower.access
            continue
        # `kwargs.pop("n", 14)` reads its item, whatever it does to the dict.
        if follower.via in _KEYED_CALLS:
            path = (*(path[:-1] if path[-1:] == (follower.via,) else path), follower.key)
            default, access = follower.default, "read"
        elif follower.via != "item":
            break
        elif follower.pattern:
            dynamic = True
            break
        else:
            path, access = (*path, follower.key), follower.access
        span, key_span = follower.span, follower.key_span
    owner = _owner(instances, use, followers) if path and instances else None
    if owner is not None:
        if path[0] == "__class__" and len(path) > 1:
            path = path[1:]
        return Chain(owner, str(path[0]), path[1:], access, span, key_span, default, dynamic, use_scope)
    if path and is_of_globals(use, followers[0]):
        return Chain(MODULE, str(path[0]), path[1:], access, span, key_span, default, dynamic, use_scope)
    scope = MODULE if home == 0 else ScopeRef(part, home)
    return Chain(scope, name, path, access, span, key_span, default, dynamic, use_scope)


def _owner(instances: _Instances, use: NameUse, followers: list[ItemUse | AttributeUse]) -> ScopeRef | None:
    """The body of the class whose attribute follows a name: `self.x`, `type(self).x`, `super().x`."""
    base = followers[0].base
    if base.endswith(")"):
        return instances.get((use.scope, base))
    return instances.get((use.home, use.name))


def _end_of(follower: ItemUse | AttributeUse) -> Start:
    return follower.span[2:]


_KEYED_CALLS = frozenset({"get", "pop", "setdefault"})

_ACCESS_OF_NAME: dict[tuple[str, str], ItemAccess] = {
    ("read", ""): "read",
    ("bind", "augmented"): "update",
    ("delete", "delete"): "delete",
}
