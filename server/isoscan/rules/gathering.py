"""Gathering what the parts of a module hold into indexes, where one part's failure stays its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from traceback import format_exc
from typing import Any, TypeVar, cast

from isoscan.model.module import Module
from isoscan.tracking.index import Index

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")

Contribute = Callable[[int], Mapping[Key, tuple[Item, ...]]]

# No index has a key like it for anything else.
_FAILED = ("\0", "failed")


class Gatherer:
    """Makes indexes over the parts of a module, and knows what failed in filling them."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._indexes: list[Index[int, Any, Any]] = []

    def index(self, what: str, contribute: Contribute[Key, Item]) -> Index[int, Key, Item]:
        """An index of what `contribute` gives for each part; `what` names it in problems."""

        def safely(part: int) -> Mapping[Key, tuple[Item, ...]]:
            try:
                return contribute(part)
            except Exception:  # a fault of ours in one part must not take the others with it
                problem = {_FAILED: (f"looking for {what} failed\n{format_exc()}",)}
                return cast("Mapping[Key, tuple[Item, ...]]", problem)

        made: Index[int, Key, Item] = Index(self._module.store, safely)
        self._module.parts.follow(made)
        self._indexes.append(made)
        return made

    @property
    def problems(self) -> tuple[str, ...]:
        """What failed: a sentence, then a traceback."""
        return tuple(problem for index in self._indexes for problem in index.of(_FAILED))
