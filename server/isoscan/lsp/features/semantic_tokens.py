"""`textDocument/semanticTokens/full`, `/full/delta` and `/range`: parameters, coloured by how they stand.

An editor that takes semantic colours from one server only would lose those of the user's other servers;
unless a setting says otherwise they are for clients that can lay several on top of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import TYPE_CHECKING, NamedTuple

from isoscan.lsp import wire
from isoscan.lsp.capabilities import TOKEN_MODIFIERS, TOKEN_TYPES
from isoscan.lsp.documents import Document
from isoscan.lsp.view import View
from isoscan.source.spans import Span

if TYPE_CHECKING:
    from isoscan.parameters.parameter import Parameter, Scanner

_PARAMETER, _PROPERTY, _NUMBER = range(len(TOKEN_TYPES))
_DECLARATION, _SHARED, _NEEDS_REVIEW, _INVALID = (1 << bit for bit in range(len(TOKEN_MODIFIERS)))
_STATUS = {"valid": 0, "needs_review": _NEEDS_REVIEW, "invalid": _INVALID}
_TYPES_OF_ORIGINS = {"dict_key": _PROPERTY, "inline": _NUMBER, "call_arg": _NUMBER}
_NUMBERS_PER_TOKEN = 5


class Token(NamedTuple):
    """One token on one line; `modifiers` are bits as in `TOKEN_MODIFIERS`."""

    span: Span
    kind: int
    modifiers: int


class TokenHistory:
    """The tokens that were answered last for each document, with the id they went by."""

    def __init__(self) -> None:
        self._ids = count(1)
        self._answers: dict[int, tuple[str, list[int]]] = {}

    def full(self, view: View) -> wire.SemanticTokens | None:
        """All tokens of the document; None where none are wanted."""
        if not wants_tokens(view):
            return None
        data = encoded(view, tokens(view))
        return {"resultId": self._remember(view.document, data), "data": data}

    def delta(self, view: View, previous: object) -> wire.SemanticTokens | wire.SemanticTokensDelta | None:
        """What changed since the answer `previous`, or all tokens if that is not the last one."""
        known = self._answers.get(id(view.document))
        if known is None or known[0] != previous or not wants_tokens(view):
            return self.full(view)
        data = encoded(view, tokens(view))
        edits = list(_edits(known[1], data))
        return {"resultId": self._remember(view.document, data) if edits else known[0], "edits": edits}

    def _remember(self, document: Document, data: list[int]) -> str:
        result_id = str(next(self._ids))
        self._answers[id(document)] = (result_id, data)
        return result_id

    def forget(self, document: Document) -> None:
        """The document was closed."""
        self._answers.pop(id(document), None)


def tokens_in(view: View, wanted: Span) -> wire.SemanticTokens | None:
    """The tokens in a stretch of the text; None where none are wanted."""
    if not wants_tokens(view):
        return None
    return {"data": encoded(view, tokens(view, wanted))}


def wants_tokens(view: View) -> bool:
    """Whether the client shall have tokens."""
    setting = view.config.semantic_tokens
    return setting == "on" or (setting == "auto" and view.client.overlays_tokens)


def tokens(view: View, wanted: Span | None = None) -> list[Token]:
    """The places of all parameters in file order, none on top of another; if wanted, in one stretch."""
    found: dict[Span, Token] = {}
    for scanner in view.analysis.scanners:
        for parameter in scanner.parameters:
            for token in _tokens_of(scanner, parameter, wanted):
                known = found.setdefault(token.span, token)
                found[token.span] = known._replace(modifiers=known.modifiers | token.modifiers)
    kept: list[Token] = []
    for token in sorted(found.values()):
        if not kept or kept[-1].span.end <= token.span.start:
            kept.append(token)
    return kept


def _tokens_of(scanner: Scanner, parameter: Parameter, wanted: Span | None) -> Iterator[Token]:
    kind = _TYPES_OF_ORIGINS.get(parameter.origin, _PARAMETER)
    modifiers = _STATUS[scanner.boundary.status] | (_SHARED if parameter.shared else 0)
    for span in {parameter.span, *parameter.reads}:
        if wanted is not None and not (wanted.start <= span.end and span.start <= wanted.end):
            continue
        if span.line == span.end_line and span.column < span.end_column:
            yield Token(span, kind, modifiers | (_DECLARATION if span == parameter.span else 0))


def encoded(view: View, found: Iterable[Token]) -> list[int]:
    """Five numbers per token, as the protocol has it: places relative to the token before."""
    data: list[int] = []
    line = character = 0
    for token in found:
        place = view.document.range_of(token.span)
        start, end = place["start"], place["end"]
        if start["line"] != line:
            data.append(start["line"] - line)
            line, character = start["line"], 0
        else:
            data.append(0)
        data.append(start["character"] - character)
        data += (end["character"] - start["character"], token.kind, token.modifiers)
        character = start["character"]
    return data


def _edits(old: list[int], new: list[int]) -> Iterator[wire.SemanticTokensEdit]:
    """The one replacement between two lists of numbers, in whole tokens; none if they are equal."""
    if old == new:
        return
    shortest = min(len(old), len(new))
    head = next((index for index in range(shortest) if old[index] != new[index]), shortest)
    head -= head % _NUMBERS_PER_TOKEN
    longest_tail = shortest - head
    pairs = zip(reversed(old), reversed(new), strict=False)
    tail = next(
        (index for index, (before, after) in enumerate(islice(pairs, longest_tail)) if before != after),
        longest_tail,
    )
    tail -= tail % _NUMBERS_PER_TOKEN
    yield {
        "start": head,
        "deleteCount": len(old) - head - tail,
        "data": new[head : len(new) - tail],
    }
