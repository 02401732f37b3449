"""Import statements, thinned to the names that are used; order and form stay as the user wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from isoscan.extraction.layout import Layout, listed_removals
from isoscan.extraction.text import Replacement
from isoscan.facts.records import ImportedName
from isoscan.model.module import StatementRef
from isoscan.source.spans import Span

_RELATIVE = re.compile(r"from\s*\.[.\s]*[\w.]*\s*import")


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
    if "(" not in text and "#" not in text and "\n" not in text:
        kept = [layout.source.between(spans[index]) for index in range(len(imported)) if index not in dropped]
        return [Replacement(Span(*spans[0].start, *spans[-1].end), ", ".join(kept))]
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


def absolute_imports(layout: Layout, package: str | None) -> list[Replacement]:
    """What to put in the place of relative imports' beginnings, `from .helpers import` and the like.

    `package` is the dotted package that the source is a module of, "" for a file in no package (its
    neighbours are modules of their own then), None where nothing is known: then nothing is replaced.
    """
    if package is None:
        return []
    replacements: dict[Span, str] = {}
    for part in layout.module.parts:
        for each in part.facts.imports:
            module = _absolute(each, package)
            if each.level == 0 or module is None:
                continue
            statement = part.span(part.facts.statements[each.statement].span)
            first = min(
                part.span(other.span).start
                for other in part.facts.imports
                if other.statement == each.statement
            )
            head = layout.source.between(Span(*statement.start, *first))
            found = _RELATIVE.match(head)
            if found is None or "\n" in found[0]:
                continue
            end = statement.column + len(found[0])
            text = f"from {module} import" if module else "import"
            if not module and "(" in head:
                continue
            replacements[Span(statement.line, statement.column, statement.line, end)] = text
    return [Replacement(span, text) for span, text in replacements.items()]


def _absolute(each: ImportedName, package: str) -> str | None:
    """The absolute name of the module that a relative import takes from; "" for the folder itself."""
    parts = package.split(".") if package else []
    if each.level > max(len(parts), 1):
        return None
    base = parts[: len(parts) - each.level + 1]
    return ".".join([*base, *([each.module] if each.module else [])])


def relative_imports(layout: Layout, refs: Iterable[tuple[StatementRef, int]]) -> list[StatementRef]:
    """Those of the statements (a piece, an index in its part) that import relatively."""
    found = []
    for piece, index in refs:
        imports = layout.module.parts[piece.part].facts.imports
        if any(each.statement == index and each.level for each in imports):
            found.append(StatementRef(piece.part, index))
    return found
