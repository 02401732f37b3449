"""Seeing how near a scanner came to saying yes: its comparisons, and how far from true the false ones were.

Only the search uses it, on a copy of the original's syntax tree; what is compared in the end runs unchanged.
"""

from __future__ import annotations

import ast
import operator
from typing import Any

_OPERATORS: dict[type[ast.cmpop], str] = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge"}
NAME = "isoscan_compare"


class Notice:
    """Remembers the comparisons of one run, by the place in the code where they stand."""

    def __init__(self) -> None:
        self._reached: set[int] = set()
        self._turning = 0.0
        self._rows: dict[int, Any] = {}

    def begin(self) -> None:
        """Forget what was seen."""
        self._reached.clear()
        self._turning = 0.0
        self._rows.clear()

    def compare(self, place: int, kind: str, left: Any, right: Any) -> Any:
        """Compare as the code would, and note how near to true it was."""
        result = getattr(operator, kind)(left, right)
        try:
            self._note(place, kind, left, right, result)
        except Exception:  # what cannot be measured is compared all the same
            return result
        return result

    def _note(self, place: int, kind: str, left: Any, right: Any, result: Any) -> None:
        import numpy

        if not hasattr(result, "shape") or not result.shape:
            # What was compared last decided that the code went no further: it should come out the other way.
            self._reached.add(place)
            self._turning = 0.8 / (1 + abs(float(right) - float(left)) / (abs(float(right)) + 1e-9))
            return
        if len(result.shape) != 1 or not len(result):
            return
        distance = numpy.asarray(right, dtype=float) - numpy.asarray(left, dtype=float)
        distance = distance if kind in ("gt", "ge") else -distance
        scale = numpy.nanmean(numpy.abs(numpy.asarray(right, dtype=float))) + numpy.nanstd(distance) + 1e-9
        near = 0.8 / (1 + numpy.maximum(distance, 0) / scale)
        scores = numpy.where(numpy.asarray(result, dtype=bool), 1.0, numpy.nan_to_num(near))
        self._rows[len(scores)] = self._rows.get(len(scores), 0) + scores

    def score(self) -> float:
        """How near it came: the best row of its masks, and how far it got through single comparisons."""
        rows = sum(float(scores.max()) for scores in self._rows.values())
        return rows + len(self._reached) + self._turning


class _Instrumentation(ast.NodeTransformer):
    def __init__(self) -> None:
        self._places = 0

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        kind = _OPERATORS.get(type(node.ops[0]))
        if len(node.ops) != 1 or kind is None:
            return node
        self._places += 1
        given: list[ast.expr] = [
            ast.Constant(self._places),
            ast.Constant(kind),
            node.left,
            node.comparators[0],
        ]
        call = ast.Call(ast.Name(NAME, ast.Load()), given, [])
        return ast.fix_missing_locations(ast.copy_location(call, node))


def instrument(tree: ast.Module) -> None:
    """Let the comparisons of a tree be noticed; a tree too deep for that stays as it is."""
    try:
        _Instrumentation().visit(tree)
    except RecursionError:
        return
