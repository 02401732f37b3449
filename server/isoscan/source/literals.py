"""The string literals and comments of a text: where prose, secrets and everything that is no code stands."""

from __future__ import annotations

from typing import NamedTuple

from isoscan.source.spans import Span
from isoscan.source.syntax import Node, parse


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
    tokens = []
    stack: list[tuple[Node, bool, bool]] = [(tree.root, False, False)]
    while stack:
        node, joined, alone = stack.pop()
        kind = node.type
        if kind == "comment":
            tokens.append(Token("comment", tree.span_of(node), tree.text_of(node), False))
            continue
        if kind == "string":
            holes = [child for child in node.named_children if child.type == "interpolation"]
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
        stack.extend((child, joined, alone) for child in reversed(node.children))
    return sorted(tokens, key=lambda token: token.span)


def content_of(literal: str) -> str:
    """What stands between a string literal's quotes."""
    body = literal.lstrip("rRuUbBfF")
    quote = body[:3] if body[:3] in ('"""', "'''") else body[:1]
    return body[len(quote) : len(body) - len(quote)]
