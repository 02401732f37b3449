"""Sets that are kept once: a file has tens of thousands of sets of names, most of them empty or alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Any, TypeVar

Name = TypeVar("Name", bound=Hashable)


def frozen(names: Iterable[Name]) -> frozenset[Name]:
    """The names as a frozenset, the same object for all that are equal (as far as they are remembered).

    Not for numbers among which there are equal ones of different types.
    """
    found: frozenset[Name] = _kept(frozenset(names))
    return found


@lru_cache(maxsize=4096)
def _kept(names: frozenset[Any]) -> frozenset[Any]:
    return names
