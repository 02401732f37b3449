"""Generated modules out of step: their source has changed since (ISO501), or they were edited (ISO502)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath

from isoscan.analysis import Analysis
from isoscan.config import Config
from isoscan.extraction.again import Finish, History, Making, as_written, extract_again
from isoscan.extraction.digest import code_digest
from isoscan.extraction.provenance import (
    CurrentSlice,
    Provenance,
    nearest_first,
    read_provenance,
    slices_named,
)
from isoscan.extraction.rendering import PACKAGED
from isoscan.model.module import Module
from isoscan.rules.diagnostic import Diagnostic, Edit, Fix
from isoscan.rules.selection import is_selected, severity_of
from isoscan.source.lines import split_lines
from isoscan.source.spans import Span

STALE, EDITED = "ISO501", "ISO502"


def find_drift(
    text: str,
    source_of: Callable[[Provenance], Analysis | None],
    config: Config,
    *,
    finish: Finish = as_written,
    history: History | None = None,
) -> tuple[Diagnostic, ...]:
    """What is out of step in a generated module, with fixes; nothing for any other text.

    `source_of` gives the analysis of the source that the module names, None where it is not to be had: then
    only edits of the module itself are found. Settings select and grade as for any rule. For fixes, `finish`
    is what is done to new modules, and `history` has earlier texts.
    """
    provenance = read_provenance(text)
    if provenance is None:
        return ()
    analysis = source_of(provenance) if looks_at_source(provenance, config) else None
    slices = slices_named(analysis, provenance.name) if analysis is not None else None
    found = drift_from(text, provenance, slices, config)
    if analysis is None:
        return found
    return tuple(
        each._replace(fixes=tuple(_again(text, provenance, analysis, config, each.scanners, finish, history)))
        if each.code == STALE
        else each
        for each in found
    )


def looks_at_source(provenance: Provenance, config: Config) -> bool:
    """Whether anything about a module can be told from its source."""
    return is_selected(STALE, True, config) and not provenance.moved


def drift_from(
    text: str, provenance: Provenance, slices: Iterable[CurrentSlice] | None, config: Config
) -> tuple[Diagnostic, ...]:
    """What is out of step in a generated module, without fixes.

    `slices` are the source's scanners of its name, None where they are not known.
    """
    found: list[Diagnostic] = []
    if slices is not None and looks_at_source(provenance, config):
        stale = _stale(provenance, nearest_first(slices, provenance))
        found.extend(() if stale is None else (stale,))
    edited = bool(provenance.code_digest) and code_digest(text) != provenance.code_digest
    if edited and is_selected(EDITED, True, config):
        found.append(_edited(provenance))
    return tuple(each._replace(severity=severity_of(each.code, each.severity, config)) for each in found)


def is_ignored(module: Module) -> bool:
    """Whether a comment in a module says that nothing is to be reported of it."""
    steering = (each for part in module.parts for each in part.facts.steering)
    return any(each.kind == "ignore-file" and not each.problem for each in steering)


def _stale(provenance: Provenance, current: list[CurrentSlice]) -> Diagnostic | None:
    if any(provenance.digest in each.digests for each in current):
        return None
    place = f"`{provenance.name}` of {PurePath(provenance.source).name}"
    if not current:
        message = f"{place}, from which this was extracted, is not there any more"
    else:
        lines = f"{current[0].start_line + 1}-{current[0].end_line + 1}"
        message = f"{place} (lines {lines}) has changed since this was extracted; extract it again"
    return Diagnostic(
        code=STALE,
        name="stale-extraction",
        severity="warning",
        subject=provenance.name,
        message=message,
        span=provenance.source_span,
        scanners=tuple(each.namespace for each in current[:1]),
    )


def _again(
    text: str,
    provenance: Provenance,
    analysis: Analysis,
    config: Config,
    namespaces: tuple[str, ...],
    finish: Finish,
    history: History | None,
) -> Iterator[Fix]:
    """The fixes that bring the module up to date: with what was edited by hand, and without."""
    if provenance.template not in PACKAGED or not namespaces:
        return
    making = Making(provenance.source, config, provenance.template, finish=finish)
    again = extract_again(text, analysis, namespaces[0], making, history)
    if isinstance(again, str):
        return
    if again.text and not again.keeps_edits:
        yield Fix("Extract it again", "safe", (_whole(text, again.fresh),))
        return
    if again.text:
        yield Fix("Extract it again, with the edits made by hand", "unsafe", (_whole(text, again.text),))
    elif again.marked:
        title = "Extract it again, and mark where that and the edits made by hand conflict"
        yield Fix(title, "unsafe", (_whole(text, again.marked),))
    yield Fix("Extract it again, without the edits made by hand", "unsafe", (_whole(text, again.fresh),))


def _whole(text: str, new: str) -> Edit:
    """The edit that puts another text in the place of the whole."""
    lines = split_lines(text)
    return Edit(Span(0, 0, len(lines) - 1, len(lines[-1])), new)


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
