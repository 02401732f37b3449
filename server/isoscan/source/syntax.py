"""The syntax tree of a piece of Python, valid or broken, read by tree-sitter.

tree-sitter counts in bytes, the core in code points. So the parser is given a double of the text (see
`double`) whose bytes are the text's code points: the tree's rows, columns and offsets are lines, columns
and offsets of the text, with nothing to convert. Line ends become `\\n` in both, as in Python's own
tokenizer: a node's text never holds a `\\r` that ends a line.

Names, strings and comments must be read with `SyntaxTree.text_of`; `node.text` is the double's.
`node.parent` walks down from the root each time: keep ancestors on a stack instead. A tree has as many
levels as the code nests, so walk it with a stack of your own, not by recursion.
"""

from __future__ import annotations

from typing import TypeAlias
from unicodedata import normalize

import tree_sitter

from isoscan.source.double import LoneComment, double_of
from isoscan.source.grammar import load_language
from isoscan.source.spans import Span

Node: TypeAlias = tree_sitter.Node

_LANGUAGE = load_language()


class SyntaxTree:
    """A parsed text.

    `text` is what was parsed, with every line end turned into `\\n`. `comments_apart` are comments that have
    no node in the tree, because they stand in runs of hundreds; all others have one.
    """

    __slots__ = ("comments_apart", "root", "text", "tree")

    def __init__(self, text: str, tree: tree_sitter.Tree, comments_apart: tuple[LoneComment, ...]) -> None:
        self.text = text
        self.tree = tree
        self.root: Node = tree.root_node
        self.comments_apart = comments_apart

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
    microsecond. Depth does no harm; time and memory grow with the length of the text: below 0.1 s for a
    megabyte of valid code, some seconds for one of gibberish.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    double = double_of(text)
    return SyntaxTree(text, tree_sitter.Parser(_LANGUAGE).parse(double.code), double.comments)
