"""What slicing by columns speaks of: steps a frame goes through, functions that take one, slices."""

from __future__ import annotations

from dataclasses import dataclass, field

from isoscan.extraction.effects import ColumnRead, Template, Write
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
    only adds columns, so that leaving its call out takes away nothing but these. `templates` are columns
    that it reads or writes by names it is given; `is_open`: it writes others whose names cannot be told.
    """

    unit: Unit
    parameter: str
    writes: tuple[Write, ...] = field(repr=False)
    always: frozenset[str]
    transparent: bool
    returns_frame: bool
    takes_frame: bool
    """Whether its first parameter is used as a frame at all."""
    templates: tuple[Template, ...] = ()
    is_open: bool = False
    is_steady: bool = True
    """Whether what it writes by names it is given is written whenever it runs."""


@dataclass(frozen=True, slots=True)
class CallEffects:
    """What one call of such a function does to the frame it passes; `is_open` as above."""

    writes: tuple[Write, ...]
    reads: tuple[ColumnRead, ...]
    is_open: bool


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
