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
        starts = [0, *chunk_starts(lines, 0, _end(lines)), _end(lines)] if _end(lines) else []
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

    def apply(self, lines: Sequence[str], splice: Splice) -> None:
        """Follow an edit: `lines` are those after it, `splice` says what it did to those before it."""
        first, last, starts = self._scan(lines, splice)
        chunks = [Chunk("".join(lines[start:end]), end - start) for start, end in pairwise(starts)]
        while first < last and chunks and self._text(first) == chunks[0].text:
            first += 1
            del chunks[0]
        while first < last and chunks and self._text(last - 1) == chunks[-1].text:
            last -= 1
            del chunks[-1]
        if first < last or chunks:
            self._replace(first, last, chunks)

    def _scan(self, lines: Sequence[str], splice: Splice) -> tuple[int, int, list[int]]:
        """Which old chunks an edit replaces (the first, and one past the last), and where the new ones start.

        The new starts end with the line that follows the last of them.
        """
        old = self._first_lines()
        end = _end(lines)
        if not self._keys:
            return 0, 0, [0, *chunk_starts(lines, 0, end), end] if end else [0]
        first = max(bisect_right(old, splice.first, hi=len(self._keys)) - 2, 0)
        shift = splice.added - splice.removed
        # The next old start that may still hold: none within or above what was replaced does.
        position = bisect_right(old, splice.first + splice.removed - 1, hi=len(self._keys))
        starts = [old[first]]
        for start in chunk_starts(lines, old[first], end):
            while position < len(self._keys) and old[position] + shift < start:
                position += 1
            starts.append(start)
            if position < len(self._keys) and old[position] + shift == start:
                return first, position, starts
        if starts[-1] < end:
            starts.append(end)
        return first, len(self._keys), starts

    def _text(self, position: int) -> str:
        return self.module.parts[self._keys[position]].chunk.text

    def _replace(self, first: int, last: int, chunks: list[Chunk]) -> None:
        old = self._keys[first:last]
        before = {key: self.module.parts[key] for key in old}
        for part in before.values():
            self._remember(part)
        keys = self._keys_for(first, last, chunks)
        counts = [chunk.line_count for chunk in chunks]
        if counts != self._counts[first:last]:
            self._counts[first:last] = counts
            self._starts = None
            self.moves += 1
        if keys is None:
            self._renumber(first, last, chunks)
            return
        self._keys[first:last] = keys
        self._edited.update(keys)
        added = [
            self._part(key, chunk, before[key].reading if key in before else None)
            for key, chunk in zip(keys, chunks, strict=True)
        ]
        self.module.replace(set(old) - set(keys), added)

    def _keys_for(self, first: int, last: int, chunks: list[Chunk]) -> list[int] | None:
        """Core lines for chunks in the place of old ones, whose own come first; None if no room is left."""
        keys = self._keys[first : min(last, first + len(chunks))]
        further = len(chunks) - len(keys)
        if not further:
            return keys
        if keys:
            below = keys[-1] + max(chunks[len(keys) - 1].line_count, 1)
        else:
            below = self._keys[first - 1] + self._counts[first - 1] if first else 0
        above = self._keys[last] if last < len(self._keys) else below + GAP * (further + 1)
        step = (above - below) // (further + 1)
        if step < max(chunk.line_count for chunk in chunks) + 1:
            return None
        return keys + [below + step * number for number in range(1, further + 1)]

    def _renumber(self, first: int, last: int, chunks: list[Chunk]) -> None:
        parts = [self.module.parts[key] for key in self._keys]
        texts = [*(p.chunk for p in parts[:first]), *chunks, *(p.chunk for p in parts[last:])]
        for part in parts:
            self._remember(part, len(parts))
        self._keys = [number * GAP for number in range(len(texts))]
        self.module = Module([self._part(key, chunk) for key, chunk in zip(self._keys, texts, strict=True)])

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


def _end(lines: Sequence[str]) -> int:
    """How many lines a file with these lines has: an editor's last, empty one is none."""
    return len(lines) if lines and lines[-1] else max(len(lines) - 1, 0)
