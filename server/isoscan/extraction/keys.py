"""Computed column names: which names `df[f"ema_{n}"]` can mean inside `for n in (9, 20)`.

A small evaluator over literals, loop variables and constants. Where it gives up it says so (None), and the
slice takes the cautious way.
"""

from __future__ import annotations

import ast
import operator as operator_module
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

Scalar = str | int | float | bool | None
Values = tuple[object, ...]

_LIMIT = 4000

Lookup = Callable[[str], "ast.expr | None"]
"""Gives the literal that a name stands for, as an expression, or None."""


def expression_of(text: str) -> ast.expr | None:
    """The parsed expression, None where this interpreter cannot read it."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def loop_values(header: str, outer: Mapping[str, Values], lookup: Lookup) -> dict[str, Values] | None:
    """What the variables of `for ... in ...:` run through, given those of the loops around it.

    Gives None where that cannot be told.
    """
    try:
        loop = ast.parse(header.strip().removeprefix("async ").rstrip(":") + ": pass").body[0]
    except (SyntaxError, ValueError, MemoryError, RecursionError, IndexError):
        return None
    if not isinstance(loop, ast.For):
        return None
    found = _all_values(loop.iter, outer, lookup)
    if found is None:
        return None
    items = [item for values in found if isinstance(values, (tuple, range)) for item in values]
    if any(not isinstance(values, (tuple, range)) for values in found) or len(items) > _LIMIT:
        return None
    return _bound(loop.target, items)


def _bound(target: ast.expr, items: list[object]) -> dict[str, Values] | None:
    if isinstance(target, ast.Name):
        return {target.id: tuple(dict.fromkeys(items))}
    if not isinstance(target, ast.Tuple) or not all(isinstance(item, tuple) for item in items):
        return None
    bound: dict[str, Values] = {}
    for index, part in enumerate(target.elts):
        inner = [item[index] for item in items if isinstance(item, tuple) and index < len(item)]
        found = _bound(part, inner)
        if found is None:
            return None
        bound.update(found)
    return bound


def possible_values(
    node: ast.expr, variables: Mapping[str, Values], lookup: Lookup, tests: Sequence[ast.expr] = ()
) -> set[Scalar] | None:
    """All strings, numbers (lists flattened) that an expression can come to; None: cannot be told.

    `tests` are conditions over the variables that hold where the expression stands.
    """
    found = _all_values(node, variables, lookup, tests)
    if found is None:
        return None
    flat: set[Scalar] = set()
    for value in found:
        for item in value if isinstance(value, tuple) else (value,):
            if not isinstance(item, str | int | float | bool):
                return None
            flat.add(item)
    return flat


def can_be_tested(test: ast.expr, variables: Mapping[str, Values]) -> bool:
    """Whether a condition can be worked out for every value that the loop variables take."""
    names = {inner.id for inner in ast.walk(test) if isinstance(inner, ast.Name)}
    return (
        bool(names) and names <= variables.keys() and _all_values(test, variables, lambda _: None) is not None
    )


def _all_values(
    node: ast.expr, variables: Mapping[str, Values], lookup: Lookup, tests: Sequence[ast.expr] = ()
) -> list[object] | None:
    names = sorted(
        {inner.id for part in (node, *tests) for inner in ast.walk(part) if isinstance(inner, ast.Name)}
        & variables.keys()
    )
    combinations: Iterable[tuple[object, ...]] = product(*(variables[name] for name in names))
    count = 1
    for name in names:
        count *= len(variables[name])
    if count > _LIMIT:
        return None
    try:
        return [
            _value(node, known, lookup, 0)
            for values in combinations
            for known in (dict(zip(names, values, strict=True)),)
            if all(_value(test, known, lookup, 0) for test in tests)
        ]
    except (_UnknownError, TypeError, ValueError, ArithmeticError, KeyError, IndexError):
        return None


class _UnknownError(Exception):
    """The expression is beyond this evaluator."""


def _value(node: ast.expr, known: Mapping[str, object], lookup: Lookup, depth: int) -> object:
    if depth > 20:
        raise _UnknownError
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.Name(id=name):
            literal = lookup(name)
            if literal is None:
                raise _UnknownError
            return _value(literal, {}, lookup, depth + 1)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return tuple(_value(part, known, lookup, depth + 1) for part in parts)
        case ast.Dict(keys=keys) if all(key is not None for key in keys):
            return tuple(_value(key, known, lookup, depth + 1) for key in keys if key is not None)
        case ast.JoinedStr(values=parts):
            return "".join(str(_value(part, known, lookup, depth + 1)) for part in parts)
        case ast.FormattedValue(value=inner, conversion=-1, format_spec=None):
            return _value(inner, known, lookup, depth + 1)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            number = _value(operand, known, lookup, depth + 1)
            if isinstance(number, int | float):
                return -number
        case ast.BinOp(left=left, op=operator, right=right):
            return _combined(
                _value(left, known, lookup, depth + 1), operator, _value(right, known, lookup, depth + 1)
            )
        case ast.BoolOp(op=operator, values=parts):
            answers = [bool(_value(part, known, lookup, depth + 1)) for part in parts]
            return all(answers) if isinstance(operator, ast.And) else any(answers)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, known, lookup, depth + 1)
        case ast.Compare(left=left, ops=operators, comparators=rights):
            values = [_value(part, known, lookup, depth + 1) for part in (left, *rights)]
            return all(
                _compared(one, operator, other)
                for one, operator, other in zip(values, operators, values[1:], strict=False)
            )
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _called(name, [_value(argument, known, lookup, depth + 1) for argument in arguments])
    raise _UnknownError


def _combined(left: object, operator: ast.operator, right: object) -> object:
    if isinstance(operator, ast.Add):
        if isinstance(left, str) and isinstance(right, str):
            return left + right
        if isinstance(left, tuple) and isinstance(right, tuple):
            return left + right
    if isinstance(left, int | float) and isinstance(right, int | float):
        if isinstance(operator, ast.Add):
            return left + right
        if isinstance(operator, ast.Sub):
            return left - right
        if isinstance(operator, ast.Mult):
            return left * right
    raise _UnknownError


_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator_module.eq,
    ast.NotEq: operator_module.ne,
    ast.Lt: operator_module.lt,
    ast.LtE: operator_module.le,
    ast.Gt: operator_module.gt,
    ast.GtE: operator_module.ge,
    ast.In: lambda one, other: one in other,
    ast.NotIn: lambda one, other: one not in other,
}


def _compared(one: object, operator: ast.cmpop, other: object) -> bool:
    compare = _COMPARISONS.get(type(operator))
    if compare is None:
        raise _UnknownError
    return bool(compare(one, other))


def _called(name: str, arguments: list[object]) -> object:
    if name == "range" and arguments and all(isinstance(argument, int) for argument in arguments):
        run = range(*(argument for argument in arguments if isinstance(argument, int)))
        if len(run) <= _LIMIT:
            return tuple(run)
    if name == "str" and len(arguments) == 1:
        return str(arguments[0])
    if name in ("list", "tuple", "sorted") and len(arguments) == 1 and isinstance(arguments[0], tuple):
        return arguments[0]
    if name == "enumerate" and len(arguments) == 1 and isinstance(arguments[0], tuple):
        return tuple(enumerate(arguments[0]))
    if name == "zip" and all(isinstance(argument, tuple) for argument in arguments):
        return tuple(zip(*(argument for argument in arguments if isinstance(argument, tuple)), strict=False))
    raise _UnknownError
