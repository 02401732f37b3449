"""Taking over what a formatter made of a generated module, if it is the same code, with its checksum."""

from __future__ import annotations

import ast
import re

from isoscan.extraction.digest import signature
from isoscan.source.literals import tokens_of

_CHECKSUMS = re.compile(
    r"^SHA-256 of the code: \w{64}(?P<end>\r?\n|\r)SHA-256 of its comments: \w{64}(\r?\n|\r)", re.MULTILINE
)


def formatted_module(text: str, formatted: str | None, formatter: str) -> str:
    """A module as a formatter left it; its docstring names that, and has the checksum of the code.

    `formatted` is None where the formatter failed. The text stays as it is then, and where code or
    comments are not the same afterwards.
    """
    if formatted is None or formatted == text or not _is_same_code(text, formatted):
        return text
    header = _CHECKSUMS.search(formatted)
    if header is None:
        return formatted
    signed = f"{signature(formatted)}Formatted by: {formatter}\n".replace("\n", header["end"])
    return formatted[: header.start()] + signed + formatted[header.end() :]


def _is_same_code(text: str, formatted: str) -> bool:
    """Whether two texts run alike, but for white space in docstrings, and have the same comments."""
    try:
        one, other = (_dumped(each) for each in (text, formatted))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return one == other and _comments(text) == _comments(formatted)


def _dumped(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                first.value.value = " ".join(first.value.value.split())
    return ast.dump(tree)


def _comments(text: str) -> list[str]:
    return sorted("".join(token.text.split()) for token in tokens_of(text) if token.kind == "comment")
