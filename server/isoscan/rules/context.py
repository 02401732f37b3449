"""What a rule is given: the module with its scanners, slices and definitions. Rules only read it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from isoscan.boundaries.boundary import Boundary
from isoscan.config import Config
from isoscan.model.module import Module
from isoscan.model.slices import Slice
from isoscan.parameters.parameter import Scanner, SharedGlobal
from isoscan.parameters.reading import ScannerReadings
from isoscan.parameters.scanners import Description
from isoscan.rules.definitions import TunableUse, tunable_uses
from isoscan.rules.diagnostic import Diagnostic
from isoscan.rules.frame_sharing import Sharing, find_sharing
from isoscan.rules.frame_writes import FrameReader
from isoscan.rules.references import References

_LOOK_UPS = frozenset({"globals", "vars", "locals", "eval", "exec", "getattr", "setattr", "__import__"})


@dataclass
class RuleContext:
    """A module under check. What several rules need is computed once, when first asked for.

    `found` are the findings of the rules that ran before, suppressed ones included.
    """

    description: Description
    config: Config
    found: tuple[Diagnostic, ...] = field(default=())

    @property
    def module(self) -> Module:
        """The module."""
        return self.description.workshop.module

    @property
    def scanners(self) -> tuple[Scanner, ...]:
        """Its scanners in file order."""
        return self.description.scanners

    @property
    def readings(self) -> tuple[ScannerReadings, ...]:
        """What each scanner reads, in the order of `scanners`."""
        return self.description.readings

    @property
    def shared_globals(self) -> tuple[SharedGlobal, ...]:
        """Its shared globals in file order."""
        return self.description.shared_globals

    @cached_property
    def _start_lines(self) -> list[int]:
        return [scanner.boundary.start_line for scanner in self.scanners]

    def boundary_at(self, line: int) -> Boundary | None:
        """The scanner whose lines hold a line (0-based), if any: they share none, and stand in file order."""
        index = bisect_right(self._start_lines, line) - 1
        if index < 0:
            return None
        boundary = self.scanners[index].boundary
        return boundary if line <= boundary.end_line else None

    @cached_property
    def slices(self) -> dict[str, Slice]:
        """Each scanner's slice by its namespace."""
        return {scanner.boundary.namespace: scanner.slice for scanner in self.readings}

    @cached_property
    def tunables(self) -> tuple[TunableUse, ...]:
        """The tunables outside of scanners' own functions that scanners read, with who reads them."""
        return tunable_uses(self.description)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name, attribute and key in the file: what a new name must not be."""
        facts = [part.facts for part in self.module.parts]
        return frozenset(
            {use.name for read in facts for use in read.names}
            | {use.name for read in facts for use in read.attributes}
            | {str(item.key) for read in facts for item in read.items}
            | {str(entry.path[-1]) for read in facts for entry in read.entries}
        )

    @cached_property
    def looks_names_up(self) -> bool:
        """Whether code finds names by text at run time, so that not every read can be known."""
        return any(
            call.callee in _LOOK_UPS or call.name in ("query", "eval")
            for part in self.module.parts
            for call in part.facts.calls
        )

    @cached_property
    def frames(self) -> FrameReader:
        """What functions do to the frames they are given."""
        return FrameReader(self.module)

    @cached_property
    def sharing(self) -> Sharing:
        """Which frames the file's code hands to the scanners' functions."""
        units = (scanner.unit or scanner.container for scanner in self.readings)
        wanted = frozenset(unit.qualified_name for unit in units if unit is not None)
        return find_sharing(self.module, self.frames, wanted)

    @cached_property
    def references(self) -> References:
        """Every reference in the module, scanners' or not."""
        return References(self.description.workshop)
