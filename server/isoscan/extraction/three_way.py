"""Three-way merges of texts, line by line: what two sides changed of the same base, put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

from isoscan.source.lines import split_lines, without_end
from isoscan.source.literals import tokens_of

OURS, BETWEEN, THEIRS = "<<<<<<< edited by hand", "=======", ">>>>>>> extracted again"

Lines = Sequence[str]
Opcode = tuple[bool, int, int, int, int]

_NUMBER = re.compile(r"\d[\d_.]*")


class Merge(NamedTuple):
    """A merged text; `conflicts` are the lines of the edited one (0-based) where both sides changed it."""

    text: str
    conflicts: tuple[int, ...]


class _Hunk(NamedTuple):
    """Lines of the base, from `first` to before `last`, and what one side has in their place."""

    first: int
    last: int
    lines: Lines
    place: int
    ours: bool


def plain_lines(text: str) -> list[str]:
    """The lines of a text without their ends; they joined by `\\n` are the text."""
    return [without_end(line) for line in split_lines(text)]


def without_numbers(line: str) -> str:
    """A line with every number in it the same."""
    return _NUMBER.sub("0", line)


def split_comment(line: str) -> tuple[str, str]:
    """A line's code and the comment behind it, with the white space between them; "" without one."""
    if "#" not in line:
        return line, ""
    comment = next((token for token in tokens_of(line) if token.kind == "comment"), None)
    if comment is None:
        return line, ""
    code = line[: comment.span.column].rstrip()
    return code, line[len(code) :]


def differences(one: Lines, other: Lines) -> Iterator[Opcode]:
    """Where two texts are the same and where not: whether, and the lines from and to in both.

    Lines in the place of each other, which only differ in numbers or of which there are as many, are told
    apart one by one: so changes of neighbouring lines stay changes of their own.
    """
    for kind, first, last, other_first, other_last in SequenceMatcher(
        None, one, other, autojunk=False
    ).get_opcodes():
        if kind == "replace":
            yield from _by_line(one, other, first, last, other_first, other_last)
        else:
            yield (kind == "equal", first, last, other_first, other_last)


def _by_line(
    one: Lines, other: Lines, first: int, last: int, other_first: int, other_last: int
) -> Iterator[Opcode]:
    if last - first == other_last - other_first:
        yield from (
            (False, at, at + 1, at - first + other_first, at - first + other_first + 1)
            for at in range(first, last)
        )
        return
    alike = SequenceMatcher(
        None,
        [_outline(line) for line in one[first:last]],
        [_outline(line) for line in other[other_first:other_last]],
        autojunk=False,
    )
    for kind, start, end, other_start, other_end in alike.get_opcodes():
        if kind == "equal":
            for step in range(end - start):
                at, there = first + start + step, other_first + other_start + step
                yield (one[at] == other[there], at, at + 1, there, there + 1)
        else:
            yield (False, first + start, first + end, other_first + other_start, other_first + other_end)


def _outline(line: str) -> str:
    """What a line is about, whatever numbers and comments it has."""
    return without_numbers(split_comment(line)[0]).strip()


def merge_texts(base: str, edited: str, extracted: str) -> Merge:
    """Put together what was edited by hand and what extraction changed; line ends are those of `edited`.

    Where both changed the same lines otherwise, both stand between marks, as git writes them.
    """
    lines = plain_lines(base)
    ours = list(_hunks(lines, plain_lines(edited), ours=True))
    theirs = list(_hunks(lines, plain_lines(extracted), ours=False))
    merged: list[str] = []
    conflicts: list[int] = []
    at = 0
    for cluster in _clusters(ours, theirs):
        first, last = cluster[0].first, max(hunk.last for hunk in cluster)
        merged += lines[at:first]
        at = last
        one, other = (_side(lines, first, last, cluster, ours=side) for side in (True, False))
        place = next((hunk.place for hunk in cluster if hunk.ours), 0)
        if one == other or not any(hunk.ours for hunk in cluster):
            merged += other
        elif all(hunk.ours for hunk in cluster):
            merged += one
        elif (both := _by_parts(lines[first:last], one, other)) is not None:
            merged += both
        else:
            conflicts.append(place)
            merged += [OURS, *one, BETWEEN, *other, THEIRS]
    merged += lines[at:]
    return Merge(_line_end(edited).join(merged), tuple(conflicts))


def _line_end(text: str) -> str:
    first = split_lines(text)[0]
    return first[len(without_end(first)) :] or "\n"


def _hunks(base: Lines, other: Lines, *, ours: bool) -> Iterator[_Hunk]:
    for same, first, last, other_first, other_last in differences(base, other):
        if not same:
            yield _Hunk(first, last, other[other_first:other_last], other_first, ours)


def _clusters(ours: Iterable[_Hunk], theirs: Iterable[_Hunk]) -> Iterator[list[_Hunk]]:
    """The hunks of both sides in order, those together that touch the same lines."""
    cluster: list[_Hunk] = []
    end = -1
    for hunk in sorted(chain(ours, theirs), key=lambda each: (each.first, each.last, not each.ours)):
        inserts_twice = bool(cluster) and hunk.first == hunk.last == cluster[-1].first == cluster[-1].last
        if cluster and (hunk.first < end or inserts_twice):
            cluster.append(hunk)
        else:
            if cluster:
                yield cluster
            cluster = [hunk]
        end = max(end, hunk.last)
    if cluster:
        yield cluster


def _side(base: Lines, first: int, last: int, cluster: Iterable[_Hunk], *, ours: bool) -> list[str]:
    """What one side has in the place of the base's lines from `first` to before `last`."""
    lines: list[str] = []
    at = first
    for hunk in cluster:
        if hunk.ours == ours:
            lines += [*base[at : hunk.first], *hunk.lines]
            at = hunk.last
    return [*lines, *base[at:last]]


def _by_parts(base: Lines, edited: Lines, extracted: Lines) -> Lines | None:
    """Lines of which one side changed the code and the other the comment behind it; None if it is not so."""
    if not len(base) == len(edited) == len(extracted):
        return None
    merged: list[str] = []
    for lines in zip(base, edited, extracted, strict=True):
        parts = [_part(*part) for part in zip(*map(split_comment, lines), strict=True)]
        if None in parts:
            return None
        merged.append("".join(part or "" for part in parts))
    return merged


def _part(base: str, edited: str, extracted: str) -> str | None:
    """One part of a line, None where both sides changed it; numbers in comments are extraction's."""
    if edited in (base, extracted):
        return extracted
    if base == extracted or (
        base.lstrip().startswith("#") and without_numbers(base) == without_numbers(extracted)
    ):
        return edited
    return None
