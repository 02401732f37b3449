"""Suppression comments: which findings they silence.

`# isoscan: ignore[ISO201]` silences findings on its line (on the next, when it has a line of its own), and
on a scanner's header line those of the whole scanner; without brackets it silences every rule. `# isoscan:
ignore-file` silences the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isoscan.boundaries.boundary import Boundary
from isoscan.facts.records import Steering
from isoscan.model.parts import Part
from isoscan.rules.concerns import Concern
from isoscan.rules.diagnostic import Diagnostic
from isoscan.rules.grounds import Grounds
from isoscan.source.spans import Span

# Findings about several scanners: silencing all but one of them leaves nothing to report.
_ON_SUPPRESSIONS = "ISO001"
_SHARING = frozenset({"ISO201", "ISO202"})


class Suppression(NamedTuple):
    """An `ignore` comment. `line` is the core line that it silences.

    `codes` are rule codes or names, empty for all; `scanner` is the one on whose header it stands.
    """

    span: Span
    codes: tuple[str, ...]
    line: int
    scanner: Boundary | None

    def covers(self, diagnostic: Diagnostic, code: str = "") -> bool:
        """Whether it silences a finding, by one of its codes or by all."""
        codes = (code,) if code else self.codes
        if not codes and diagnostic.code == _ON_SUPPRESSIONS:
            return False
        if codes and diagnostic.code not in codes and diagnostic.name not in codes:
            return False
        if diagnostic.span.line == self.line:
            return True
        if self.scanner is None:
            return False
        if self.scanner.start_line <= diagnostic.span.line <= self.scanner.end_line:
            return True
        others = sum(name != self.scanner.namespace for name in diagnostic.scanners)
        return others < len(diagnostic.scanners) and _is_silenced_for_all(diagnostic.code, others)

    def covers_concern(self, concern: Concern, code: str = "") -> bool:
        """Whether, on a scanner's header, it silences a shown finding that concerns the scanner."""
        codes = (code,) if code else self.codes
        if not concern.shown or (codes and concern.code not in codes and concern.name not in codes):
            return False
        return _is_silenced_for_all(concern.code, concern.others)


def _is_silenced_for_all(code: str, others: int) -> bool:
    """Whether silencing a finding for one scanner leaves nothing to say to the others it names."""
    return others < (2 if code in _SHARING else 1)


_Key = tuple[str, int | str]


class Suppressions:
    """The suppressions of a module."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        # By the line and by the scanner that they silence; and whether there are any, or one for the file.
        self._index = grounds.gather.index("suppressions", self._in_part)
        # The comments that begin and end scanners, all under "".
        self._ranges = grounds.gather.index("instructions", self._ranges_in)

    @property
    def ignore_file(self) -> bool:
        """Whether `# isoscan: ignore-file` stands anywhere."""
        return self._index.has(("file", ""))

    def in_part(self, part: int) -> tuple[Suppression, ...]:
        """The suppressions that stand in a part, in file order."""
        return self._index.of_owner(part).get(("here", ""), ())

    @property
    def ranges(self) -> tuple[tuple[Steering, Span], ...]:
        """The comments that begin and end scanners, in file order."""
        return self._ranges.of("")

    def silence(self, diagnostic: Diagnostic) -> bool:
        """Whether one of the comments silences a finding."""
        return any(suppression.covers(diagnostic) for suppression in self._concerning(diagnostic))

    def _concerning(self, diagnostic: Diagnostic) -> Iterator[Suppression]:
        if not self._index.has(("here", "")):
            return
        line = diagnostic.span.line
        yield from self._index.of(("line", line))
        if not self._index.has(("header", "")):
            return
        around = self._grounds.boundary_at(self._grounds.module.parts.index_around(line), line)
        if around is not None:
            yield from self._index.of(("scanner", around.namespace))
        for namespace in diagnostic.scanners:
            yield from self._index.of(("scanner", namespace))

    def _ranges_in(self, index: int) -> dict[str, tuple[tuple[Steering, Span], ...]]:
        part = self._grounds.module.parts[index]
        found = [
            (steering, part.span(steering.span))
            for steering in part.facts.steering
            if steering.kind in ("begin", "end") and not steering.problem
        ]
        return {"": tuple(found)} if found else {}

    def _in_part(self, index: int) -> dict[_Key, tuple[Suppression, ...]]:
        part = self._grounds.module.parts[index]
        found: dict[_Key, tuple[Suppression, ...]] = {}
        for steering in part.facts.steering:
            if steering.problem:
                continue
            if steering.kind == "ignore-file":
                found["file", ""] = ()
            elif steering.kind == "ignore":
                suppression = _suppression(self._grounds, part, steering)
                keys: list[_Key] = [("here", ""), ("line", suppression.line)]
                if suppression.scanner is not None:
                    keys += [("header", ""), ("scanner", suppression.scanner.namespace)]
                for key in keys:
                    found[key] = (*found.get(key, ()), suppression)
        return found


def _suppression(grounds: Grounds, part: Part, steering: Steering) -> Suppression:
    span = part.span(steering.span)
    around = grounds.boundary_at(part.index, span.line)
    return Suppression(
        span,
        steering.arguments,
        grounds.module.next_line(span.line) if steering.own_line else span.line,
        around if around is not None and span.line in _header_lines(grounds, around) else None,
    )


def _header_lines(grounds: Grounds, boundary: Boundary) -> range:
    """The lines of a scanner's def or class line; for others the line of the definition."""
    unit = grounds.readings_of(boundary.namespace).unit
    if unit is None:
        return range(boundary.definition_line, boundary.definition_line + 1)
    header = grounds.module.parts[unit.ref.part].span(grounds.module.statement(unit.ref).header)
    return range(boundary.definition_line, max(header.end_line, boundary.definition_line) + 1)
