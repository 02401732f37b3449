"""What calls pass for parameters, without any position: so that who depends on it does not on lines."""

from __future__ import annotations

from typing import NamedTuple

from isoscan.facts.records import Argument
from isoscan.parameters.bindings import Place
from isoscan.parameters.chains import Chain, Start


class PassedArgument(NamedTuple):
    """An argument of a call: its keyword and star, and the place that it names (None: not to be followed)."""

    keyword: str
    star: str
    place: Place | None


class Passed(NamedTuple):
    """What a call passes, position by position; no position in the text is held."""

    arguments: tuple[PassedArgument, ...]

    def argument(self, name: str, position: int) -> PassedArgument | None:
        """What is passed for the parameter of this name and position, None if nothing surely is."""
        for argument in self.arguments:
            if argument.keyword == name:
                return argument
        positional = [argument for argument in self.arguments if not argument.keyword]
        if any(argument.star for argument in self.arguments) or not 0 <= position < len(positional):
            return None
        return positional[position]


def passed_argument(chains: dict[Start, Chain], argument: Argument) -> PassedArgument:
    """An argument of a call, given the references of the call's statement."""
    span = argument.value.span
    chain = chains.get(span[:2])
    is_followed = chain is not None and chain.span == span and not chain.dynamic
    place = Place(chain.scope, chain.name, chain.path) if chain is not None and is_followed else None
    return PassedArgument(argument.keyword, argument.star, place)
