"""Columns that a call names in its arguments: `out.merge(week, on="wk")`, `df.pivot_table(index="day")`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

# Keyword arguments that name columns of the frame a method is called on (or `pd.merge` is given first).
_KEYWORDS = {
    "merge": ("on", "left_on"),
    "merge_asof": ("on", "by", "left_on", "left_by"),
    "merge_ordered": ("on", "left_on", "left_by"),
    "join": ("on",),
    "pivot": ("index", "columns", "values"),
    "pivot_table": ("index", "columns", "values"),
    "melt": ("id_vars", "value_vars"),
    "explode": ("column",),
    "nlargest": ("columns",),
    "nsmallest": ("columns",),
    "reindex": ("columns",),
    "filter": ("items",),
    "rolling": ("on",),
    "resample": ("on",),
    "value_counts": ("subset",),
    "plot": ("x", "y"),
}
_OF_THE_OTHER = {
    "merge": ("on", "right_on"),
    "merge_asof": ("on", "by", "right_on", "right_by"),
    "merge_ordered": ("on", "right_on", "right_by"),
}
_POSITIONS = {"explode": 0, "nlargest": 1, "nsmallest": 1}
_AGGREGATIONS = frozenset({"agg", "aggregate", "transform", "apply"})


_METHODS = {*_KEYWORDS, *_OF_THE_OTHER, *_POSITIONS, *_AGGREGATIONS}
_NAMING = re.compile(rf"\.\s*(?:{'|'.join(sorted(_METHODS))})\s*\(")


def may_name_columns(text: str) -> bool:
    """Whether a text may hold calls that name columns; it costs less than looking for them."""
    return bool(_NAMING.search(text))


def named_columns(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """The columns that the calls among some nodes name, each with the frame's name ("" if it has none)."""
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from _of_call(node, node.func)


def _of_call(call: ast.Call, function: ast.Attribute) -> Iterator[tuple[str, str]]:
    name = function.attr
    given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    frames = [_root(function.value), *map(_root, call.args)]
    if name in _OF_THE_OTHER and isinstance(function.value, ast.Name) and len(call.args) > 1:
        frames = frames[1:]  # pd.merge(left, right, on="day")
    other = frames[1] if len(frames) > 1 else _root(given["right"]) if "right" in given else ""
    for keyword in _KEYWORDS.get(name, ()):
        yield from ((frames[0], column) for column in _strings(given.get(keyword)))
    for keyword in _OF_THE_OTHER.get(name, ()):
        yield from ((other, column) for column in _strings(given.get(keyword)))
    position = _POSITIONS.get(name, len(call.args))
    if position < len(call.args):
        yield from ((frames[0], column) for column in _strings(call.args[position]))
    if name in _AGGREGATIONS:
        yield from ((frames[0], column) for column in _aggregated(call, given))


def _aggregated(call: ast.Call, given: dict[str, ast.expr]) -> Iterator[str]:
    """The columns of `agg({"a": "max"})` and of `agg(top=("a", "max"))`."""
    for argument in (*call.args, given.get("func")):
        if isinstance(argument, ast.Dict):
            for key in argument.keys:
                yield from _strings(key)
    for argument in given.values():
        if isinstance(argument, ast.Tuple) and len(argument.elts) == 2:
            yield from _strings(argument.elts[0])


def _strings(node: ast.expr | None) -> Iterator[str]:
    """The constant strings that an expression is, or lists."""
    parts = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else [node]
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _root(node: ast.AST) -> str:
    """The first name of an expression such as `df.reset_index()` or `df[["a", "b"]]`, "" if it has none."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
