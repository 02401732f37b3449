"""The parts of a module: its chunks in their places, each to be read on its own.

Reading a part is tracked (see `tracking`), so that whoever does depends on that part alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from isoscan.facts.pieces import Reading
from isoscan.facts.records import ChunkFacts
from isoscan.model.index import FactsIndex
from isoscan.model.notes import Notes
from isoscan.source.chunks import Chunk
from isoscan.source.lines import file_lines
from isoscan.source.spans import Span
from isoscan.tracking.store import Cell, Store


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk in its place.

    `index` names the part and is the number of its first line in core lines (see `Module`); `first_line` is
    the same number, for reading. `reading` tells what the facts were put together from; `notes` are what
    others computed from the facts alone.
    """

    index: int
    chunk: Chunk
    reading: Reading = field(repr=False)
    by_statement: FactsIndex = field(repr=False)
    notes: Notes = field(repr=False, compare=False)

    @property
    def facts(self) -> ChunkFacts:
        """What the chunk says."""
        return self.reading.facts

    @property
    def first_line(self) -> int:
        """The core line of the chunk's first line."""
        return self.index

    @property
    def lines(self) -> list[str]:
        """The chunk's lines with their ends."""
        return self.notes.recall("lines", None, partial(file_lines, self.chunk.text))

    def span(self, relative: Span) -> Span:
        """The span in core lines of one relative to the chunk."""
        return relative.shifted(self.index)


class Follower(Protocol):
    """What has the parts of a module for owners."""

    def add(self, owner: int) -> None:
        """A further part."""

    def remove(self, owner: int) -> None:
        """A part is gone."""


class Parts:
    """The parts of a module, by index and in file order. Reading one depends on that part alone."""

    __slots__ = ("_cells", "_indexes", "_keys", "_order", "_store")

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cells: dict[int, Cell[Part | None]] = {}
        self._order: Cell[tuple[int, ...]] = Cell(store, ())
        self._keys: tuple[int, ...] = ()
        self._indexes: list[Follower] = []

    def follow(self, index: Follower) -> None:
        """Let an index or a collection have all parts as owners, from now on."""
        self._indexes.append(index)
        for owner in self._keys:
            index.add(owner)

    def replace(self, removed: Iterable[int], added: Iterable[Part]) -> None:
        """See `Module.replace`."""
        gone = set(removed)
        fresh: list[Part] = []
        for part in added:
            cell = self._cell(part.index)
            if cell.read() is None:
                fresh.append(part)
            gone.discard(part.index)
            cell.replace(part)
        if not gone and not fresh:
            return
        self._keys = tuple(sorted([*(set(self._keys) - gone), *(part.index for part in fresh)]))
        self._order.set(self._keys)
        for index in self._indexes:
            for owner in gone:
                index.remove(owner)
            for part in fresh:
                index.add(part.index)
        for owner in gone:
            self._cell(owner).replace(None)

    def _cell(self, index: int) -> Cell[Part | None]:
        """The cell of a part, which stays when the part goes: whoever asks learns when it comes back."""
        cell = self._cells.get(index)
        if cell is None:
            cell = self._cells[index] = Cell(self._store, None)
        return cell

    @property
    def order(self) -> tuple[int, ...]:
        """The indexes of all parts in file order."""
        return self._order.read()

    def __getitem__(self, index: int) -> Part:
        cell = self._cells.get(index)
        part = cell.read() if cell is not None else self._cell(index).read()
        if part is None:
            raise KeyError(index)
        return part

    def __iter__(self) -> Iterator[Part]:
        return map(self.__getitem__, self._order.read())

    def __len__(self) -> int:
        return len(self._order.read())

    def around(self, line: int) -> Part | None:
        """The part whose lines hold a core line, or the last one above it."""
        index = self.index_around(line)
        return self[index] if index >= 0 else None

    def index_around(self, line: int) -> int:
        """The index of the part whose lines hold a core line; -1 above all parts.

        Not tracked: a line stays in its part for as long as both exist.
        """
        position = bisect_right(self._keys, line) - 1
        return self._keys[position] if position >= 0 else -1

    def between(self, first: int, last: int) -> tuple[Part, ...]:
        """The parts that share a line with the core lines `first` to `last` (inclusive)."""
        keys = self._order.read()
        start = max(bisect_right(keys, first) - 1, 0)
        return tuple(map(self.__getitem__, keys[start : bisect_right(keys, last)]))

    def after(self, index: int) -> Iterator[Part]:
        """The parts below one, nearest first."""
        keys = self._order.read()
        return map(self.__getitem__, keys[bisect_right(keys, index) :])

    def next_line(self, line: int) -> int:
        """The core line that stands below one in the file."""
        part = self.around(line)
        if part is None or line - part.index + 1 < part.chunk.line_count:
            return line + 1
        following = next(self.after(part.index), None)
        return following.index if following is not None else line + 1

    def lines_between(self, above: int, below: int) -> Iterator[tuple[int, str]]:
        """The lines that stand between two others in the file, both left out: their core lines and texts."""
        for part in self.between(above, below):
            first = max(part.index, above + 1)
            last = min(part.index + part.chunk.line_count, below)
            for line in range(first, last):
                yield line, part.lines[line - part.index]
