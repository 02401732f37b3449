"""Run as a program: find out, by changing each number and running every scanner, who depends on what.

Reads a JSON list of sources from standard input. Gives for each: `depends`, a list of `[line, column,
scanners]` for the numbers that are defined outside of functions' bodies (0-based, as the parser has them),
and `disturbs`, pairs of scanners of which the first, run before, changes what the second finds.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pandas as pd

ROWS = 1500
FACTORS = (0.55, 1.45)


def bars() -> pd.DataFrame:
    """Bars whose features are spread evenly from 0 to 1; always the same."""
    rng = np.random.default_rng(11)
    features = ("gap", "fade", "range", "atr", "rsi", "drift", "tide")
    columns = {name: rng.random(ROWS) for name in features}
    tickers = [f"T{number}" for number in range(ROWS)]
    return pd.DataFrame(columns | {"volume": rng.random(ROWS) * 1e6, "ticker": tickers})


BARS = bars()
# A dataclass looks up the module that it says it is from.
sys.modules["desk"] = ModuleType("desk")


def numbers(tree: ast.Module) -> Iterator[ast.Constant]:
    """The numbers in module-level assignments and classes, and in functions' headers."""
    for statement in tree.body:
        roots: list[ast.AST] = [statement]
        if isinstance(statement, ast.FunctionDef):
            roots = [
                *statement.args.defaults,
                *(default for default in statement.args.kw_defaults if default),
            ]
        for root in roots:
            for node in ast.walk(root):
                if isinstance(node, ast.Constant) and isinstance(node.value, float):
                    yield node


def space_of(tree: ast.Module) -> dict:
    """The names of a module that has just been imported."""
    space: dict = {"__name__": "desk"}
    exec(compile(tree, "<desk>", "exec"), space)
    return space


def found_by(space: dict, name: str) -> tuple[int, ...]:
    """The rows that a scanner finds."""
    return tuple(space[name](BARS.copy()).index)


def examine(source: str) -> dict:
    """What depends on what in one module."""
    tree = ast.parse(source)
    scanners = [
        statement.name
        for statement in tree.body
        if isinstance(statement, ast.FunctionDef) and statement.name.startswith("scan_")
    ]
    alone = {name: found_by(space_of(tree), name) for name in scanners}
    depends = []
    for number in numbers(tree):
        value, moved = number.value, set()
        for factor in FACTORS:
            number.value = value * factor
            space = compile(tree, "<desk>", "exec")
            for name in scanners:
                fresh: dict = {"__name__": "desk"}
                exec(space, fresh)
                if found_by(fresh, name) != alone[name]:
                    moved.add(name)
        number.value = value
        depends.append([number.lineno - 1, number.col_offset, sorted(moved)])
    disturbs = []
    for first in scanners:
        for second in scanners:
            if first != second:
                space = space_of(tree)
                found_by(space, first)
                if found_by(space, second) != alone[second]:
                    disturbs.append([first, second])
    return {"depends": depends, "disturbs": disturbs}


if __name__ == "__main__":
    json.dump([examine(source) for source in json.load(sys.stdin)], sys.stdout)
