"""What calls pass for parameters, without any position: so that who depends on it does not on lines."""

from __future__ import annotations

from typing import NamedTuple

from isoscan.facts.records import Argument, Value
from isoscan.parameters.bindings import Place
from isoscan.parameters.chains import Chain, Start

COPIES = frozenset(
    {"dict", "copy", "deepcopy", "copy.copy", "copy.deepcopy", "MappingProxyType", "list", "tuple"}
    | {"ChainMap", "collections.ChainMap"}
)
"""Calls whose result holds what their argument holds."""


class PassedArgument(NamedTuple):
    """An argument of a call: its keyword and star, and the place that it names (None: not to be followed).

    `copied`: what is passed is a copy of what stands there.
    """

    keyword: str
    star: str
    place: Place | None
    copied: bool = False

    def below(self, key: str) -> PassedArgument:
        """The item that a dict, spread into the call, gives under a key."""
        place = self.place._replace(path=(*self.place.path, key)) if self.place is not None else None
        return self._replace(place=place)


class Passed(NamedTuple):
    """What a call passes, position by position; no position in the text is held."""

    arguments: tuple[PassedArgument, ...]

    def argument(self, name: str, position: int) -> PassedArgument | None:
        """What is passed for the parameter of this name and position, None if nothing surely is."""
        for argument in self.arguments:
            if argument.keyword == name:
                return argument
        spread = [argument for argument in self.arguments if argument.star == "**"]
        if len(spread) == 1 and not any(argument.star == "*" for argument in self.arguments):
            before = [argument for argument in self.arguments if not argument.keyword and not argument.star]
            if not 0 <= position < len(before):
                return spread[0].below(name)
        positional = [argument for argument in self.arguments if not argument.keyword]
        if any(argument.star for argument in self.arguments) or not 0 <= position < len(positional):
            return None
        return positional[position]


def passed_argument(chains: dict[Start, Chain], argument: Argument) -> PassedArgument:
    """An argument of a call, given the references of the call's statement."""
    place, copied = place_given(chains, argument.value)
    return PassedArgument(argument.keyword, argument.star, place, copied)


def place_given(chains: dict[Start, Chain], value: Value) -> tuple[Place | None, bool]:
    """The place whose value an expression gives (None: not to be followed), and whether it gives a copy."""
    span = value.span
    chain = chains.get(span[:2])
    if value.kind != "call":
        is_followed = chain is not None and chain.span == span and not chain.dynamic
        return (Place(*chain[:3]) if chain is not None and is_followed else None), False
    if value.callee == f"{value.root}.copy":
        is_copy = chain is not None and not chain.dynamic and chain.path[-1:] == ("copy",)
        return (
            Place(chain.scope, chain.name, chain.path[:-1]) if chain is not None and is_copy else None
        ), True
    if value.callee not in COPIES:
        return None, False
    inside = [
        each
        for start, each in chains.items()
        if span[:2] <= start and each.span[2:] <= span[2:] and each.name not in COPIES
    ]
    is_one = len(inside) == 1 and inside[0].access == "read" and not inside[0].dynamic
    return (Place(*inside[0][:3]) if is_one else None), True
