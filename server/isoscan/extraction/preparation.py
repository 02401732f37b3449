"""What `prepare` consists of, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field

from isoscan.model.module import StatementRef, Unit
from isoscan.source.spans import Position, Span


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of `prepare`: `frames` are the local names in it that hold the frame.

    Where `call` is given only this call of the statement counts: the spans (file lines) of the call and
    of the frame it is passed. It becomes `df = f(df, ...)`. Where `text` is given, it is a line of our own: a
    parameter's default.
    """

    ref: StatementRef
    frames: frozenset[str]
    call: tuple[Span, Span] | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Preparation:
    """What `prepare` consists of, in order of execution.

    `calls` are the columns wanted from functions of the file that may be thinned, `sites` the uses
    of their names; `raw` the columns that have to be there; `left_out` the statements that change the
    frame in other ways; `helpers` are functions to call one after the other where nothing in the file
    shows how the frame gets to the mask; `unsplit` are statements that would be needed but read what
    `prepare` cannot have.
    """

    lines: tuple[Line, ...] = ()
    helpers: tuple[Unit, ...] = ()
    calls: dict[StatementRef, frozenset[str]] = field(default_factory=dict)
    sites: frozenset[tuple[int, Span]] = frozenset()
    raw: frozenset[str] = frozenset()
    left_out: tuple[StatementRef, ...] = ()
    kept_whole: tuple[StatementRef, ...] = ()
    unsplit: tuple[StatementRef, ...] = ()


def in_order(levels: list[list[Line]]) -> tuple[Line, ...]:
    """The lines of functions that call one another, the outermost last in `levels`, in order of execution."""
    ordered: dict[Line, None] = {}
    for level in reversed(levels):
        ordered.update(dict.fromkeys(sorted(level, key=_place)))
    return tuple(ordered)


def _place(line: Line) -> tuple[StatementRef, Position]:
    """Where a line runs within its function: of calls inside one another the innermost runs first."""
    return line.ref, line.call[0].end if line.call is not None else Position(0, 0)
