"""Cells and queries: values that remember what was read to compute them.

A *cell* holds an input. A *query* holds the result of a pure function; whatever cells and queries the
function reads while it runs become its sources, without anybody listing them. When a cell is given
another value, the queries that read it are due, and those above them may be: each finds out, when it is
asked for next, whether one of its sources really came out different, and is computed again only then.
So after any changes every value equals the one computed from nothing, and the cost is that of what
the change reaches.

The algorithm is that of incremental build systems and of rust-analyzer's salsa (Acar, "Self-adjusting
computation", 2005; Mokhov et al., "Build systems à la carte", 2018), with invalidation pushed from
the changed cells, so that nothing walks what is not concerned.

Rules for whoever writes a query: read what may change through cells, queries and indexes only; let the
result depend on nothing else, least of all on the order of calls; change no value once it is given; do
not ask for one's own result, however indirectly.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, Protocol, TypeVar, cast

Value = TypeVar("Value")
Key = TypeVar("Key", bound=Hashable)

_CURRENT, _DOUBTFUL, _DUE, _RUNNING = range(4)


class CycleError(Exception):
    """A query asked for its own result."""


class _Failure:
    """What a query holds whose function raised: readers get the same error."""

    __slots__ = ("error",)

    def __init__(self, error: Exception) -> None:
        self.error = error


def is_same(one: object, other: object) -> bool:
    """Whether a value is no news to those who know the other: equal, and of dicts in the same order."""
    if one is other:
        return True
    if one != other:
        return False
    return not isinstance(one, dict) or list(one) == list(cast("dict[object, object]", other))


class Store:
    """What one text's cells and queries have in common: the query that runs now, and the indexes.

    After cells have changed, `settle` has to be called before anything is read.
    """

    __slots__ = ("indexes", "running", "sweeping")

    def __init__(self) -> None:
        self.running: Node | None = None
        self.indexes: list[Settling] = []
        self.sweeping: list[Sweeping] = []

    def settle(self) -> None:
        """Bring the indexes up to date, in the order they were made: later ones read earlier ones."""
        for index in self.indexes:
            index.settle()

    def sweep(self) -> None:
        """Forget what was computed for things that are gone: worth it every few hundred changes."""
        for holder in self.sweeping:
            holder.sweep()


class Sweeping(Protocol):
    """What keeps results by key, some of which nobody will ask for again."""

    def sweep(self) -> None:
        """Forget those that no query reads, and that nobody else has asked for since the last time."""


class Settling(Protocol):
    """What is brought up to date after every change, whether somebody asks or not."""

    def settle(self) -> None:
        """Take in what has changed."""


class Node:
    """A cell (`compute` is None) or a query. Made by `Cell` and `Query`; only `read` is for others."""

    __slots__ = ("compute", "sources", "state", "store", "users", "value", "watcher")

    def __init__(self, store: Store, compute: Callable[[], object] | None, value: object = None) -> None:
        self.store = store
        self.compute = compute
        self.value = value
        self.state = _CURRENT if compute is None else _DUE
        self.sources: dict[Node, None] = {}
        self.users: dict[Node, None] = {}
        self.watcher: Callable[[Node], None] | None = None
        """Told once when the value may have changed, until it is read again."""

    def read(self) -> Any:  # noqa: ANN401 (queries of all types are nodes)
        """The value as of now; the query that runs depends on it from here on."""
        running = self.store.running
        if running is not None and self not in running.sources:
            running.sources[self] = None
            self.users[running] = None
        if self.state:
            self.refresh()
        value = self.value
        if value.__class__ is _Failure:
            raise value.error
        return value

    def refresh(self) -> None:
        """Bring the value up to date."""
        if self.state == _RUNNING:
            raise CycleError("a query asked for its own result")
        if self.state == _DOUBTFUL:
            for source in tuple(self.sources):
                if source.state:
                    source.refresh()
                    if self.state == _DUE:
                        break
            else:
                self.state = _CURRENT
                return
        self._run()

    def _run(self) -> None:
        store, before = self.store, self.sources
        self.sources = {}
        around, store.running = store.running, self
        self.state = _RUNNING
        value: object
        try:
            value = self.compute() if self.compute is not None else self.value
        except CycleError:
            self.state = _DUE
            raise
        except Exception as error:
            value = _Failure(error)
        finally:
            store.running = around
        self.state = _CURRENT
        sources = self.sources
        for source in before:
            if source not in sources:
                source.users.pop(self, None)
        if not is_same(value, self.value):
            self.value = value
            for user in self.users:
                if user.state != _RUNNING:
                    user.state = _DUE

    def change(self, value: object) -> None:
        """Give a cell another value."""
        self.value = value
        self.invalidate()

    def invalidate(self) -> None:
        """The value is another, or has to be computed again: whoever read it is due."""
        if self.compute is not None and self.state == _CURRENT:
            self.state = _DUE
            if self.watcher is not None:
                self.watcher(self)
        pending: list[Node] = []
        state = _DUE if self.compute is None else _DOUBTFUL
        for user in self.users:
            if user.state == _CURRENT:
                pending.append(user)
            if user.state < state:
                user.state = state
        while pending:
            node = pending.pop()
            if node.watcher is not None:
                node.watcher(node)
            for user in node.users:
                if user.state == _CURRENT:
                    user.state = _DOUBTFUL
                    pending.append(user)

    def drop(self) -> None:
        """Forget the node: nobody will read it again."""
        for source in self.sources:
            source.users.pop(self, None)
        self.sources = {}
        self.users = {}
        self.watcher = None


class Cell(Generic[Value]):
    """An input: a value that is set from outside."""

    __slots__ = ("_node",)

    def __init__(self, store: Store, value: Value) -> None:
        self._node = Node(store, None, value)

    def read(self) -> Value:
        """The value; the query that runs depends on it."""
        return cast(Value, self._node.read())

    def set(self, value: Value) -> None:
        """Give it a value; an equal one changes nothing."""
        if not is_same(value, self._node.value):
            self._node.change(value)

    def replace(self, value: Value) -> None:
        """Give it a value that counts as another one even if it is equal to the one before."""
        self._node.change(value)


class Query(Generic[Value]):
    """The result of a function of no arguments, kept until what it read has changed."""

    __slots__ = ("node",)

    def __init__(self, store: Store, compute: Callable[[], Value]) -> None:
        self.node = Node(store, compute)

    def read(self) -> Value:
        """The result."""
        return cast(Value, self.node.read())


class Settled(Generic[Value]):
    """A query that is brought up to date after every change, before anybody asks.

    For what a whole file depends on: its readers hear of a new value only, not of each doubt about the old
    one. It may read indexes and settled queries made before it, as a contribution to an index may.
    """

    __slots__ = ("_cell", "_node", "_store", "_waits")

    def __init__(self, store: Store, compute: Callable[[], Value]) -> None:
        self._store = store
        self._node = Node(store, compute)
        self._node.watcher = self._note
        self._cell = Node(store, None)
        self._waits = True
        store.indexes.append(self)

    def _note(self, _node: Node) -> None:
        self._waits = True

    def settle(self) -> None:
        """Take in the present value."""
        if not self._waits:
            return
        around, self._store.running = self._store.running, None
        try:
            value = self._node.read()
        finally:
            self._store.running = around
        self._waits = False
        if not is_same(value, self._cell.value):
            self._cell.change(value)

    def read(self) -> Value:
        """The value; a query that reads it depends on it."""
        if self._waits:
            self.settle()
        return cast(Value, self._cell.read())


class SettledMap(Generic[Key, Value]):
    """A settled query for a mapping, whose readers depend on single keys; values are told apart by `==`."""

    __slots__ = ("_cells", "_store", "_taken", "_whole")

    def __init__(self, store: Store, compute: Callable[[], dict[Key, Value]]) -> None:
        self._store = store
        self._cells: dict[Key, Node] = {}
        self._taken: dict[Key, Value] | None = None
        self._whole = Settled(store, compute)
        store.indexes.append(self)

    def settle(self) -> None:
        """Take in the present values."""
        around, self._store.running = self._store.running, None
        try:
            values = self._whole.read()
        finally:
            self._store.running = around
        if values is self._taken:
            return
        self._taken = values
        for key, cell in self._cells.items():
            value = values.get(key)
            if not is_same(value, cell.value):
                cell.change(value)

    def get(self, key: Key) -> Value | None:
        """The value of a key, None if it has none; a query that reads it depends on it alone."""
        cell = self._cells.get(key)
        if cell is None:
            around, self._store.running = self._store.running, None
            try:
                values = self._whole.read()
            finally:
                self._store.running = around
            cell = self._cells[key] = Node(self._store, None, values.get(key))
        return cast("Value | None", cell.read())

    def read(self) -> dict[Key, Value]:
        """The whole mapping; a query that reads it depends on all of it."""
        return self._whole.read()


class SettledFamily(Generic[Key, Value]):
    """A family whose results are brought up to date after every change, before anybody asks.

    For what many readers depend on: they hear of a new result of their key only, not of each doubt about the
    old one. What it may read is as for `Settled`.
    """

    __slots__ = ("_cells", "_compute", "_nodes", "_store", "_waiting")

    def __init__(self, store: Store, compute: Callable[[Key], Value]) -> None:
        self._store = store
        self._compute = compute
        self._nodes: dict[Key, Node] = {}
        self._cells: dict[Key, Node] = {}
        self._waiting: dict[Key, None] = {}
        store.indexes.append(self)
        store.sweeping.append(self)

    def __call__(self, key: Key) -> Value:
        """The function's result for a key."""
        cell = self._cells.get(key)
        if cell is None:
            compute = self._compute
            node = self._nodes[key] = Node(self._store, lambda: compute(key))
            node.watcher = lambda _: self._waiting.setdefault(key)
            cell = self._cells[key] = Node(self._store, None)
            self._take(key)
        elif key in self._waiting:
            self._take(key)
        return cast(Value, cell.read())

    def _take(self, key: Key) -> None:
        """Take in the present result of a key."""
        node, cell = self._nodes[key], self._cells[key]
        around, self._store.running = self._store.running, None
        try:
            if node.state:
                node.refresh()
        finally:
            self._store.running = around
        self._waiting.pop(key, None)
        # A failure is a value like others: who reads the cell gets it.
        if not is_same(node.value, cell.value):
            cell.change(node.value)

    def settle(self) -> None:
        """Take in the present results."""
        while self._waiting:
            self._take(next(iter(self._waiting)))

    def sweep(self) -> None:
        """See `Sweeping`."""
        for key in [key for key, cell in self._cells.items() if not cell.users]:
            del self._cells[key]
            self._nodes.pop(key).drop()
            self._waiting.pop(key, None)


class Family(Generic[Key, Value]):
    """A function of one key, whose results are kept each on its own."""

    __slots__ = ("_asked", "_compute", "_nodes", "_store")

    def __init__(self, store: Store, compute: Callable[[Key], Value]) -> None:
        self._store = store
        self._compute = compute
        self._nodes: dict[Key, Node] = {}
        # The keys asked for from outside of any query since the last sweep: they may be asked for again.
        self._asked: set[Key] = set()
        store.sweeping.append(self)

    def __call__(self, key: Key) -> Value:
        """The function's result for a key."""
        node = self._nodes.get(key)
        if node is None:
            compute = self._compute
            node = self._nodes[key] = Node(self._store, lambda: compute(key))
        if self._store.running is None:
            self._asked.add(key)
        return cast(Value, node.read())

    def node(self, key: Key) -> Node:
        """The node behind a key."""
        self(key)
        return self._nodes[key]

    def forget(self, key: Key) -> None:
        """Drop what is kept for a key that will not be asked for again."""
        node = self._nodes.pop(key, None)
        if node is not None:
            node.drop()

    def sweep(self) -> None:
        """See `Sweeping`."""
        idle = [key for key, node in self._nodes.items() if not node.users and key not in self._asked]
        for key in idle:
            self.forget(key)
        self._asked.clear()
