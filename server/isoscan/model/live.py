"""A module that follows the edits of its text.

After an edit only the chunks around it are scanned again, up to where a chunk starts that started there
before; only those whose text differs are read again. What was read of a text that has gone is kept for a
while: undoing an edit, or moving a function, reads nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate, pairwise

from isoscan.facts.composition import read_chunk
from isoscan.facts.pieces import Reading
from isoscan.model.index import FactsIndex, index_facts
from isoscan.model.module import Module
from isoscan.model.notes import Notes
from isoscan.model.parts import Part
from isoscan.model.rescan import Change, changes_after, end_of
from isoscan.source.chunks import Chunk, chunk_starts
from isoscan.source.text import Splice

# Between the core lines of neighbouring parts: room for the lines of a part, and for parts in between.
GAP = 1 << 44

_MOST_REMEMBERED = 64


class LiveModule:
    """A module of the given lines (as an editor counts them, see `source.lines`), which may be edited.

    `module` is another object after the rare edit that leaves no room for core lines between two parts.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._remembered: OrderedDict[str, tuple[Reading, FactsIndex, Notes]] = OrderedDict()
        end = end_of(lines)
        starts = [0, *chunk_starts(lines, 0, end), end] if end else []
        chunks = [Chunk("".join(lines[start:end]), end - start) for start, end in pairwise(starts)]
        self._keys = [number * GAP for number in range(len(chunks))]
        self._counts = [chunk.line_count for chunk in chunks]
        self._starts: list[int] | None = None
        self._edited: set[int] = set()
        self.moves = 0
        """Another number whenever core lines have other numbers in the file than before."""
        self.module = Module([self._part(key, chunk) for key, chunk in zip(self._keys, chunks, strict=True)])

    # Lines

    def file_line(self, core_line: int) -> int:
        """The number of a core line in the file as it is now, 0-based."""
        position = bisect_right(self._keys, core_line) - 1
        if position < 0:
            return 0
        return self._first_lines()[position] + core_line - self._keys[position]

    def core_line(self, file_line: int) -> int:
        """The core line of a line of the file as it is now; beyond the last part, one of that part's."""
        starts = self._first_lines()
        position = bisect_right(starts, file_line, hi=len(self._keys)) - 1
        return self._keys[position] + file_line - starts[position] if position >= 0 else file_line

    def _first_lines(self) -> list[int]:
        """The file line of each part's first line, and behind them the number of lines."""
        if self._starts is None:
            self._starts = list(accumulate(self._counts, initial=0))
        return self._starts

    # Edits

    def take_edited(self) -> set[int]:
        """The parts whose text has changed since the last call; those that have gone may be among them."""
        edited, self._edited = self._edited, set()
        return edited

    def apply(self, lines: Sequence[str], *splices: Splice) -> None:
        """Follow edits: `lines` are those after them, `splices` what they did (see `Splices`)."""
        changes = changes_after(lines, splices, self._first_lines(), self._text)
        if changes:
            self._replace(changes)

    def _text(self, position: int) -> str:
        return self.module.parts[self._keys[position]].chunk.text

    def _replace(self, changes: list[Change]) -> None:
        before = {key: self.module.parts[key] for one in changes for key in self._keys[one.first : one.last]}
        for part in before.values():
            self._remember(part)
        keys = self._keys_after(changes)
        if keys is None:
            self._renumber(changes)
            return
        fresh: dict[int, Chunk] = {}
        for own, one in zip(keys, changes, strict=True):
            fresh.update(zip(own, one.chunks, strict=True))
        for own, (first, last, chunks) in zip(reversed(keys), reversed(changes), strict=True):
            counts = [chunk.line_count for chunk in chunks]
            if own != self._keys[first:last] or counts != self._counts[first:last]:
                self._keys[first:last], self._counts[first:last] = own, counts
                self._has_moved()
        self._edited.update(fresh)
        added = [
            self._part(key, chunk, before[key].reading if key in before else None)
            for key, chunk in fresh.items()
        ]
        self.module.replace(set(before) - set(fresh), added)

    def _has_moved(self) -> None:
        self._starts = None
        self.moves += 1

    def _keys_after(self, changes: list[Change]) -> list[list[int]] | None:
        """Core lines for the chunks of each change; None if there is no room left for them."""
        found: list[list[int]] = []
        for number, (first, last, chunks) in enumerate(changes):
            if number and changes[number - 1].last == first and found[-1]:
                below = found[-1][-1] + changes[number - 1].chunks[-1].line_count
            else:
                below = self._keys[first - 1] + self._counts[first - 1] if first else 0
            above = self._keys[last] if last < len(self._keys) else None
            keys = keys_between(self._keys[first:last], chunks, below, above)
            if keys is None:
                return None
            found.append(keys)
        return found

    def _renumber(self, changes: list[Change]) -> None:
        parts = [self.module.parts[key] for key in self._keys]
        chunks = [part.chunk for part in parts]
        for first, last, fresh in reversed(changes):
            chunks[first:last] = fresh
        for part in parts:
            self._remember(part, len(parts))
        self._keys = [number * GAP for number in range(len(chunks))]
        self._counts = [chunk.line_count for chunk in chunks]
        self._has_moved()
        self.module = Module([self._part(key, chunk) for key, chunk in zip(self._keys, chunks, strict=True)])

    # What was read

    def _part(self, key: int, chunk: Chunk, before: Reading | None = None) -> Part:
        known = self._remembered.pop(chunk.text, None)
        if known is None:
            reading = read_chunk(chunk.text, before)
            known = (reading, index_facts(reading.facts), Notes())
        return Part(key, chunk, *known)

    def _remember(self, part: Part, further: int = 0) -> None:
        self._remembered[part.chunk.text] = (part.reading, part.by_statement, part.notes)
        if len(self._remembered) > _MOST_REMEMBERED + further:
            self._remembered.popitem(last=False)


def keys_between(old: list[int], chunks: list[Chunk], below: int, above: int | None) -> list[int] | None:
    """Core lines for chunks in the place of old ones, whose own come first; None if no room is left.

    `below` is the first core line behind what stands above them, `above` that of what stands below.
    """
    keys = old[: len(chunks)]
    further = len(chunks) - len(keys)
    if keys:
        below = keys[-1] + max(chunks[len(keys) - 1].line_count, 1)
    if above is None:
        above = below + GAP * (further + 1)
    step = (above - below) // (further + 1)
    keys += [below + step * number for number in range(1, further + 1)]
    following = [*keys[1:], above]
    fits = all(
        key + chunk.line_count <= end for key, chunk, end in zip(keys, chunks, following, strict=False)
    )
    return keys if fits else None
