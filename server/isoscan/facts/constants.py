"""Literal values: numbers, strings with escapes, arithmetic on them. Nothing here raises.

A number that takes more than a few hundred digits is no constant: nobody tunes it, and Python
itself refuses to print it. Escapes are read here and not by `ast.literal_eval`, which warns on the
user's terminal about escapes it does not know.
"""

from __future__ import annotations

import re
import unicodedata

from isoscan.facts.records import Constant
from isoscan.source.patterns import lazily

Number = int | float | complex

_LONGEST_NUMBER = 400
_LARGEST_BITS = 4 * _LONGEST_NUMBER
_NUMBER_BASES = {"0x": 16, "0o": 8, "0b": 2}
_ESCAPE = lazily(
    r"\\(\n|[\\'\"abfnrtv]|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\})"
)
_BYTES_ESCAPE = lazily(r"\\(\n|[\\'\"abfnrtv]|[0-7]{1,3}|x[0-9a-fA-F]{2})")
_SIMPLE_ESCAPES = {
    "\n": "", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r",
    "t": "\t", "v": "\v",
}  # fmt: skip


def number_of(text: str) -> Number | None:
    """The value of a number as written (`1_000`, `0xff`, `1e-3`, `2j`); None if it is none."""
    if len(text) > _LONGEST_NUMBER:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    text = text.replace("_", "").lower()
    base = _NUMBER_BASES.get(text[:2])
    try:
        if base is not None:
            return int(text[2:], base)
        if text.endswith("j"):
            return complex(0.0, float(text[:-1]))
        if text.endswith("l"):
            return int(text[:-1])
        return float(text)
    except ValueError:
        return None


def string_of(content: str, prefix: str) -> str | bytes | None:
    """The value of what stands between a string's quotes; None if an escape has no meaning.

    `prefix` is what stands before the quotes, in lower case.
    """
    if "b" in prefix:
        if "r" not in prefix and "\\" in content:
            content = _BYTES_ESCAPE.sub(_unescaped, content)
        try:
            return content.encode("latin-1")
        except UnicodeEncodeError:
            return None
    if "r" in prefix or "\\" not in content:
        return content
    try:
        return _ESCAPE.sub(_unescaped, content)
    except (KeyError, ValueError, OverflowError):
        return None


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1]
    simple = _SIMPLE_ESCAPES.get(code)
    if simple is not None:
        return simple
    if code[0] == "N":
        return unicodedata.lookup(code[2:-1])
    if code[0] in "xuU":
        return chr(int(code[1:], 16))
    return chr(int(code, 8))


def is_number(value: Constant) -> bool:
    """Whether a constant is a number; True and False are not."""
    return isinstance(value, int | float | complex) and not isinstance(value, bool)


def signed(operator: str, value: Constant) -> Number | None:
    """`+value`, `-value` or `~value`; None where that is not a plain number."""
    if not isinstance(value, int | float | complex) or isinstance(value, bool):
        return None
    if operator == "-":
        return -value
    if operator == "+":
        return value
    return ~value if isinstance(value, int) else None


def calculated(operator: str, left: Constant, right: Constant) -> Number | None:
    """The value of arithmetic on two numbers (`60 * 60`); None where it is none, or is huge."""
    if not isinstance(left, int | float | complex) or not isinstance(right, int | float | complex):
        return None
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    try:
        result = _calculated(operator, left, right)
    except (ArithmeticError, ValueError, TypeError):
        return None
    if isinstance(result, int) and result.bit_length() > _LARGEST_BITS:
        return None
    return result


def _calculated(operator: str, left: Number, right: Number) -> Number | None:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "/":
        return left / right
    if isinstance(left, complex) or isinstance(right, complex):
        return None
    if operator == "//":
        return left // right
    if operator == "**" and abs(right) <= 64 and abs(left) <= 1 << 64:
        power: Number = left**right
        return power
    return None
