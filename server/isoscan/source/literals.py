"""The string literals and comments of a text: where prose, secrets and everything that is no code stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from isoscan.source.spans import Span
from isoscan.source.syntax import Node, SyntaxTree, parse

_MARKS = re.compile("[\"'#]")


class Token(NamedTuple):
    """A string literal (`string`, `docstring`), a piece of an f-string's text (`fragment`) or a `comment`.

    `joined` says that string literals stand side by side and this is one of them.
    """

    kind: str
    span: Span
    text: str
    joined: bool


def tokens_of(text: str) -> list[Token]:
    """The string literals and comments of a text, in order."""
    tree = parse(text)
    tokens = [Token("comment", comment.span, comment.text, False) for comment in tree.comments_apart]
    # Most of a text is neither: what holds no quote and no `#` is not looked into.
    marks = [mark.start() for mark in _MARKS.finditer(tree.text)]
    stack: list[tuple[Node, bool, bool]] = [(tree.root, False, False)]
    while stack:
        node, joined, alone = stack.pop()
        kind = node.type
        if kind == "comment":
            tokens.append(Token("comment", tree.span_of(node), tree.text_of(node), False))
            continue
        if kind == "string":
            holes = _holes(tree, node)
            if not holes:
                named = "docstring" if alone else "string"
                tokens.append(Token(named, tree.span_of(node), tree.text_of(node), joined))
                continue
            tokens.extend(
                Token("fragment", tree.span_of(child), tree.text_of(child), joined)
                for child in node.named_children
                if child.type == "string_content"
            )
            stack.extend((child, False, False) for child in reversed(holes))
            continue
        alone = kind == "expression_statement" and node.named_child_count == 1
        joined = kind == "concatenated_string"
        stack.extend((child, joined, alone) for child in reversed(node.children) if _holds(marks, child))
    return sorted(tokens, key=lambda token: token.span)


def _holes(tree: SyntaxTree, string: Node) -> list[Node]:
    """What stands in the braces of an f-string."""
    if "{" not in tree.text_of(string):
        return []
    return [child for child in string.named_children if child.type == "interpolation"]


def _holds(marks: list[int], node: Node) -> bool:
    """Whether one of the places lies in a node."""
    at = bisect_left(marks, node.start_byte)
    return at < len(marks) and marks[at] < node.end_byte


def content_of(literal: str) -> str:
    """What stands between a string literal's quotes."""
    body = literal.lstrip("rRuUbBfF")
    quote = body[:3] if body[:3] in ('"""', "'''") else body[:1]
    return body[len(quote) : len(body) - len(quote)]
