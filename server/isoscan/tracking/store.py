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

from collections.abc import Callable, Hashable, Iterable
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
    """What one text's cells and queries have in common.

    That is the query that runs now with what it has read so far (`reads`), and the indexes.
    After cells have changed, `settle` has to be called before anything is read.
    """

    __slots__ = ("indexes", "reads", "running", "sweeping")

    def __init__(self) -> None:
        self.running: Node | None = None
        self.reads: dict[Node, None] = {}
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
    """A cell (`compute` is None) or a query: a function of `key`. There are a great many: they stay small.

    They are made by those who keep cells and queries; only `read` is for others.
    """

    __slots__ = ("compute", "key", "sources", "state", "store", "users", "value", "watcher")

    def __init__(
        self, store: Store, compute: Callable[[Any], object] | None, key: object = None, value: object = None
    ) -> None:
        self.store = store
        self.compute = compute
        self.key = key
        self.value = value
        self.state = _CURRENT if compute is None else _DUE
        self.sources: tuple[Node, ...] = ()
        # None, the one user, or a dict of them: most nodes have one user or none, and a dict is large.
        self.users: Node | dict[Node, None] | None = None
        self.watcher: dict[Any, None] | None = None
        """Where the key is put once the value may have changed, until it is read again."""

    def read(self) -> Any:  # noqa: ANN401 (queries of all types are nodes)
        """The value as of now; the query that runs depends on it from here on."""
        store = self.store
        running = store.running
        if running is not None and self not in store.reads:
            store.reads[self] = None
            users = self.users
            if users is None:
                self.users = running
            elif isinstance(users, dict):
                users[running] = None
            elif users is not running:
                self.users = {users: None, running: None}
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
            for source in self.sources:
                if source.state:
                    source.refresh()
                    if self.state == _DUE:
                        break
            else:
                self.state = _CURRENT
                return
        self._run()

    def _run(self) -> None:
        store, compute, before = self.store, self.compute, self.sources
        around, reads_around = store.running, store.reads
        reads: dict[Node, None] = {}
        store.running, store.reads = self, reads
        self.state = _RUNNING
        value: object
        try:
            value = compute(self.key) if compute is not None else self.value
        except CycleError:
            self.state = _DUE
            raise
        except Exception as error:
            value = _Failure(error)
        finally:
            store.running, store.reads = around, reads_around
            self.sources = tuple(reads)
        self.state = _CURRENT
        for source in before:
            if source not in reads:
                source.lose(self)
        if not is_same(value, self.value):
            self.value = value
            for user in self.all_users():
                if user.state != _RUNNING:
                    user.state = _DUE

    def all_users(self) -> Iterable[Node]:
        """The queries that have read this one since they were last computed."""
        users = self.users
        if users is None:
            return ()
        return users if isinstance(users, dict) else (users,)

    def lose(self, user: Node) -> None:
        """A query no longer reads this one."""
        users = self.users
        if users is user:
            self.users = None
        elif isinstance(users, dict):
            users.pop(user, None)

    def change(self, value: object) -> None:
        """Give a cell another value."""
        self.value = value
        self.invalidate()

    def invalidate(self) -> None:
        """The value is another, or has to be computed again: whoever read it is due."""
        if self.compute is not None and self.state == _CURRENT:
            self.state = _DUE
            if self.watcher is not None:
                self.watcher[self.key] = None
        pending: list[Node] = []
        state = _DUE if self.compute is None else _DOUBTFUL
        for user in self.all_users():
            if user.state == _CURRENT:
                pending.append(user)
            if user.state < state:
                user.state = state
        while pending:
            node = pending.pop()
            if node.watcher is not None:
                node.watcher[node.key] = None
            for user in node.all_users():
                if user.state == _CURRENT:
                    user.state = _DOUBTFUL
                    pending.append(user)

    def drop(self) -> None:
        """Forget the node: nobody will read it again."""
        for source in self.sources:
            source.lose(self)
        self.sources = ()
        self.users = None
        self.watcher = None


class Cell(Generic[Value]):
    """An input: a value that is set from outside."""

    __slots__ = ("_node",)

    def __init__(self, store: Store, value: Value) -> None:
        self._node = Node(store, None, value=value)

    def read(self) -> Value:
        """The value; the query that runs depends on it."""
        value: Value = self._node.read()
        return value

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
        self.node = Node(store, lambda _: compute())

    def read(self) -> Value:
        """The result."""
        value: Value = self.node.read()
        return value


class Settled(Generic[Value]):
    """A query that is brought up to date after every change, before anybody asks.

    For what a whole file depends on: its readers hear of a new value only, not of each doubt about the old
    one. It may read indexes and settled queries made before it, as a contribution to an index may.
    """

    __slots__ = ("_cell", "_node", "_store", "_waiting")

    def __init__(self, store: Store, compute: Callable[[], Value]) -> None:
        self._store = store
        self._node = Node(store, lambda _: compute())
        # Holds None while there may be news.
        self._waiting: dict[None, None] = {None: None}
        self._node.watcher = self._waiting
        self._cell = Node(store, None)
        store.indexes.append(self)

    def settle(self) -> None:
        """Take in the present value."""
        if not self._waiting:
            return
        around, self._store.running = self._store.running, None
        try:
            value = self._node.read()
        finally:
            self._store.running = around
        self._waiting.clear()
        if not is_same(value, self._cell.value):
            self._cell.change(value)

    def read(self) -> Value:
        """The value; a query that reads it depends on it."""
        if self._waiting:
            self.settle()
        value: Value = self._cell.read()
        return value


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
            cell = self._cells[key] = Node(self._store, None, value=values.get(key))
        value: Value | None = cell.read()
        return value

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
            node = self._nodes[key] = Node(self._store, self._compute, key)
            node.watcher = self._waiting
            cell = self._cells[key] = Node(self._store, None)
            self._take(key)
        elif key in self._waiting:
            self._take(key)
        value: Value = cell.read()
        return value

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
            node = self._nodes[key] = Node(self._store, self._compute, key)
        if self._store.running is None:
            self._asked.add(key)
        value: Value = node.read()
        return value

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
