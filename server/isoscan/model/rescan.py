"""Which chunks edits replace: only around the edits is scanned again, and what has the same text stays."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from isoscan.source.chunks import Chunk, chunk_starts
from isoscan.source.text import Splice


class Change(NamedTuple):
    """The chunks from position `first` up to and without `last` have others in their place."""

    first: int
    last: int
    chunks: list[Chunk]


def changes_after(
    lines: Sequence[str], splices: Sequence[Splice], starts: Sequence[int], text_at: Callable[[int], str]
) -> list[Change]:
    """What edits change, down the file: positions are those of the old chunks, and no change meets another.

    `lines` are those after the edits, `splices` what these did to the lines before (see `Splices`). `starts`
    are the first lines of the old chunks and the line behind the last; `text_at` tells a chunk's text.
    """
    changes: list[Change] = []
    for first, last, fresh in _rescanned(lines, splices, starts):
        chunks = [Chunk("".join(lines[start:end]), end - start) for start, end in pairwise(fresh)]
        while first < last and chunks and text_at(first) == chunks[0].text:
            first += 1
            del chunks[0]
        while first < last and chunks and text_at(last - 1) == chunks[-1].text:
            last -= 1
            del chunks[-1]
        if min(last - first, len(chunks)) > 1:
            changes += _apart(Change(first, last, chunks), text_at)
        elif first < last or chunks:
            changes.append(Change(first, last, chunks))
    return changes


def end_of(lines: Sequence[str]) -> int:
    """How many lines a file with these lines has: an editor's last, empty one is none."""
    return len(lines) if lines and lines[-1] else max(len(lines) - 1, 0)


def _rescanned(
    lines: Sequence[str], splices: Sequence[Splice], old: Sequence[int]
) -> Iterator[tuple[int, int, list[int]]]:
    """Which old chunks are scanned again (the first, and one past the last), and where the new ones start.

    The new starts end with the line that follows the last of them.
    """
    count, end = len(old) - 1, end_of(lines)
    waiting = deque(splices)
    position = shift = 0
    while waiting:
        splice = waiting.popleft()
        first = max(bisect_right(old, splice.first, hi=count) - 2, position)
        starts = [old[first] + shift]
        shift += splice.added - splice.removed
        # The next old start that may still hold: none within or above what was replaced does.
        position = bisect_right(old, splice.first + splice.removed - 1, hi=count)
        for start in chunk_starts(lines, starts[0], end):
            while position < count:
                if waiting and old[position] >= waiting[0].first:
                    splice = waiting.popleft()
                    shift += splice.added - splice.removed
                    position = max(position, bisect_right(old, splice.first + splice.removed - 1, hi=count))
                elif old[position] + shift < start:
                    position += 1
                else:
                    break
            starts.append(start)
            if position < count and old[position] + shift == start:
                break
        else:
            if starts[-1] < end:
                starts.append(end)
            position = count
            waiting.clear()
        yield first, position, starts


def _apart(change: Change, text_at: Callable[[int], str]) -> Iterator[Change]:
    """A change without the chunks in the midst of it that stay as they are."""
    from difflib import SequenceMatcher

    first, last, chunks = change
    old, new = [text_at(position) for position in range(first, last)], [chunk.text for chunk in chunks]
    for tag, begin, end, new_begin, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            yield Change(first + begin, first + end, chunks[new_begin:new_end])
