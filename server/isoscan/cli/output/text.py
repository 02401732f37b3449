"""The text output, for people: scanners and findings per file, source excerpts with carets, a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from isoscan.cli.colours import Palette
from isoscan.cli.messages import counted, printable
from isoscan.cli.output.excerpt import excerpt
from isoscan.cli.report import FileReport
from isoscan.parameters.parameter import Scanner
from isoscan.rules.diagnostic import Diagnostic

_STYLE_OF_SEVERITY = {"error": "red", "warning": "yellow", "information": "blue", "hint": "cyan"}


def render(reports: Sequence[FileReport], palette: Palette, explain: bool) -> str:
    """Give the whole output; with `explain` each scanner is followed by the evidence it rests on."""
    lines: list[str] = []
    for report in reports:
        for block in _blocks(report, palette, explain):
            lines.extend((*block, ""))
    lines.append(_summary(reports, palette))
    return "\n".join(lines) + "\n"


def render_statistics(reports: Sequence[FileReport], palette: Palette) -> str:
    """Give a line per rule that found something, the commonest first, and the summary."""
    counts = Counter(
        (diagnostic.code, diagnostic.name) for report in reports for diagnostic in report.diagnostics
    )
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = len(str(ranked[0][1])) if ranked else 0
    lines = [f"{count:>{width}}  {palette.paint(code, 'bold')}  {name}" for (code, name), count in ranked]
    return "\n".join([*lines, _summary(reports, palette)]) + "\n"


def _blocks(report: FileReport, palette: Palette, explain: bool) -> Iterator[list[str]]:
    if report.scanners:
        yield list(_scanner_lines(report, palette, explain))
    for diagnostic in report.diagnostics:
        yield list(_diagnostic_lines(report, diagnostic, palette))


def _scanner_lines(report: FileReport, palette: Palette, explain: bool) -> Iterator[str]:
    path, number = palette.paint(printable(report.path), "bold"), counted(len(report.scanners), "scanner")
    yield f"{path}: {number}"
    name_width = max(len(printable(scanner.boundary.namespace)) for scanner in report.scanners)
    kind_width = max(len(scanner.boundary.kind) for scanner in report.scanners)
    line_width = max(len(_line_range(scanner)) for scanner in report.scanners)
    for scanner in report.scanners:
        boundary = scanner.boundary
        name = printable(boundary.namespace).ljust(name_width)
        yield (
            f"  {palette.paint(name, 'green')}  {boundary.kind:<{kind_width}}"
            f"  lines {_line_range(scanner):<{line_width}}"
            f"  confidence {boundary.confidence:.2f}  isolation {scanner.isolation_score:.2f}"
            f"{'' if boundary.status == 'valid' else '  ' + boundary.status.replace('_', ' ')}"
        )
        if explain:
            for evidence in boundary.evidence:
                reason = printable(evidence.reason)
                yield palette.paint(f"    {evidence.detector} {evidence.score:.2f}: {reason}", "dim")


def _line_range(scanner: Scanner) -> str:
    return f"{scanner.boundary.start_line + 1}-{scanner.boundary.end_line + 1}"


def _diagnostic_lines(report: FileReport, diagnostic: Diagnostic, palette: Palette) -> Iterator[str]:
    span, path = diagnostic.span, printable(report.path)
    style = _STYLE_OF_SEVERITY[diagnostic.severity]
    yield (
        f"{palette.paint(path, 'bold')}:{span.line + 1}:{span.column + 1}: "
        f"{palette.paint(diagnostic.code, style)} {diagnostic.name}: {printable(diagnostic.message)}"
    )
    yield from excerpt(report.lines, span, palette, style)
    for remark in related_lines(diagnostic):
        yield palette.paint(f"  {printable(remark)}", "dim")
    for fix in diagnostic.fixes:
        yield f"  {palette.paint('help', 'cyan')}: {printable(fix.title)}"


def related_lines(diagnostic: Diagnostic) -> list[str]:
    """Give a remark per line and message that a finding also involves, in their order, without repeats."""
    remarks = (f"line {related.span.line + 1}: {related.message}" for related in diagnostic.related)
    return list(dict.fromkeys(remarks))


def _summary(reports: Sequence[FileReport], palette: Palette) -> str:
    if not reports:
        return "No file could be checked."
    findings = sum(len(report.diagnostics) for report in reports)
    scanners = sum(len(report.scanners) for report in reports)
    hidden = sum(report.hidden for report in reports)
    files = counted(len(reports), "file")
    holding = counted(sum(bool(report.scanners) for report in reports), "file")
    verdict = palette.paint(
        f"Found {counted(findings, 'finding')}." if findings else "Nothing to complain about.",
        "bold" if findings else "green",
    )
    place = f" in {holding}" if scanners and len(reports) > 1 else ""
    known = f" {counted(hidden, 'known finding')} hidden by the baseline." if hidden else ""
    return f"{verdict} {counted(scanners, 'scanner')}{place}; {files} checked.{known}"
