"""The syntax tree of a piece of Python, valid or broken, read by tree-sitter.

tree-sitter counts in bytes, the core in code points. So the parser is given a *double* of the text
in which every code point is one ASCII byte: letters beyond ASCII become a letter that no keyword
contains, white space a space, anything else `?`; and `type` in `type(x).y = 1`, which the grammar would
take for a type alias, becomes another word. The tree is the same, and its rows, columns and
offsets are lines, columns and offsets of the text, with nothing to convert. Line ends become `\\n` in
both, as in Python's own tokenizer: a node's text never holds a `\\r` that ends a line.

Names, strings and comments must be read with `SyntaxTree.text_of`; `node.text` is the double's.
`node.parent` walks down from the root each time: keep ancestors on a stack instead. A tree has as many
levels as the code nests, so walk it with a stack of your own, not by recursion.
"""

from __future__ import annotations

import re
from typing import TypeAlias
from unicodedata import normalize

import tree_sitter
import tree_sitter_python

from isoscan.source.spans import Span

Node: TypeAlias = tree_sitter.Node

_LANGUAGE = tree_sitter.Language(tree_sitter_python.language())
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_TYPE_AS_NAME = re.compile(r"\btype(?=[ \t]*[(\[])")
_INVISIBLE = frozenset("\u200b\u2060\ufeff")
_BYTE_ORDER_MARK = "\ufeff"


class SyntaxTree:
    """A parsed text. `text` is what was parsed, with every line end turned into `\\n`."""

    __slots__ = ("root", "text", "tree")

    def __init__(self, text: str, tree: tree_sitter.Tree) -> None:
        self.text = text
        self.tree = tree
        self.root: Node = tree.root_node

    def span_of(self, node: Node) -> Span:
        """The node's span: 0-based lines and code-point columns, end exclusive."""
        return tuple.__new__(Span, node.start_point + node.end_point)

    def text_of(self, node: Node) -> str:
        """The node's source text, lines ending in `\\n`."""
        return self.text[node.start_byte : node.end_byte]

    def name_of(self, node: Node) -> str:
        """An identifier as Python knows it: NFKC-normalised, so that `ﬁn` and `fin` are one name."""
        name = self.text[node.start_byte : node.end_byte]
        return name if name.isascii() else normalize("NFKC", name)


def parse(text: str) -> SyntaxTree:
    """The syntax tree of `text`, whatever it holds; takes lines ending in `\\n`, `\\r\\n` or `\\r`.

    Never raises. Safe to call from several threads: each call has its own parser, which costs a
    microsecond. Time and memory grow with the length of the text alone; depth does no harm.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return SyntaxTree(text, tree_sitter.Parser(_LANGUAGE).parse(_double(text)))


def _double(text: str) -> bytes:
    """The text with one ASCII byte per code point that parses as the text does."""
    double = text
    if not text.isascii():
        if text[0] == _BYTE_ORDER_MARK:
            # A space would indent the first statement; a form feed resets the indentation.
            double = "\f" + text[1:]
        double = _BEYOND_ASCII.sub(lambda run: run[0].translate(_STAND_INS), double)
    if "type" in double:
        double = _TYPE_AS_NAME.sub("typo", double)
    return double.encode("ascii").replace(b"\0", b" ")


class _StandIns(dict[int, str]):
    """The ASCII character that stands for a code point beyond ASCII; filled in as they come up."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        if ("q" + character).isidentifier():
            stand_in = "q"
        elif character.isspace() or character in _INVISIBLE:
            stand_in = " "
        else:
            stand_in = "?"
        self[code_point] = stand_in
        return stand_in


_STAND_INS = _StandIns()
