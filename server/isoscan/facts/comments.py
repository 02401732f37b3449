"""Comments, and the instructions to isoscan among them (steering)."""

from __future__ import annotations

import re
from operator import itemgetter

import tree_sitter

from isoscan.facts.records import Comment, Steering, SteeringKind
from isoscan.source.patterns import lazily
from isoscan.source.syntax import Node, SyntaxTree

_STEERING = lazily(r"#\s*isoscan\s*:\s*(.*)", re.IGNORECASE)
_EXPLANATION = lazily(r"\s+(?:#|--|—|–)\s.*")
_INSTRUCTION = lazily(r"([A-Za-z][A-Za-z-]*)\s*(\[[^\]]*\]?)?\s*(.*)")
_CODE = lazily(r"(?:ISO\d{1,3}|[a-z]+(?:-[a-z]+)+)\Z")
_KINDS: dict[str, SteeringKind] = {
    "ignore": "ignore",
    "ignore-file": "ignore-file",
    "scanner": "scanner",
    "not-a-scanner": "not-a-scanner",
    "begin": "begin",
    "end": "end",
    "shared": "shared",
}
# Each look-up passes over the statements before it, a query over the whole tree, and it takes compiling.
_MANY = 500
_NAMED = frozenset({"scanner", "begin", "end"})


def read_comments(tree: SyntaxTree, text: str) -> tuple[Comment, ...]:
    """All comments of a tree, in order; `text` is the tree's before anything in it was set aside."""
    if "#" not in text:
        return ()
    comments = [Comment(comment.text, comment.span, True) for comment in tree.comments_apart]
    for node in _comment_nodes(tree):
        span = tree.span_of(node)
        before = text[node.start_byte - span.column : node.start_byte]
        comments.append(Comment(tree.text_of(node), span, not before or before.isspace()))
    comments.sort(key=itemgetter(1))
    return tuple(comments)


def _comment_nodes(tree: SyntaxTree) -> list[Node]:
    """The comments of a tree: looked up one by one, or, if there are many, by a query."""
    text = tree.text
    if text.count("#") > _MANY:
        cursor = tree_sitter.QueryCursor(tree_sitter.Query(tree.tree.language, "(comment) @comment"))
        return cursor.captures(tree.root).get("comment", [])
    found: list[Node] = []
    position = text.find("#")
    while position >= 0:
        node = tree.root.descendant_for_byte_range(position, position)
        if node is not None and node.type == "comment":
            found.append(node)
            position = node.end_byte - 1
        position = text.find("#", position + 1)
    return found


def read_steering(comments: tuple[Comment, ...]) -> tuple[Steering, ...]:
    """The comments that instruct isoscan; one that cannot be understood says so in `problem`."""
    found: list[Steering] = []
    for comment in comments:
        match = _STEERING.match(comment.text)
        # Behind code it may follow another remark: `LIMIT = 5  # of the ATR  # isoscan: shared`.
        at = 0
        if match is None and not comment.own_line:
            at = comment.text.rfind("#")
            if comment.text[at - 1 : at].isspace():
                match = _STEERING.match(comment.text[at:])
        if match is not None:
            kind, arguments, problem = _instruction(_EXPLANATION.sub("", match[1]).strip())
            span = comment.span._replace(column=comment.span.column + at)
            found.append(Steering(kind, arguments, span, comment.own_line, problem))
    return tuple(found)


def _instruction(text: str) -> tuple[SteeringKind, tuple[str, ...], str]:
    match = _INSTRUCTION.match(text)
    word, bracket, rest = (match[1].lower(), match[2] or "", match[3]) if match else ("", "", text)
    kind = _KINDS.get(word)
    if kind is None:
        known = ", ".join(_KINDS)
        return "unknown", (), f"`{word or text}` is no instruction to isoscan; there are {known}."
    if kind == "ignore":
        return ("ignore", *_codes(bracket, rest))
    if bracket:
        return kind, (), f"`{kind}` takes no list in brackets."
    if kind not in _NAMED:
        return kind, (), ""
    if kind == "begin" and not rest:
        return kind, (), "`begin` needs the name of the scanner that begins here."
    return kind, (rest,) if rest else (), ""


def _codes(bracket: str, rest: str) -> tuple[tuple[str, ...], str]:
    """The codes of `ignore[...]`, and what is wrong with them."""
    if not bracket:
        first = rest.partition(" ")[0].strip(",")
        if _CODE.match(first.upper()):
            return (), f"Codes stand in brackets: `ignore[{first.upper()}]`."
        return (), ""
    if not bracket.endswith("]"):
        return (), "The bracket after `ignore` is not closed."
    words = bracket[1:-1].replace(",", " ").split()
    codes = tuple([word.upper() if word[:3].upper() == "ISO" else word for word in words])
    if not codes:
        return (), "The brackets after `ignore` name no rule."
    wrong = [code for code in codes if not _CODE.match(code)]
    return codes, f"`{wrong[0]}` is no rule." if wrong else ""
