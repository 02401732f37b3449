"""Suppression comments: which findings they silence.

`# isoscan: ignore[ISO201]` silences findings on its line (on the next, when it has a line of its own), and
on a scanner's header line those of the whole scanner; without brackets it silences every rule. `# isoscan:
ignore-file` silences the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from isoscan.boundaries.boundary import Boundary
from isoscan.facts.records import Steering
from isoscan.model.module import Module
from isoscan.parameters.reading import ScannerReadings
from isoscan.rules.diagnostic import Diagnostic
from isoscan.source.spans import Span

# Findings about several scanners: silencing all but one of them leaves nothing to report.
_ON_SUPPRESSIONS = "ISO001"
_SHARING = frozenset({"ISO201", "ISO202"})


class Suppression(NamedTuple):
    """An `ignore` comment. `span` and `line` (the line it silences) are in file lines.

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
        others = [name for name in diagnostic.scanners if name != self.scanner.namespace]
        involved = len(others) < len(diagnostic.scanners)
        return involved and len(others) < (2 if diagnostic.code in _SHARING else 1)


def steering_comments(module: Module) -> Iterator[tuple[Steering, Span]]:
    """The steering comments of a module with their spans in file lines."""
    for part in module.parts:
        for steering in part.facts.steering:
            yield steering, part.span(steering.span)


def is_file_ignored(module: Module) -> bool:
    """Whether `# isoscan: ignore-file` stands anywhere."""
    return any(
        steering.kind == "ignore-file" and not steering.problem for steering, _ in steering_comments(module)
    )


def find_suppressions(module: Module, scanners: Sequence[ScannerReadings]) -> tuple[Suppression, ...]:
    """The `ignore` comments that can be understood, in file order."""
    headers = {
        line: scanner.boundary for scanner in reversed(scanners) for line in _header_lines(module, scanner)
    }
    return tuple(
        Suppression(
            span,
            steering.arguments,
            module.next_line(span.line) if steering.own_line else span.line,
            headers.get(span.line),
        )
        for steering, span in steering_comments(module)
        if steering.kind == "ignore" and not steering.problem
    )


def _header_lines(module: Module, scanner: ScannerReadings) -> range:
    """The lines of a scanner's def or class line; for others the line of the definition."""
    boundary = scanner.boundary
    if scanner.unit is None:
        return range(boundary.definition_line, boundary.definition_line + 1)
    header = module.parts[scanner.unit.ref.part].span(module.statement(scanner.unit.ref).header)
    return range(boundary.definition_line, max(header.end_line, boundary.definition_line) + 1)


def is_suppressed(suppressions: Sequence[Suppression], diagnostic: Diagnostic) -> bool:
    """Whether one of the comments silences a finding."""
    return any(suppression.covers(diagnostic) for suppression in suppressions)
