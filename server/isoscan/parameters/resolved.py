"""What resolving a reference gives, and when it is asked for."""

from __future__ import annotations

from typing import NamedTuple

from isoscan.model.module import StatementRef
from isoscan.parameters.bindings import Binding, Place
from isoscan.parameters.chains import Path


class Moment(NamedTuple):
    """When a place is read: `named` for what its name holds, `held` for what is in that by then.

    A module-level statement, None for calls, which run when all of the file has. The two differ for aliases:
    `cfg = P` settles which dict `cfg` is, and what is in the dict later shows through it.
    """

    named: StatementRef | None
    held: StatementRef | None


CALLED = Moment(None, None)


class Resolved(NamedTuple):
    """What a reference comes down to: `bindings` give the value, `containers` are read as a whole."""

    bindings: tuple[Binding, ...]
    containers: tuple[Place, ...]


NOTHING = Resolved((), ())


# Bindings that answer, places to go on with and when they are read, whether it is a container.
Step = tuple[list[Binding], list[tuple[Place, Moment]], bool]


class Items(NamedTuple):
    """What all items under a name come to alike, but for those under the paths in `exceptions`."""

    resolved: Resolved
    exceptions: frozenset[Path]
