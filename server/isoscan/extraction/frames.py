"""What slicing by columns speaks of: steps a frame goes through, functions that take one, slices."""

from __future__ import annotations

from dataclasses import dataclass, field

from isoscan.extraction.effects import Write
from isoscan.model.module import StatementRef, Unit
from isoscan.source.spans import Span


@dataclass(frozen=True, slots=True)
class Step:
    """A call of a function of the file that a frame is passed through.

    `direct`: the statement is `x = f(frame, ...)` or `f(frame, ...)`, so that `f` may be thinned;
    `site` is the use of its name.
    """

    function: Unit
    frame: str
    direct: bool
    site: tuple[int, Span]


@dataclass(frozen=True, slots=True)
class FrameFunction:
    """A function of the file that takes a frame first.

    `writes` are the columns it may write, `always` those it surely writes whole. `transparent`: it
    only adds columns, so that leaving its call out takes away nothing but these.
    """

    unit: Unit
    parameter: str
    writes: tuple[Write, ...] = field(repr=False)
    always: frozenset[str]
    transparent: bool
    returns_frame: bool
    takes_frame: bool
    """Whether its first parameter is used as a frame at all."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of a body: the statements kept, the columns it needs from before, what it calls.

    `calls` are the columns wanted from functions that may be thinned, `sites` the uses of their
    names; `whole` are functions of the file that have to stay whole.
    """

    kept: frozenset[StatementRef]
    needs: frozenset[str]
    calls: dict[StatementRef, frozenset[str]]
    sites: frozenset[tuple[int, Span]]
