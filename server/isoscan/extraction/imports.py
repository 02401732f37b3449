"""Import statements, thinned to the names that are used; order and form stay as the user wrote them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from isoscan.extraction.layout import Layout, listed_removals
from isoscan.extraction.text import Replacement
from isoscan.model.module import StatementRef


@dataclass(frozen=True, slots=True)
class StarImport:
    """A `from module import *`."""

    ref: StatementRef
    module: str


def import_replacements(layout: Layout, ref: StatementRef, names: frozenset[str]) -> list[Replacement]:
    """What to change in an import statement so that it binds `names` only."""
    part = layout.module.parts[ref.part]
    imported = [each for each in part.facts.imports if each.statement == ref.statement]
    dropped = [index for index, each in enumerate(imported) if each.name not in names and each.name != "*"]
    if not dropped or len(dropped) == len(imported):
        return []
    spans = [part.span(each.span) for each in imported]
    span = layout.span(ref)
    text = layout.source.between(span)
    if "\\\n" in text or ("#" not in text and "\n" not in text):
        kept = [layout.source.between(spans[index]) for index in range(len(imported)) if index not in dropped]
        start = text[: _offset(layout, ref)].replace("\\\n", " ").rstrip().removesuffix("(").rstrip()
        return [Replacement(span, f"{' '.join(start.split())} {', '.join(kept)}")]
    return listed_removals(layout.source, spans, dropped)


def _offset(layout: Layout, ref: StatementRef) -> int:
    """How far into an import statement its first name stands, in characters."""
    part = layout.module.parts[ref.part]
    first = next(each for each in part.facts.imports if each.statement == ref.statement)
    span, start = layout.span(ref), part.span(first.span).start
    return len(layout.source.between(span._replace(end_line=start.line, end_column=start.column)))


def star_imports(layout: Layout) -> list[StarImport]:
    """The star imports at module level."""
    return [
        StarImport(StatementRef(part.index, each.statement), "." * each.level + each.module)
        for part in layout.module.parts
        for each in part.facts.imports
        if each.name == "*" and each.scope == 0
    ]


def future_imports(layout: Layout) -> list[StatementRef]:
    """The `from __future__ import ...` statements."""
    return [
        StatementRef(part.index, each.statement)
        for part in layout.module.parts
        for each in part.facts.imports
        if each.module == "__future__" and each.level == 0
    ]


def relative_imports(layout: Layout, refs: Iterable[tuple[StatementRef, int]]) -> list[StatementRef]:
    """Those of the statements (a piece, an index in its part) that import relatively."""
    found = []
    for piece, index in refs:
        imports = layout.module.parts[piece.part].facts.imports
        if any(each.statement == index and each.level for each in imports):
            found.append(StatementRef(piece.part, index))
    return found
