"""From what is kept to text: pieces in the order of the source, sorted into the sections of a module."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from isoscan.extraction.closure import Closure
from isoscan.extraction.definitions import Definitions
from isoscan.extraction.imports import future_imports, import_replacements, star_imports
from isoscan.extraction.layout import Layout
from isoscan.extraction.secrets import Secrets
from isoscan.extraction.text import Replacement, reindented
from isoscan.model.module import StatementRef
from isoscan.source.spans import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement as it will stand in the generated module.

    `text` is what is written, `slice_text` the same before parameters were lifted (what the checksum
    is taken of); `region` is where it stood. `is_block`: a def, class or other compound statement.
    """

    ref: StatementRef
    text: str
    slice_text: str
    region: Span
    is_block: bool
    has_effects: bool
    """Whether importing the module does more with it than bind names to literals, defs and classes."""


@dataclass(frozen=True, slots=True)
class Sections:
    """The pieces by section, each in source order."""

    future: tuple[Piece, ...] = field(repr=False)
    imports: tuple[Piece, ...] = field(repr=False)
    parameters: tuple[Piece, ...] = field(repr=False)
    code: tuple[Piece, ...] = field(repr=False)

    @property
    def all(self) -> tuple[Piece, ...]:
        """All pieces in source order."""
        pieces = (*self.future, *self.imports, *self.parameters, *self.code)
        return tuple(sorted(pieces, key=lambda piece: piece.ref))


@dataclass(frozen=True, slots=True)
class Writing:
    """How pieces are written: what is put in the place of what, and where some of them begin.

    `starts` gives first lines (0-based) that differ from the rule for comments (a scanner begins
    where its boundary does); `parameter_spans` are the values of the scanner's parameters.
    """

    layout: Layout
    definitions: Definitions
    secrets: Secrets
    lifted: tuple[Replacement, ...] = ()
    starts: Mapping[StatementRef, int] = field(default_factory=dict)
    parameter_spans: tuple[Span, ...] = ()


def sections_of(writing: Writing, closure: Closure) -> Sections:
    """Write the pieces of a closure and sort them into sections."""
    layout = writing.layout
    future = {ref: _future_piece(writing, ref) for ref in future_imports(layout)}
    stars = [star.ref for star in star_imports(layout)] if closure.unknown else []
    refs = sorted(
        {*closure.kept, *(ref for ref in stars if layout.statement(ref).parent < 0)} - future.keys()
    )
    pieces = [piece_of(writing, closure, ref) for ref in refs]
    bound_often = _names_bound_often(layout, closure, pieces)
    imports, parameters, code = [], [], []
    barred = False
    for piece in pieces:
        names = _bound_names(layout, piece.ref)
        if layout.statement(piece.ref).kind == "import" and not barred and not names & bound_often:
            imports.append(piece)
            continue
        if is_setting(writing, piece) and not names & bound_often:
            parameters.append(piece)
            continue
        barred = barred or piece.has_effects
        code.append(piece)
    return Sections(tuple(future.values()), tuple(imports), tuple(parameters), tuple(code))


def _future_piece(writing: Writing, ref: StatementRef) -> Piece:
    region = writing.layout.region(ref)
    text = writing.layout.source.between(region)
    return Piece(ref, text, text, region, False, False)


def piece_of(writing: Writing, closure: Closure, ref: StatementRef) -> Piece:
    """Write one piece of a closure."""
    layout = writing.layout
    region = layout.region(ref)
    start = writing.starts.get(ref)
    if start is not None and region.column == 0:
        region = region._replace(line=start)
    edits = [*writing.secrets.within(region)]
    kept = closure.kept.get(ref)
    kind = layout.statement(ref).kind
    if kind == "import":
        edits.extend(import_replacements(layout, ref, closure.imported.get(ref, frozenset({"*"}))))
    elif kept is not None and len(kept) < len(layout.nested(ref)):
        edits.extend(layout.removals(ref, kept))
    if ref in closure.knobs:
        knobs, keys = closure.knobs[ref]
        edits.extend(knobs.removals(layout, keys))
    slice_text = layout.source.edited(region, edits)
    text = layout.source.edited(region, [*edits, *writing.lifted])
    indentation = layout.source.indentation(layout.span(ref).line)
    if writing.definitions.is_guarded(ref) and indentation:
        text, slice_text = reindented(text, indentation, ""), reindented(slice_text, indentation, "")
    is_block = kind in ("function", "class", "if", "for", "while", "with", "try", "match")
    return Piece(ref, text, slice_text, region, is_block, _has_effects(layout, ref))


def _has_effects(layout: Layout, ref: StatementRef) -> bool:
    kind = layout.statement(ref).kind
    if kind in ("import", "function", "class", "type_alias"):
        return bool(layout.statement(ref).decorators)
    part = layout.module.parts[ref.part]
    if kind not in ("assignment", "annotation"):
        # try: import x / except ImportError: x = None
        return any(part.by_statement.calls[index] for index in layout.nested(ref))
    return bool(part.by_statement.calls[ref.statement])


def is_setting(writing: Writing, piece: Piece) -> bool:
    """Whether a piece assigns literals among which is one of the scanner's parameters."""
    layout = writing.layout
    statement = layout.statement(piece.ref)
    if statement.kind != "assignment" or statement.scope != 0:
        return False
    part = layout.module.parts[piece.ref.part]
    if any(use.access == "read" for use in part.by_statement.names[piece.ref.statement]):
        return False
    span = layout.span(piece.ref)
    return any(span.start <= each.start and each.end <= span.end for each in writing.parameter_spans)


def _bound_names(layout: Layout, ref: StatementRef) -> set[str]:
    part = layout.module.parts[ref.part]
    return {
        use.name
        for index in layout.nested(ref)
        for use in part.by_statement.names[index]
        if use.access == "bind" and use.home == 0
    }


def _names_bound_often(layout: Layout, closure: Closure, pieces: Iterable[Piece]) -> set[str]:
    """Names that more than one piece binds: their order must stay. Several imports of one name may move."""
    seen: dict[str, list[bool]] = {}
    for piece in pieces:
        is_import = layout.statement(piece.ref).kind == "import"
        names = _bound_names(layout, piece.ref)
        for name in names & closure.imported[piece.ref] if piece.ref in closure.imported else names:
            seen.setdefault(name, []).append(is_import)
    return {name for name, imports in seen.items() if len(imports) > 1 and not all(imports)}


def joined(pieces: Iterable[Piece]) -> str:
    """Pieces one below the other, with blank lines between them as they stood, or as is usual."""
    text = ""
    previous: Piece | None = None
    for piece in pieces:
        if previous is not None:
            text += "\n" * _line_ends(previous, piece)
        text += piece.text.rstrip()
        previous = piece
    return text


def _line_ends(above: Piece, below: Piece) -> int:
    if above.is_block or below.is_block:
        return 3
    adjacent = below.region.line - above.region.end_line == 1
    return 1 if adjacent else 2


def imports_text(pieces: Iterable[Piece]) -> str:
    """Imports one below the other, with blank lines only where the user had them between neighbours."""
    text = ""
    previous: Piece | None = None
    for piece in pieces:
        if previous is not None:
            near = piece.region.line - previous.region.end_line <= 2
            text += "\n\n" if near and piece.region.line - previous.region.end_line == 2 else "\n"
        text += piece.text.rstrip()
        previous = piece
    return text


def checksum(texts: Iterable[str]) -> str:
    """The sha256 of the source slice: its texts in file order, each with a line end after it, in UTF-8."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()
