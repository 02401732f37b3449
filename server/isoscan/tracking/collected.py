"""Results for all owners, kept up to date after every change, with the news since somebody last asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from isoscan.tracking.store import Node, Store

Owner = TypeVar("Owner", bound=Any)
Value = TypeVar("Value")


class Collected(Generic[Owner, Value]):
    """A function's result for each owner; who goes through all of them need not, but for those with news."""

    __slots__ = ("_compute", "_news", "_nodes", "_store", "_values", "_waiting")

    def __init__(self, store: Store, compute: Callable[[Owner], Value]) -> None:
        self._store = store
        self._compute = compute
        self._nodes: dict[Owner, Node] = {}
        self._values: dict[Owner, Value] = {}
        self._waiting: dict[Owner, None] = {}
        self._news: dict[Owner, None] = {}
        store.indexes.append(self)

    def add(self, owner: Owner) -> None:
        """A further owner."""
        node = Node(self._store, self._compute, owner)
        node.watcher = self._waiting
        self._nodes[owner] = node
        self._waiting[owner] = None

    def remove(self, owner: Owner) -> None:
        """An owner is gone."""
        self._nodes.pop(owner).drop()
        self._waiting[owner] = None

    def settle(self) -> None:
        """Take in the results that have changed."""
        while self._waiting:
            owner, _ = self._waiting.popitem()
            node = self._nodes.get(owner)
            if node is None:
                self._values.pop(owner, None)
                self._news[owner] = None
                continue
            value = node.read()
            if owner not in self._values or value is not self._values[owner]:
                self._values[owner] = value
                self._news[owner] = None

    def take_news(self) -> dict[Owner, Value | None]:
        """What has changed since the last call: the results of these owners, None for those that are gone."""
        news = {owner: self._values.get(owner) for owner in self._news}
        self._news = {}
        return news
