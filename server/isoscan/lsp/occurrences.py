"""Parameters by their places: which one stands at a position, and where else in the file it does.

A parameter that has a name in the code (a variable, a key, an attribute) is followed through the whole file,
also where no scanner reads it; a literal is where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from isoscan.source.spans import Position, Span

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.facts.records import AttributeUse, DictEntry, ItemUse, NameUse
    from isoscan.model.module import Module
    from isoscan.model.parts import Part
    from isoscan.parameters.parameter import Parameter, Scanner

PlaceKind = Literal["name", "key", "attribute", "literal"]


class Hit(NamedTuple):
    """A place that touches a position, with the parameter that it is and the scanner that uses that."""

    span: Span
    scanner: Scanner
    parameter: Parameter


class NamedUse(NamedTuple):
    """A use of a name, in its part."""

    part: Part
    use: NameUse


class Places(NamedTuple):
    """All places of a parameter: spans of its name alone (a key with its quotes), in file order.

    `home` is the part and the scope in which a name is looked up, or a key's container; None for literals.
    """

    kind: PlaceKind
    definitions: tuple[Span, ...]
    reads: tuple[Span, ...]
    home: tuple[Part, int] | None = None
    entry: DictEntry | None = None

    @property
    def all(self) -> list[Span]:
        """Definitions and reads in file order."""
        return sorted({*self.definitions, *self.reads})


def hits_at(analysis: Analysis, position: Position) -> list[Hit]:
    """The parameters at a position; one that several scanners read is there once for each of them."""
    line = position.line
    return [
        Hit(span, scanner, parameter)
        for scanner in analysis.scanners
        for parameter in scanner.parameters
        for span in (parameter.span, parameter.value_span, *parameter.reads)
        if span[0] <= line <= span[2] and span.contains(position)
    ]


def nearest(hits: list[Hit], position: Position) -> Hit:
    """The hit with the smallest span; of equal ones, that of the scanner around the position."""

    def distance(hit: Hit) -> tuple[tuple[int, int], bool]:
        span, boundary = hit.span, hit.scanner.boundary
        inside = boundary.start_line <= position.line <= boundary.end_line
        return (span.end_line - span.line, span.end_column - span.column), not inside

    return min(hits, key=distance)


def same_definition(analysis: Analysis, parameter: Parameter) -> Iterator[tuple[Scanner, Parameter]]:
    """The parameters of all scanners that come from one definition, with their scanners."""
    for scanner in analysis.scanners:
        for other in scanner.parameters:
            if other.span == parameter.span and other.value_span == parameter.value_span:
                yield scanner, other


def places_of(analysis: Analysis, parameter: Parameter) -> Places:
    """Where a parameter stands in the file."""
    module = analysis.module
    part = module.parts.around(parameter.span.line)
    if part is not None and parameter.origin not in ("inline", "call_arg"):
        for use in part.facts.names:
            if use.access == "bind" and part.span(use.span) == parameter.span:
                return _places_of_name(module, part, use)
        for entry in part.facts.entries:
            if part.span(entry.key_span) == parameter.span and isinstance(entry.path[-1], str):
                return _places_of_key(module, part, entry)
    reads = {read for _, other in same_definition(analysis, parameter) for read in other.reads}
    return Places("literal", (parameter.span,), tuple(sorted(reads - {parameter.span})))


# Names


def _places_of_name(module: Module, part: Part, use: NameUse) -> Places:
    uses = uses_of_name(module, part, use.home, use.name)
    kind: PlaceKind = "name"
    definitions = [site.part.span(site.use.span) for site in uses if site.use.access != "read"]
    reads = [site.part.span(site.use.span) for site in uses if site.use.access == "read"]
    if part.facts.scopes[use.home].kind == "class":
        kind = "attribute"
        reads += (owner.span(name_span(found)) for owner, found in attributes_of(module, part, use))
    return Places(kind, tuple(sorted(definitions)), tuple(sorted(reads)), (part, use.home))


def uses_of_name(module: Module, part: Part, home: int, name: str) -> list[NamedUse]:
    """All uses of a name that is looked up in one scope: in the whole file for the module's."""
    if home:
        return [NamedUse(part, use) for use in part.facts.names if use.name == name and use.home == home]
    sites = (*module.bindings.get(name), *module.reads.get(name))
    return [NamedUse(module.parts[site.part], site.use) for site in sites]


def attributes_of(module: Module, part: Part, use: NameUse) -> Iterator[tuple[Part, AttributeUse]]:
    """The uses of a class's own name as an attribute: `self.NAME` inside it, `Class.NAME` anywhere."""
    scope = part.facts.scopes[use.home]
    for owner in module.parts:
        for found in owner.facts.attributes:
            if found.name != use.name:
                continue
            inside = owner is part and _holds(scope.span, found.span)
            if found.base == scope.name or (inside and found.base in ("self", "cls")):
                yield owner, found


def name_span(found: AttributeUse) -> Span:
    """The attribute's name without what stands before it; in its chunk's lines."""
    span = found.span
    return Span(span.end_line, span.end_column - len(found.name), span.end_line, span.end_column)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


# Keys


def _places_of_key(module: Module, part: Part, entry: DictEntry) -> Places:
    root, home = root_of(part, entry)
    base = container_text(entry)
    owners = {site.part.index: site.part for site in uses_of_name(module, part, home, root)}
    definitions = [
        owner.span(other.key_span)
        for owner in owners.values()
        for other in owner.facts.entries
        if other.container == entry.container
        and other.path == entry.path
        and root_of(owner, other)[1] == home
    ]
    items = [
        (owner, item) for owner, item in items_of(module, part, home, base) if item.key == entry.path[-1]
    ]
    reads = [owner.span(item.key_span) for owner, item in items if item.access == "read"]
    definitions += (owner.span(item.key_span) for owner, item in items if item.access != "read")
    return Places("key", tuple(sorted(definitions)), tuple(sorted(reads)), (part, home), entry)


def root_of(part: Part, entry: DictEntry) -> tuple[str, int]:
    """The name that a display is assigned to (the first of a dotted one), and the scope it belongs to."""
    root = entry.container.partition(".")[0]
    homes = (use.home for use in part.facts.names if use.name == root and use.scope == entry.scope)
    return root, next(homes, entry.scope)


def container_text(entry: DictEntry) -> str:
    """How the code spells the dict that directly holds an entry: `P`, or `P['a']`."""
    return entry.container + "".join(f"[{key!r}]" for key in entry.path[:-1])


def items_of(module: Module, part: Part, home: int, base: str) -> list[tuple[Part, ItemUse]]:
    """The uses of items of a dict that is looked up in one scope, each with its part."""
    if home:
        return [(part, item) for item in part.facts.items if item.base == base and item.home == home]
    return [(module.parts[site.part], site.use) for site in module.items.get(base)]
