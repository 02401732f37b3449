"""All scanners of a file as a package: one module each, and one for what several of them use.

Shared are defs, classes and constants that come out the same for two scanners or more, whose value nothing
changes, and that only read what is shared, too. Everything else is in each scanner's own module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from isoscan import __version__
from isoscan.analysis import Analysis
from isoscan.config import Config
from isoscan.extraction.assembly import Piece, Sections, imports_text, joined
from isoscan.extraction.draft import BUILTINS, Context, Draft, undefined_names
from isoscan.extraction.extraction import (
    Extraction,
    draft_of,
    extraction_of,
    lifts_parameters,
    signed,
    tidied,
    with_line_ends,
)
from isoscan.extraction.imports import import_replacements
from isoscan.extraction.variables import SHARED
from isoscan.model.module import StatementRef, build_module


@dataclass(frozen=True, slots=True)
class Package:
    """The modules of a package.

    `extractions` are in the order of the namespaces, refusals among them; `shared_text` is the text of
    `_shared.py` ("" where nothing is shared), `init_text` that of `__init__.py`.
    """

    extractions: tuple[Extraction, ...]
    shared_text: str = field(repr=False)
    init_text: str = field(repr=False)

    @property
    def companions(self) -> dict[str, str]:
        """The files beside the scanners', by name."""
        shared = {f"{SHARED}.py": self.shared_text} if self.shared_text else {}
        return {"__init__.py": self.init_text, **shared}


def extract_package(
    analysis: Analysis,
    namespaces: Sequence[str],
    source_path: str,
    config: Config,
    template: str,
    package: str | None = None,
) -> Package:
    """Extract scanners into a package; arguments as for `extract`. Never raises for what the text holds."""
    context = Context.of(analysis, lifts=lifts_parameters(template), package=package)
    drafts = {namespace: draft_of(context, namespace, template) for namespace in namespaces}
    fine = [draft for draft in drafts.values() if isinstance(draft, Draft)]
    shared = _shared_pieces(context, fine)
    names = {name for piece in shared for name in _bound(context, piece.ref)}
    extractions = []
    for draft in drafts.values():
        if isinstance(draft, Extraction):
            extractions.append(draft)
            continue
        thinner = _without(context, draft, shared, names, source_path, template)
        extractions.append(extraction_of(context, thinner, source_path, template))
    path = source_path.replace("\\", "/")
    init = f'"""The scanners of {path}, one module each, extracted by isoscan {__version__}."""\n'
    text = _shared_text(context, fine, shared, path) if shared else ""
    problem = _problem_of(context, fine, text)
    if problem:
        extractions = [
            each if each.problem else replace(each, text="", problem=problem) for each in extractions
        ]
    return Package(tuple(extractions), with_line_ends(text, analysis), with_line_ends(init, analysis))


# What is shared


def _shared_pieces(context: Context, drafts: Sequence[Draft]) -> list[Piece]:
    """The pieces of several drafts that can stand in a module of their own, in file order."""
    found: dict[StatementRef, Piece] = {}
    counts: Counter[StatementRef] = Counter()
    texts: dict[StatementRef, set[str]] = {}
    for draft in drafts:
        for piece in draft.sections.code:
            counts[piece.ref] += 1
            texts.setdefault(piece.ref, set()).add(piece.text)
            found[piece.ref] = piece
    scanners = {
        unit.ref
        for draft in drafts
        for unit in context.layout.module.units
        if unit.name_span == draft.scanner.boundary.name_span
    }
    shared = {
        ref
        for ref, piece in found.items()
        if counts[ref] > 1 and len(texts[ref]) == 1 and ref not in scanners and _can_move(context, piece)
    }
    while True:
        lacking = {ref for ref in shared if not _is_closed(context, drafts, ref, shared)}
        if not lacking:
            return [found[ref] for ref in sorted(shared)]
        shared -= lacking


def _can_move(context: Context, piece: Piece) -> bool:
    """Whether a piece gives names a value that nothing else changes, and was not rewritten for `Params`."""
    if piece.text != piece.slice_text or context.definitions.is_guarded(piece.ref):
        return False
    if context.layout.statement(piece.ref).kind not in ("function", "class", "assignment", "annotation"):
        return False
    module = context.layout.module
    names = _bound(context, piece.ref)
    return bool(names) and all(
        len(module.bindings.get(name, ())) == 1 and not module.changes.get(name) for name in names
    )


def _is_closed(
    context: Context, drafts: Iterable[Draft], ref: StatementRef, shared: set[StatementRef]
) -> bool:
    """Whether a piece reads only imports and shared names, in every draft that has it."""
    for draft in drafts:
        code = [piece.ref for piece in draft.sections.all if piece not in draft.sections.imports]
        if ref not in code:
            continue
        own = {name for other in code if other not in shared for name in _bound(context, other)}
        if own & _read(context, ref, draft):
            return False
    return True


def _bound(context: Context, ref: StatementRef) -> set[str]:
    part = context.layout.module.parts[ref.part]
    return {
        use.name
        for index in context.layout.nested(ref)
        for use in part.by_statement.names[index]
        if use.access == "bind" and use.home == 0
    }


def _read(context: Context, ref: StatementRef, draft: Draft) -> set[str]:
    part = context.layout.module.parts[ref.part]
    return {
        use.name
        for index in draft.closure.kept.get(ref, frozenset())
        for use in part.by_statement.names[index]
        if use.access == "read" and use.home == 0
    }


# Drafts without it


def _without(
    context: Context, draft: Draft, shared: Sequence[Piece], names: set[str], source_path: str, template: str
) -> Draft:
    """A draft that takes what is shared from the shared module, its imports thinned to what is left."""
    refs = {piece.ref for piece in shared}
    moved = [piece for piece in draft.sections.code if piece.ref in refs]
    if not moved:
        return draft
    code = tuple(piece for piece in draft.sections.code if piece.ref not in refs)
    thinner = replace(draft, sections=replace(draft.sections, code=code))
    read = set(build_module(signed(context, thinner, source_path, template)).reads)
    wanted = {ref: read & imported for ref, imported in draft.closure.imported.items()}
    taken = {name for piece in moved for name in _bound(context, piece.ref)} & names & read
    return replace(
        thinner,
        sections=replace(thinner.sections, imports=_thinned_imports(context, draft.sections, wanted)),
        shared_names=tuple(sorted(taken)),
        shared_texts=tuple(piece.slice_text for piece in moved),
    )


def _thinned_imports(
    context: Context, sections: Sections, wanted: dict[StatementRef, set[str]]
) -> tuple[Piece, ...]:
    """The import pieces, each with the names wanted only; those with none go (star imports stay)."""
    kept = []
    for piece in sections.imports:
        names = wanted.get(piece.ref)
        if names is None:
            kept.append(piece)
        elif names:
            edits = import_replacements(context.layout, piece.ref, frozenset(names))
            text = context.layout.source.edited(piece.region, [*edits, *context.absolute])
            kept.append(replace(piece, text=text))
    return tuple(kept)


# The shared module


def _shared_text(context: Context, drafts: Sequence[Draft], shared: Sequence[Piece], path: str) -> str:
    refs = {piece.ref for piece in shared}
    read = {
        name
        for draft in drafts
        for ref in refs & draft.closure.kept.keys()
        for name in _read(context, ref, draft)
    }
    imports: dict[StatementRef, Piece] = {}
    wanted: dict[StatementRef, set[str]] = {}
    for draft in drafts:
        if not refs & draft.closure.kept.keys():
            continue
        for piece in draft.sections.imports:
            imports[piece.ref] = piece
            names = draft.closure.imported.get(piece.ref)
            if names is not None:
                wanted.setdefault(piece.ref, set()).update(names & read)
    ordered = tuple(imports[ref] for ref in sorted(imports))
    sections = Sections((), ordered, (), ())
    blocks = [
        f'"""What several scanners of {path} use, extracted by isoscan {__version__}."""',
        imports_text(drafts[0].sections.future),
        imports_text(_thinned_imports(context, sections, wanted)),
        "\n" + joined(shared),
    ]
    text = "\n\n".join(block for block in blocks if block.strip())
    return tidied(("import os\n\n" + text) if "os.environ" in text and "import os" not in text else text)


def _problem_of(context: Context, drafts: Sequence[Draft], text: str) -> str:
    """A sentence if the shared module would not stand alone."""
    if not text:
        return ""
    try:
        compile(text, "<shared>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return f"the module they share would not compile: {error}"
    module = build_module(text)
    known = {name for draft in drafts for name in undefined_names(draft.closure)}
    missing = sorted(set(module.reads) - set(module.bindings) - BUILTINS - known)
    return f"the module they share would lack `{missing[0]}`" if missing else ""
