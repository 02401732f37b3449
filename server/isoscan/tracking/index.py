"""Indexes: what many owners say, by key, so that a reader of one key depends on that key alone.

Every owner (a part of the file) contributes a mapping from keys to items, the result of a function of the
owner. When an owner's contribution changes, its old items are taken out and the new ones put in, and
only the keys that differ are news to their readers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import chain
from typing import Any, Generic, TypeVar

from isoscan.tracking.store import Node, Store

Owner = TypeVar("Owner", bound=Any)
Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")

_NOTHING: Mapping[Any, Any] = {}


class Index(Generic[Owner, Key, Item]):
    """Items by key. Owners are told apart by, and their items stand in the order of, their own order.

    `contribute` gives an owner's items by key; it may read indexes made before this one, never this one
    or a later one. The items under a key have to be a tuple that is never changed.
    """

    __slots__ = (
        "_by_key", "_cells", "_contribute", "_given", "_items_of", "_keys", "_knows", "_owners", "_presence",
        "_store", "_waiting",
    )  # fmt: skip

    def __init__(self, store: Store, contribute: Callable[[Owner], Mapping[Key, tuple[Item, ...]]]) -> None:
        self._store = store
        self._contribute = contribute
        self._owners: dict[Owner, Node] = {}
        self._given: dict[Owner, Mapping[Key, tuple[Item, ...]]] = {}
        self._by_key: dict[Key, dict[Owner, tuple[Item, ...]]] = {}
        # Made once: as many nodes as there are keys have them.
        self._items_of, self._knows = self._items, self._by_key.__contains__
        self._cells: dict[Key, Node] = {}
        self._presence: dict[Key, Node] = {}
        self._keys = Node(store, lambda _: self._all_keys())
        self._waiting: dict[Owner, None] = {}
        store.indexes.append(self)
        store.sweeping.append(self)

    # Owners

    def add(self, owner: Owner) -> None:
        """A further owner."""
        node = Node(self._store, self._contribute, owner)
        node.watcher = self._waiting
        self._owners[owner] = node
        self._waiting[owner] = None

    def remove(self, owner: Owner) -> None:
        """An owner is gone, with all its items."""
        self._owners.pop(owner).drop()
        self._waiting[owner] = None

    def settle(self) -> None:
        """Take in what owners contribute now."""
        if not self._waiting:
            return
        around, self._store.running = self._store.running, None
        try:
            while self._waiting:
                owner, _ = self._waiting.popitem()
                node = self._owners.get(owner)
                self._merge(owner, node.read() if node is not None else _NOTHING)
        finally:
            self._store.running = around
        self._waiting.clear()  # a dict keeps the room for what it once held

    def _merge(self, owner: Owner, new: Mapping[Key, tuple[Item, ...]]) -> None:
        old = self._given.get(owner, _NOTHING)
        if new is old:
            return
        for key, items in new.items():
            known = old.get(key)
            if known is not items and known != items:
                self._put(key, owner, items)
        for key in old:
            if key not in new:
                self._take_out(key, owner)
        if new:
            self._given[owner] = new
        else:
            self._given.pop(owner, None)
        if tuple(old) != tuple(new):
            self._keys.invalidate()

    def _put(self, key: Key, owner: Owner, items: tuple[Item, ...]) -> None:
        owners = self._by_key.get(key)
        if owners is None:
            owners = self._by_key[key] = {}
            self._comes_or_goes(key)
        owners[owner] = items
        self._news(key)

    def _take_out(self, key: Key, owner: Owner) -> None:
        owners = self._by_key[key]
        del owners[owner]
        if not owners:
            del self._by_key[key]
            self._comes_or_goes(key)
        self._news(key)

    def _comes_or_goes(self, key: Key) -> None:
        presence = self._presence.get(key)
        if presence is not None:
            presence.invalidate()

    def _news(self, key: Key) -> None:
        cell = self._cells.get(key)
        if cell is not None:
            if cell.users:
                cell.invalidate()
            else:
                del self._cells[key]

    def sweep(self) -> None:
        """Forget the cells of keys that nobody reads any more."""
        for cells in (self._cells, self._presence):
            for key in [key for key, cell in cells.items() if not cell.users]:
                del cells[key]

    # Readers

    def of(self, key: Key) -> tuple[Item, ...]:
        """All items under a key, in the order of their owners; none gives an empty tuple."""
        if self._waiting:
            self.settle()
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = Node(self._store, self._items_of, key)
        items: tuple[Item, ...] = cell.read()
        return items

    def _items(self, key: Key) -> tuple[Item, ...]:
        owners = self._by_key.get(key)
        if owners is None:
            return ()
        if len(owners) == 1:
            return next(iter(owners.values()))
        return tuple(chain.from_iterable(owners[owner] for owner in sorted(owners)))

    def has(self, key: Key) -> bool:
        """Whether there are items under a key: less to depend on than the items themselves."""
        if self._waiting:
            self.settle()
        presence = self._presence.get(key)
        if presence is None:
            presence = self._presence[key] = Node(self._store, self._knows, key)
        found: bool = presence.read()
        return found

    def of_owner(self, owner: Owner) -> Mapping[Key, tuple[Item, ...]]:
        """What an owner contributes; nothing, if there is no such owner."""
        node = self._owners.get(owner)
        given: Mapping[Key, tuple[Item, ...]] = node.read() if node is not None else _NOTHING
        return given

    def keys(self) -> tuple[Key, ...]:
        """All keys that have items, in the order of their first owners; a reader depends on all keys."""
        if self._waiting:
            self.settle()
        keys: tuple[Key, ...] = self._keys.read()
        return keys

    def _all_keys(self) -> tuple[Key, ...]:
        found: dict[Key, None] = {}
        for owner in sorted(self._given):
            found.update(dict.fromkeys(self._given[owner]))
        return tuple(found)


class IndexView(Generic[Key, Item]):
    """An index to be read like a dict of tuples; a key without items is not in it."""

    __slots__ = ("_index",)

    def __init__(self, index: Index[Any, Key, Item]) -> None:
        self._index = index

    def get(self, key: Key, default: tuple[Item, ...] = ()) -> tuple[Item, ...]:
        """The items under a key, `default` if there are none."""
        return self._index.of(key) or default

    def __getitem__(self, key: Key) -> tuple[Item, ...]:
        items = self._index.of(key)
        if not items:
            raise KeyError(key)
        return items

    def __contains__(self, key: Key) -> bool:
        return self._index.has(key)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._index.keys())

    def items(self) -> Iterator[tuple[Key, tuple[Item, ...]]]:
        """All keys with their items, in the order of their first owners."""
        return ((key, self._index.of(key)) for key in self)
