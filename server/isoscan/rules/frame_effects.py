"""What functions do to frames, as plain data, and which expressions give a frame on."""

from __future__ import annotations

from typing import Literal, NamedTuple

from isoscan.facts.records import Argument, Call, Value
from isoscan.model.module import ScopeRef, StatementRef
from isoscan.model.parts import Part
from isoscan.source.spans import Span

Returns = Literal["input", "derived", "other", "nothing"]

SAME_FRAME = frozenset(
    {"copy", "head", "tail", "dropna", "reset_index", "set_index", "sort_values", "sort_index", "fillna"}
    | {"ffill", "bfill", "replace", "rename", "drop", "assign", "query", "drop_duplicates", "astype", "round"}
    | {"loc", "iloc", "deepcopy", "truncate", "between_time", "reindex"}
)
"""Methods and views of a frame that give a frame with its columns."""


class Origin(NamedTuple):
    """A change that a helper makes: which one it is of those to a parameter of the helper."""

    helper: ScopeRef
    parameter: str
    number: int


class ColumnWrite(NamedTuple):
    """One change of a frame; `column` is None when rows, index or all columns change.

    `via` names the helper in which it stands, and then `span` is that of the call and `origin` tells where to
    look for more. `ref` is the statement that makes the change, `start` where in it, `scope` its scope, and
    `frames` the names that hold the frame there. `removes`: the column is gone, not given something else.
    """

    column: str | None
    span: Span
    ref: StatementRef
    start: tuple[int, int]
    scope: int
    frames: frozenset[str]
    via: str = ""
    origin: Origin | None = None
    removes: bool = False


class FrameWrites(NamedTuple):
    """What a function does with one parameter: changes of the frame itself, of the frame it gives back."""

    in_place: tuple[ColumnWrite, ...]
    output: tuple[ColumnWrite, ...]
    returns: Returns


class Effect(NamedTuple):
    """What a caller needs to know of that: nothing that moves when lines do."""

    columns: tuple[str | None, ...]
    returns: Returns


class Function(NamedTuple):
    """A function as its callers see it; of the parameters, `self` left out, names and whether starred."""

    body: ScopeRef
    name: str
    qualified_name: str
    parameters: tuple[tuple[str, bool], ...]


def parameter_for(function: Function, call: Call, argument: Argument) -> str:
    """The name of the parameter that gets an argument, "" if that is not plain."""
    if argument.star or any(other.star for other in call.arguments):
        return ""
    if argument.keyword:
        return argument.keyword
    position = [other for other in call.arguments if not other.keyword].index(argument)
    if position >= len(function.parameters):
        return ""
    name, starred = function.parameters[position]
    return "" if starred else name


def derived_from(part: Part, value: Value, statement: int) -> tuple[str, bool] | None:
    """The name whose frame an expression gives, and whether it is that very frame."""
    if not value.root:
        return None
    if value.kind == "name":
        return value.root, True
    if value.kind == "subscript":
        return None if _is_column(part, value, statement) else (value.root, False)
    if value.kind != "call":
        return None
    if value.callee.rpartition(".")[2] in ("deepcopy", "copy") and "." not in value.callee.replace(
        "copy.", ""
    ):
        return _only_argument(part, value, statement)
    links = value.callee.replace("()", "").split(".")
    if links[0].partition("[")[0] != value.root or len(links) < 2:
        return None
    if not all(link.partition("[")[0] in SAME_FRAME for link in links[1:]):
        return None
    return None if "[" in value.callee and _is_column(part, value, statement) else (value.root, False)


def _only_argument(part: Part, value: Value, statement: int) -> tuple[str, bool] | None:
    for call in part.by_statement.calls[statement]:
        if call.span == value.span and len(call.arguments) == 1:
            given = call.arguments[0].value
            return (given.root, False) if given.kind == "name" else None
    return None


def _is_column(part: Part, value: Value, statement: int) -> bool:
    return any(
        item.span[:2] == value.span[:2] and item.base == value.root and item.via in ("item", "loc")
        for item in part.by_statement.items[statement]
    )
