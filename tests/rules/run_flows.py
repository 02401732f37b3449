"""Run as a program: find out which scanners change a frame that is used after them.

Reads a JSON list of sources from standard input. Gives for each the names of the scanners that leave the
frame they are given other than it was, where the same frame is handed to another scanner, or read, later on.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable

import pandas as pd
from run_desks import bars


def frame() -> pd.DataFrame:
    """A fresh frame, always the same."""
    return bars().assign(spare=1)


class Watch:
    """What scanners do to their frames, one record for each call: name, frame, whether it changes such a one.

    Whether it does is seen on a frame of its own: the second of two that drop a column finds none to drop.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, pd.DataFrame, bool]] = []

    def __call__(self, scanner: Callable[[pd.DataFrame], object]) -> Callable[[pd.DataFrame], object]:
        def watched(df: pd.DataFrame) -> object:
            own = frame()
            scanner(own)
            self.calls.append((scanner.__name__, df, not frame().equals(own)))
            return scanner(df)

        return watched


def examine(source: str) -> list[str]:
    """The scanners of one module that disturb others."""
    tree = ast.parse(source)
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef) and statement.name.startswith("scan_"):
            statement.decorator_list.append(ast.Name("watch_", ast.Load()))
    watch = Watch()
    space: dict = {"__name__": "desk", "watch_": watch}
    exec(compile(ast.fix_missing_locations(tree), "<flow>", "exec"), space)
    given = frame()
    space["run_desk"](given)
    is_read = "    return df\n" in source
    return sorted(
        {
            name
            for number, (name, seen, changed) in enumerate(watch.calls)
            if changed
            and (
                any(other is seen for _, other, _ in watch.calls[number + 1 :]) or (is_read and seen is given)
            )
        }
    )


if __name__ == "__main__":
    json.dump([examine(source) for source in json.load(sys.stdin)], sys.stdout)
