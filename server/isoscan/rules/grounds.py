"""What rules and their helpers stand on: the module, its scanners, and look-ups in the file as a whole.

One object lives as long as its module; everything it tells is tracked, and asked for piece by piece.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import chain
from typing import Any, TypeVar

from isoscan.boundaries.boundary import Boundary
from isoscan.config import Config
from isoscan.parameters.bindings import Binding
from isoscan.parameters.description import Description
from isoscan.parameters.draft import Workshop
from isoscan.parameters.reading import ScannerReadings
from isoscan.rules.frame_writes import FrameReader
from isoscan.rules.gathering import Gatherer
from isoscan.rules.mentions import Mentions
from isoscan.rules.references import References
from isoscan.rules.roster import Roster
from isoscan.rules.selection import is_selected
from isoscan.tracking.store import Family

# The rule that compares the numbers of all scanners, by name.
_COMPARING = "ISO302"

Asker = TypeVar("Asker", bound="Grounds")
Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Grounds:
    """A module under check."""

    def __init__(self, description: Description, config: Config) -> None:
        self.description = description
        self.config = config
        self.module = description.module
        self.finder = description.finder
        self.gather = Gatherer(self.module)
        self.mentions = Mentions(self.module, self.gather)
        self.roster = Roster(description, self.gather, is_selected(_COMPARING, False, config))
        self.references = References(description, self.gather)
        self.frames = FrameReader(self.module)
        self._families: dict[Callable[..., object], Family[Any, Any]] = {}

    @property
    def workshop(self) -> Workshop:
        """What is known of definitions, values and texts."""
        return self.description.workshop

    def readings_in(self, part: int) -> tuple[ScannerReadings, ...]:
        """What the scanners that start in a part read, in file order."""
        return self.description.in_part(part)

    def readings_of(self, namespace: str) -> ScannerReadings:
        """What a scanner reads."""
        return self.description.readings_of(namespace)

    def bindings_in(self, part: int) -> tuple[Binding, ...]:
        """The bindings that stand in a part."""
        by_name = self.workshop.contents.bindings.in_part(part)
        return tuple(chain.from_iterable(by_name.values()))

    def boundary_at(self, part: int, line: int) -> Boundary | None:
        """The scanner whose lines hold a line of a part, if any: no two share one."""
        around = (*self.finder.reaching_into(part), *self.finder.of_part(part))
        return next((found for found in around if found.start_line <= line <= found.end_line), None)

    def in_file_order(self, *groups: tuple[str, ...]) -> tuple[str, ...]:
        """The namespaces of several groups, each once, as the scanners stand in the file."""
        filled = [group for group in groups if group]
        if len(filled) < 2:
            return filled[0] if filled else ()
        names = {namespace for group in filled for namespace in group}
        return tuple(sorted(names, key=self._start_of))

    def _start_of(self, namespace: str) -> int:
        boundary = self.finder.named(namespace)
        return boundary.start_line if boundary is not None else 0

    def ask(self: Asker, question: Callable[[Asker, Key], Answer], key: Key) -> Answer:
        """`question(self, key)`, worked out once and again when what it was made from has changed."""
        family = self._families.get(question)
        if family is None:
            family = Family(self.module.store, lambda asked: question(self, asked))
            self._families[question] = family
        answer: Answer = family(key)
        return answer
