"""Where a generated module comes from, as its docstring says, and whether that still holds.

Two checksums stand in the docstring: of the source's slice, and of the generated code itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from isoscan.analysis import Analysis
from isoscan.extraction.assembly import checksum
from isoscan.extraction.draft import GENERATED, Context
from isoscan.extraction.drafting import draft_scanner
from isoscan.source.lines import split_lines
from isoscan.source.spans import Span

MARK = GENERATED
MOVED = "Moved: the source no longer holds it"
_FIRST = re.compile(r"^(?:#[^\n]*\n|\s)*(?:\"\"\"|''')Scanner `(?P<name>[^`\n]+)`, extracted by isoscan\.")
_FIELD = re.compile(
    r"^(Source|Lines|SHA-256 of the slice|SHA-256 of the code|SHA-256 of its comments|Template): (.+?)\s*$"
)
_HEADER_FIELD = re.compile(
    r"(Source|Lines|SHA-256 of (the slice|the code|its comments)|Tool|Template|Formatted by): "
)
_FIELDS_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a generated module's docstring says.

    `source` is the source's path as written there, lines are 1-based and inclusive, as there; `code_digest`,
    `comment_digest` and `template` are "" where a file has none. `span` is the docstring's first line,
    `source_span` the one that names the source. `moved`: by intention the source no longer holds it.
    """

    name: str
    source: str
    start_line: int
    end_line: int
    digest: str
    code_digest: str
    comment_digest: str
    template: str
    span: Span
    source_span: Span
    moved: bool


def read_provenance(text: str) -> Provenance | None:
    """Read where a module comes from; None if isoscan did not generate it."""
    found = _FIRST.match(text.removeprefix("\ufeff")) if MARK in text[:2000] else None
    if found is None:
        return None
    lines = [line.rstrip("\r\n") for line in split_lines(text)]
    first = next(number for number, line in enumerate(lines) if MARK in line)
    fields: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines[first : first + _FIELDS_WITHIN], first):
        field = _FIELD.match(line)
        if field is not None:
            fields.setdefault(field[1], (field[2], number))
    bounds = re.fullmatch(r"(\d+)-(\d+)", fields.get("Lines", ("", 0))[0])
    if "Source" not in fields or "SHA-256 of the slice" not in fields or bounds is None:
        return None
    source, source_line = fields["Source"]
    return Provenance(
        name=found["name"],
        source=source,
        start_line=int(bounds[1]),
        end_line=int(bounds[2]),
        digest=fields["SHA-256 of the slice"][0],
        code_digest=fields.get("SHA-256 of the code", ("", 0))[0],
        comment_digest=fields.get("SHA-256 of its comments", ("", 0))[0],
        template=fields.get("Template", ("", 0))[0],
        span=Span(first, 0, first, len(lines[first])),
        source_span=Span(source_line, 0, source_line, len(lines[source_line])),
        moved=MOVED in lines[first : first + _FIELDS_WITHIN],
    )


def is_header_line(line: str) -> bool:
    """Whether a line of a generated module's docstring, or above it, is isoscan's own or empty."""
    text = line.strip()
    if not text or text.startswith(("#", "* ")) or text in ('"""', "'''", "Remarks:", MOVED):
        return True
    return MARK in text or bool(_HEADER_FIELD.match(text))


class CurrentSlice(NamedTuple):
    """A scanner that a generated module may be of, as the source has it today.

    `namespace` is the scanner's; lines are 0-based and inclusive; `digests` are the checksums that it would
    get: one for templates that lift parameters, one for those that do not.
    """

    namespace: str
    start_line: int
    end_line: int
    digests: frozenset[str]


def slices_named(analysis: Analysis, name: str) -> tuple[CurrentSlice, ...]:
    """The source's scanners of a name, in file order."""
    found = []
    for scanner in analysis.scanners:
        boundary = scanner.boundary
        if boundary.name != name:
            continue
        drafts = [draft_scanner(Context.of(analysis, lifts=lifts), scanner) for lifts in (True, False)]
        digests = frozenset(checksum(draft.slice_texts) for draft in drafts if not isinstance(draft, str))
        found.append(CurrentSlice(boundary.namespace, boundary.start_line, boundary.end_line, digests))
    return tuple(found)


def nearest_first(slices: Iterable[CurrentSlice], provenance: Provenance) -> list[CurrentSlice]:
    """Of scanners of one name the one nearest to where it stood first."""
    return sorted(slices, key=lambda each: abs(each.start_line + 1 - provenance.start_line))


def current_slices(analysis: Analysis, provenance: Provenance) -> list[CurrentSlice]:
    """The source's scanners that a generated module may be of, the likeliest first."""
    return nearest_first(slices_named(analysis, provenance.name), provenance)
