"""Generated modules out of step: their source has changed since (ISO501), or they were edited (ISO502)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath

from isoscan.analysis import Analysis
from isoscan.config import Config
from isoscan.extraction.digest import code_digest
from isoscan.extraction.extraction import extract
from isoscan.extraction.provenance import Provenance, current_slices, read_provenance
from isoscan.extraction.rendering import PACKAGED
from isoscan.rules.diagnostic import Diagnostic, Edit, Fix
from isoscan.rules.selection import is_selected, severity_of
from isoscan.source.lines import split_lines
from isoscan.source.spans import Span

STALE, EDITED = "ISO501", "ISO502"


def find_drift(
    text: str, source_of: Callable[[Provenance], Analysis | None], config: Config
) -> tuple[Diagnostic, ...]:
    """What is out of step in a generated module; nothing for any other text.

    `source_of` gives the analysis of the source that the module names, None where it is not to be had: then
    only edits of the module itself are found. Settings select and grade as for any rule.
    """
    provenance = read_provenance(text)
    if provenance is None:
        return ()
    edited = bool(provenance.code_digest) and code_digest(text) != provenance.code_digest
    found: list[Diagnostic] = []
    if is_selected(STALE, True, config) and not provenance.moved:
        analysis = source_of(provenance)
        if analysis is not None:
            found.extend(_stale(text, provenance, analysis, config, edited))
    if edited and is_selected(EDITED, True, config):
        found.append(_edited(provenance))
    return tuple(each._replace(severity=severity_of(each.code, each.severity, config)) for each in found)


def _stale(
    text: str, provenance: Provenance, analysis: Analysis, config: Config, edited: bool
) -> Iterator[Diagnostic]:
    current = current_slices(analysis, provenance)
    if any(provenance.digest in digests for _, digests in current):
        return
    place = f"`{provenance.name}` of {PurePath(provenance.source).name}"
    fixes: tuple[Fix, ...] = ()
    if not current:
        message = f"{place}, from which this was extracted, is not there any more"
    else:
        boundary = current[0][0]
        lines = f"{boundary.start_line + 1}-{boundary.end_line + 1}"
        message = f"{place} (lines {lines}) has changed since this was extracted; extract it again"
        fixes = _again(text, provenance, analysis, boundary.namespace, config, edited)
    yield Diagnostic(
        code=STALE,
        name="stale-extraction",
        severity="warning",
        subject=provenance.name,
        message=message,
        span=provenance.source_span,
        scanners=tuple(boundary.namespace for boundary, _ in current[:1]),
        fixes=fixes,
    )


def _again(
    text: str, provenance: Provenance, analysis: Analysis, namespace: str, config: Config, edited: bool
) -> tuple[Fix, ...]:
    """The fix that writes the module anew; it would undo edits made by hand, and is unsafe then."""
    if provenance.template not in PACKAGED:
        return ()
    extraction = extract(analysis, namespace, provenance.source, config, provenance.template)
    if extraction.problem:
        return ()
    lines = split_lines(text)
    last = len(lines[-1].rstrip("\r\n")) if lines else 0
    ends = bool(lines) and lines[-1] != lines[-1].rstrip("\r\n")
    whole = Span(0, 0, len(lines), 0) if ends else Span(0, 0, max(len(lines) - 1, 0), last)
    title = "Extract it again, without the edits made by hand" if edited else "Extract it again"
    return (Fix(title, "unsafe" if edited else "safe", (Edit(whole, extraction.text),)),)


def _edited(provenance: Provenance) -> Diagnostic:
    return Diagnostic(
        code=EDITED,
        name="edited-extraction",
        severity="hint",
        subject=provenance.name,
        message=(
            f"this extraction of `{provenance.name}` was edited by hand: "
            f"it no longer does what {PurePath(provenance.source).name} does"
        ),
        span=provenance.span,
        scanners=(),
    )
