"""What a generated module held before somebody edited it, worked out from its checksum.

Where an edited module and the one extracted today differ, the module as it was written agrees with one of
the two, unless both have changed the same lines. So the texts between the two are tried until one has the
checksum that stands in the docstring: that one is known to be right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple, TypeAlias

from isoscan.extraction.digest import code_tokens, comments_in
from isoscan.extraction.provenance import is_header_line
from isoscan.extraction.three_way import differences, plain_lines, split_comment, without_numbers
from isoscan.source.syntax import parse

_MOST_TRIES = 1 << 16
_MOST_TEXTS = 1 << 10
_Digests: TypeAlias = "tuple[hashlib._Hash, hashlib._Hash]"


class _Piece(NamedTuple):
    """Lines of the edited module, with those of today's in their place."""

    edited: tuple[str, ...]
    extracted: tuple[str, ...]


class _Choice(NamedTuple):
    """One text for a region, with what counts in it: its code and its comments."""

    lines: tuple[str, ...]
    code: bytes
    comments: bytes


def recover_base(edited: str, extracted: str, code: str, comments: str) -> str | None:
    """The text with these checksums of which `edited` and `extracted` come; None if it cannot be worked out.

    White space and numbers in comments, which the checksums leave out, are as what a merge needs: white space
    is the user's, numbers are not.
    """
    ours, theirs = plain_lines(edited), plain_lines(extracted)
    our_header, their_header = _header_end(edited), _header_end(extracted)
    header = [line for line in ours[:our_header] if is_header_line(line)]
    regions = _regions(ours, our_header, theirs, their_header, _tops(edited), _tops(extracted))
    choices: list[list[_Choice]] = []
    tries = 1
    for region in regions:
        possible = _choices(region)
        tries *= max(len(possible), 1)
        if not possible or tries > _MOST_TRIES:
            return None
        choices.append(possible)
    found = _search(choices, code, comments)
    if found is None:
        return None
    return "\n".join([*header, *(line for choice in found for line in choice.lines)])


def _search(choices: Sequence[list[_Choice]], code: str, comments: str) -> list[_Choice] | None:
    """One choice for each region, so that all together have the checksums."""
    work: list[tuple[int, tuple[_Choice, ...], _Digests]] = [(0, (), (hashlib.sha256(), hashlib.sha256()))]
    while work:
        at, chosen, digests = work.pop()
        # What can only be one way is added at once, so that each try costs little.
        while at < len(choices) and len(choices[at]) == 1:
            chosen, digests = (*chosen, choices[at][0]), _added(digests, choices[at][0])
            at += 1
        if at == len(choices):
            if digests[0].hexdigest() == code and digests[1].hexdigest() == comments:
                return list(chosen)
            continue
        work.extend((at + 1, (*chosen, choice), _added(digests, choice)) for choice in choices[at])
    return None


def _added(digests: _Digests, choice: _Choice) -> _Digests:
    code, comments = digests[0].copy(), digests[1].copy()
    code.update(choice.code)
    comments.update(choice.comments)
    return code, comments


def _choices(region: Sequence[_Piece]) -> list[_Choice]:
    """The different texts that a region may have had; none where there are too many."""
    for pieces in (region, _joined(region)):
        sides = [_sides(piece) for piece in pieces]
        if prod(map(len, sides)) <= _MOST_TEXTS:
            return _different(sides)
    return []


def _different(sides: Sequence[list[tuple[tuple[str, ...], int]]]) -> list[_Choice]:
    """The texts put together of one side each, of those that count as the same the one that is liked best."""
    best: dict[tuple[bytes, bytes], tuple[int, _Choice]] = {}
    for chosen in product(*sides):
        lines = tuple(line for side, _ in chosen for line in side)
        text = "\n".join(lines)
        choice = _Choice(lines, b"".join(code_tokens(text, has_docstring=False)), b"".join(comments_in(text)))
        liking = sum(likes for _, likes in chosen)
        known = best.get(choice[1:])
        if known is None or known[0] < liking:
            best[choice[1:]] = (liking, choice)
    return [choice for _, choice in best.values()]


def _sides(piece: _Piece) -> list[tuple[tuple[str, ...], int]]:
    """The lines a piece may have had, each with how well it is liked where the text counts as the same.

    Of a line whose comment was edited the source may have changed the code, and the other way round.
    """
    if piece.edited == piece.extracted:
        return [(piece.edited, 0)]
    only_numbers = [*map(without_numbers, piece.edited)] == [*map(without_numbers, piece.extracted)]
    sides = [(piece.extracted, int(not only_numbers)), (piece.edited, int(only_numbers))]
    if len(piece.edited) == len(piece.extracted) == 1:
        (code, comment), (other_code, other_comment) = (
            split_comment(piece.edited[0]),
            split_comment(piece.extracted[0]),
        )
        if code != other_code and comment != other_comment:
            sides += [((code + other_comment,), 0), ((other_code + comment,), 0)]
    return sides


def _joined(region: Sequence[_Piece]) -> list[_Piece]:
    """The pieces of a region with neighbours that differ put together."""
    joined: list[_Piece] = []
    for piece in region:
        last = joined[-1] if joined else None
        if last is not None and (piece.edited == piece.extracted) == (last.edited == last.extracted):
            joined[-1] = _Piece(last.edited + piece.edited, last.extracted + piece.extracted)
        else:
            joined.append(piece)
    return joined


def _regions(
    ours: Sequence[str],
    our_header: int,
    theirs: Sequence[str],
    their_header: int,
    our_tops: set[int],
    their_tops: set[int],
) -> Iterator[list[_Piece]]:
    """Both texts below their docstrings, cut where a statement at the top level begins in both alike."""
    region: list[_Piece] = []
    edited, extracted = ours[our_header:], theirs[their_header:]
    for same, first, last, other_first, other_last in differences(edited, extracted):
        if not same:
            region.append(_Piece(tuple(edited[first:last]), tuple(extracted[other_first:other_last])))
            continue
        start = first
        for at in range(first, last):
            other = other_first + at - first
            if at + our_header in our_tops and other + their_header in their_tops:
                if at > start:
                    region.append(_same(edited[start:at]))
                if region:
                    yield region
                region, start = [], at
        region.append(_same(edited[start:last]))
    if region:
        yield region


def _same(lines: Sequence[str]) -> _Piece:
    return _Piece(tuple(lines), tuple(lines))


def _header_end(text: str) -> int:
    """The first line below a module's docstring, 0-based."""
    for child in parse(text).root.children:
        if child.type == "expression_statement" and child.children[0].type == "string":
            return child.end_point[0] + 1
        if child.type != "comment":
            return 0
    return 0


def _tops(text: str) -> set[int]:
    """The lines on which a statement at the top level begins, with none before it on the line."""
    found: set[int] = set()
    last = -1
    for child in parse(text).root.children:
        if child.type != "comment" and child.start_point[0] > last and not child.start_point[1]:
            found.add(child.start_point[0])
        last = child.end_point[0]
    return found
