"""Columns between the core, which counts code points, and a client, which counts units of its encoding.

The conversion looks at one line only; a line of plain ASCII needs none.
"""

from __future__ import annotations

from isoscan.lsp.capabilities import Encoding


def units_before(line: str, column: int, encoding: Encoding) -> int:
    """How many units the first `column` code points of `line` take."""
    if encoding == "utf-32" or line.isascii():
        return min(column, len(line))
    before = line[:column]
    if encoding == "utf-8":
        return len(before.encode("utf-8", "surrogatepass"))
    return len(before) + sum(character > "\uffff" for character in before)


def column_at(line: str, units: int, encoding: Encoding) -> int:
    """The code-point column `units` units into `line`; inside a character counts as before it.

    `line` comes without its end, and a place behind it counts as its end, as the protocol says.
    """
    if encoding == "utf-32" or line.isascii():
        return min(max(units, 0), len(line))
    if encoding == "utf-8":
        before = line.encode("utf-8", "surrogatepass")[: max(units, 0)]
        return len(before.decode("utf-8", "ignore"))
    left = units
    for column, character in enumerate(line):
        left -= 2 if character > "\uffff" else 1
        if left < 0:
            return column
    return len(line)
