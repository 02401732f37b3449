"""Whether a parameter can be renamed without changing what the code does, and what speaks against it.

An obstacle is a reason, with `{line}` in place of a line's number, and the place that the line is of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from isoscan.lsp.keyword_arguments import derived_from, obstacle_to_arguments
from isoscan.lsp.occurrences import (
    attributes_of,
    container_text,
    items_of,
    name_span,
    root_of,
    uses_of_name,
)
from isoscan.source.spans import Span

if TYPE_CHECKING:
    from isoscan.facts.records import NameUse
    from isoscan.lsp.occurrences import NamedUse, Places
    from isoscan.model.module import Module
    from isoscan.model.parts import Part

Obstacle = tuple[str, Span | None] | None

_LOOKUPS = ("globals", "locals", "vars", "eval", "exec", "getattr", "setattr")
_PLAIN_KEYS = ("item", "get", "pop", "setdefault")


# Names and attributes


def obstacle_to_names(module: Module, places: Places, name: str) -> Obstacle:
    """What speaks against renaming a variable, an argument or a class's own name."""
    assert places.home is not None
    part, home = places.home
    return (
        _looked_up_by_text(module, part, home)
        or _quoted(module, part, home, name)
        or _shown(module, part, home, name)
        or _declared_elsewhere(module, name)
        or _not_plainly_bound(uses_of_name(module, part, home, name))
        or obstacle_to_arguments(module, part, home, name)
        or (_seen_from_outside(module, part, home, name) if places.kind == "attribute" else None)
    )


def _looked_up_by_text(module: Module, part: Part, home: int) -> Obstacle:
    for function in _LOOKUPS:
        for site in module.reads.get(function):
            if home == 0 or site.part == part.index:
                place = module.parts[site.part].span(site.use.span)
                return f"line {{line}} may look names up by their text (`{function}`)", place
    return None


def _quoted(module: Module, part: Part, home: int, name: str) -> Obstacle:
    """`@NAME` in a query's text, and a name exported as text."""
    exported = "__all__" in module.bindings and home == 0
    pattern = re.compile(rf"""@{name}\b|(['"]){name}\1""" if exported else rf"@{name}\b")
    for owner in module.parts if home == 0 else (part,):
        if name not in owner.chunk.text:
            continue
        for number, line in enumerate(owner.lines):
            found = pattern.search(line)
            if found and not line.lstrip().startswith("@"):
                place = Span(number, found.start(), number, found.end())
                return "line {line} names it inside a string", owner.span(place)
    return None


def _shown(module: Module, part: Part, home: int, name: str) -> Obstacle:
    """`{NAME=}` in an f-string shows the name itself."""
    pattern = re.compile(
        rf"\{{[^{{}}]*\b{re.escape(name)}\b[^{{}}]*(?<![=!<>])=\s*(?:![rsa])?(?::[^{{}}]*)?\}}"
    )
    for owner, use in uses_of_name(module, part, home, name):
        line = owner.lines[use.span.line] if use.span.line < len(owner.lines) else ""
        if "=" in line and "{" in line and pattern.search(line):
            return "line {line} shows its name (`{...=}`)".replace("{...=}", f"{{{name}=}}"), owner.span(
                use.span
            )
    return None


def _declared_elsewhere(module: Module, name: str) -> Obstacle:
    for owner in module.parts:
        for scope in owner.facts.scopes:
            if name in scope.global_names or name in scope.nonlocal_names:
                return "it is declared `global` or `nonlocal` in the scope from line {line}", owner.span(
                    scope.span
                )
    return None


def _not_plainly_bound(uses: list[NamedUse]) -> Obstacle:
    for part, use in uses:
        if use.binding == "import":
            return "line {line} imports it", part.span(use.span)
    return None


def _seen_from_outside(module: Module, part: Part, home: int, name: str) -> Obstacle:
    """A class's name that something else than the class itself may read."""
    scope = part.facts.scopes[home]
    bases = part.facts.statements[scope.statement].bases if scope.statement >= 0 else ()
    if set(bases) - {"object", "ABC"}:
        return f"`{scope.name}` derives from `{bases[0]}`, which may read it", None
    for owner, derived in derived_from(module, scope.name):
        return f"`{derived.name}` in line {{line}} derives from `{scope.name}`", owner.span(derived.span)
    for site in (*module.reads.get("getattr"), *module.reads.get("setattr"), *module.reads.get("hasattr")):
        owner = module.parts[site.part]
        if name in owner.chunk.text:
            return "line {line} may look names up by their text", owner.span(site.use.span)
    own = {
        (owner.index, name_span(found))
        for owner, found in attributes_of(module, part, _use(part, home, name))
    }
    for owner in module.parts:
        for attribute in owner.facts.attributes:
            if attribute.name == name and (owner.index, name_span(attribute)) not in own:
                return f"`{attribute.base}.{name}` in line {{line}} may be another's", owner.span(
                    attribute.span
                )
    return None


def _use(part: Part, home: int, name: str) -> NameUse:
    return next(use for use in part.facts.names if use.name == name and use.home == home)


# Keys


def obstacle_to_keys(module: Module, places: Places) -> Obstacle:
    """What speaks against renaming a key: a use of its dict that does not show which keys are read."""
    assert places.home is not None
    assert places.entry is not None
    part, home = places.home
    entry = places.entry
    root, _ = root_of(part, entry)
    if "." in entry.container:
        return f"`{entry.container}` is an attribute, which may be read elsewhere", None
    uses = uses_of_name(module, part, home, root)
    for owner, use in uses:
        if use.access != "read" and use.binding not in ("assignment", "annotation"):
            return f"line {{line}} gives `{root}` another value", owner.span(use.span)
        if use.access != "read" and _spreads(owner, use):
            return f"`{root}` takes keys from another dict in line {{line}}", owner.span(use.span)
    starts = {(owner.index, use.span.start) for owner, use in uses if use.access == "read"}
    base = root
    for key in (*entry.path[:-1], None):
        seen = set()
        going_on = set()
        for owner, item in items_of(module, part, home, base):
            if item.pattern or item.via not in _PLAIN_KEYS:
                return f"which key of `{base}` line {{line}} means is hard to tell", owner.span(item.span)
            seen.add((owner.index, item.span.start))
            if item.key == key:
                going_on.add((owner.index, item.span.start))
        if whole := sorted(starts - seen):
            place = Span(*whole[0][1], *whole[0][1]).shifted(whole[0][0])
            return f"line {{line}} uses `{base}` as a whole, and may read any key of it", place
        starts = going_on
        base = f"{base}[{key!r}]"
    return None


def _spreads(part: Part, use: NameUse) -> bool:
    """Whether a name is bound to a dict display that takes in another dict."""
    for assignment in part.facts.assignments:
        if assignment.target_span == use.span and assignment.value is not None:
            value = assignment.value
            lines = part.lines[value.span.line : value.span.end_line + 1]
            is_display = value.kind == "dict" or value.callee == "dict"
            return not is_display or any("**" in line for line in lines)
    return True


def place_of_key(module: Module, places: Places, key: str) -> Span | None:
    """Where a key stands in the same dict already, or is asked for."""
    assert places.home is not None
    assert places.entry is not None
    (part, home), entry = places.home, places.entry
    root, _ = root_of(part, entry)
    owners = {site.part.index: site.part for site in uses_of_name(module, part, home, root)}
    for owner in owners.values():
        for other in owner.facts.entries:
            if other.container == entry.container and other.path == (*entry.path[:-1], key):
                return owner.span(other.key_span)
    for owner, item in items_of(module, part, home, container_text(entry)):
        if item.key == key:
            return owner.span(item.key_span)
    return None
