"""The checksums of a generated module's code and comments, which tell whether somebody edited it.

That of the code is taken of the syntax tree below the docstring: comments, white space, quotes, parentheses
that change nothing and trailing commas, which formatters change, do not count. In comments white space does
not, nor do numbers: they are those of the source's lines.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from isoscan.source.literals import tokens_of
from isoscan.source.syntax import Node, SyntaxTree, parse

_NUMBER = re.compile(r"\d[\d_.,-]*")
_PASSED_OVER = frozenset(("comment", "line_continuation"))
_CLOSING = frozenset((")", "]", "}"))


def code_digest(text: str) -> str:
    """The sha256 of a module's code: its tokens and how they nest, in UTF-8, one to a line."""
    digest = hashlib.sha256()
    for token in code_tokens(text):
        digest.update(token)
    return digest.hexdigest()


def comment_digest(text: str) -> str:
    """The sha256 of a module's comments, in UTF-8, one to a line."""
    digest = hashlib.sha256()
    for comment in comments_in(text):
        digest.update(comment)
    return digest.hexdigest()


def signature(text: str) -> str:
    """The lines of the docstring that say what the checksums of a module are."""
    return f"SHA-256 of the code: {code_digest(text)}\nSHA-256 of its comments: {comment_digest(text)}\n"


def comments_in(text: str) -> Iterator[bytes]:
    """What the checksum of the comments is taken of."""
    for token in tokens_of(text):
        if token.kind == "comment":
            yield _NUMBER.sub("0", "".join(token.text.split())).encode("utf-8", "surrogatepass") + b"\n"


def code_tokens(text: str, *, has_docstring: bool = True) -> Iterator[bytes]:
    """What the checksum is taken of; `has_docstring`: a string at the top is one, and does not count."""
    for token in _without_trailing_commas(_tokens(parse(text), has_docstring=has_docstring)):
        yield token.encode("utf-8", "surrogatepass") + b"\n"


def _tokens(tree: SyntaxTree, *, has_docstring: bool) -> Iterator[str]:
    """The tokens of a module but for comments and its docstring, and where composite nodes begin and end."""
    children = [child for child in tree.root.children if child.type != "comment"]
    first = children[0].children[0] if children and children[0].type == "expression_statement" else None
    if has_docstring and first is not None and first.type == "string":
        children = children[1:]
    stack: list[Node | str] = list(reversed(children))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif node.type == "string" and all(each.type != "interpolation" for each in node.named_children):
            yield _plain_quotes(tree.text_of(node))
        elif node.type not in _PASSED_OVER:
            inner = [child for child in node.children if not _does_not_count(node, child)]
            if len(inner) > 1:
                yield f"<{node.type}"
                stack.append(">")
            stack.extend(reversed(inner))
            if not node.child_count and (text := tree.text_of(node)).strip():
                yield text.lower() if node.type in ("integer", "float") else text


def _does_not_count(node: Node, child: Node) -> bool:
    """Whether a child is a comment, or a parenthesis that only groups."""
    if child.type in _PASSED_OVER:
        return True
    return child.type in ("(", ")") and node.type in ("parenthesized_expression", "import_from_statement")


def _plain_quotes(text: str) -> str:
    """A string literal in double quotes where that is only another spelling."""
    if len(text) >= 2 and text[0] == text[-1] == "'" and not text.startswith("'''") and '"' not in text:
        return f'"{text[1:-1]}"' if "\\" not in text else text
    return text


def _without_trailing_commas(tokens: Iterator[str]) -> Iterator[str]:
    held = ""
    for token in tokens:
        if held and token not in _CLOSING and token != ">":
            yield held
        held = token if token == "," else ""
        if not held:
            yield token
