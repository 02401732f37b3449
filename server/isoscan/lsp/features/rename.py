"""`textDocument/prepareRename` and `textDocument/rename`: a new name everywhere in the file, or a reason.

A rename that might change what the code does is refused: names that the code looks up by text, dicts that are
used as a whole, attributes that others may read, names that are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from keyword import iskeyword, issoftkeyword
from typing import TYPE_CHECKING
from unicodedata import normalize

from isoscan.lsp import wire
from isoscan.lsp.edits import document_edit
from isoscan.lsp.failures import RefusalError
from isoscan.lsp.keyword_arguments import passed_by_keyword
from isoscan.lsp.occurrences import Hit, Places, hits_at, nearest, places_of
from isoscan.lsp.renaming import obstacle_to_keys, obstacle_to_names, place_of_key
from isoscan.lsp.requests import RenameRequest
from isoscan.lsp.view import View
from isoscan.source.spans import Position, Span

if TYPE_CHECKING:
    from isoscan.parameters.parameter import Parameter

_QUOTED = re.compile(r"""(?:[rRuUbB]{0,2})(['"])(?P<name>[^'"\\\n]*)\1""")


def prepare_rename(view: View, position: Position) -> wire.PreparedRename | None:
    """What would be renamed at a position; None where no parameter is.

    Raises RefusalError with the reason against it.
    """
    hit = _hit_at(view, position)
    if hit is None:
        return None
    places = _renamable(view, hit.parameter)
    here = next((span for span in places.all if span.contains(position)), None)
    if here is None:
        return None  # on the parameter's value
    span = _bare(view, here)
    return {"range": view.document.range_of(span), "placeholder": view.analysis.module.text_of(span)}


def rename(view: View, wanted: RenameRequest) -> wire.WorkspaceEdit | None:
    """The edits that rename the parameter at a position; raises RefusalError with the reason against it."""
    position = view.core(wanted.position)
    hit = _hit_at(view, position)
    if hit is None:
        return None
    places = _renamable(view, hit.parameter)
    if not any(span.contains(position) for span in places.all):
        name = view.analysis.module.text_of(_bare(view, places.definitions[0]))
        raise RefusalError(f"Put the cursor on the name `{name}` to rename it")
    _check_new_name(view, places, wanted.new_name)
    spans = {_bare(view, span) for span in (*places.all, *_keywords(view, places))}
    edits: list[wire.TextEdit] = [
        {"range": view.document.range_of(span), "newText": wanted.new_name} for span in sorted(spans)
    ]
    return document_edit(view.document, view.client, edits)


def _hit_at(view: View, position: Position) -> Hit | None:
    hits = hits_at(view.analysis, position) if view.config.navigation else []
    return nearest(hits, position) if hits else None


def _renamable(view: View, parameter: Parameter) -> Places:
    """Where the parameter stands, if it can be renamed."""
    places = places_of(view.analysis, parameter)
    if parameter.origin in ("inline", "call_arg"):
        named = "it is named after what it is used with"
        raise RefusalError(f"`{parameter.text}` has no name in the code; {named}")
    if places.kind == "literal" or places.home is None:
        raise RefusalError(f"It cannot be renamed: who else reads `{parameter.source}` is hard to tell")
    _refuse(view, _obstacle(view, places))
    return places


def _obstacle(view: View, places: Places) -> tuple[str, Span | None] | None:
    broken = _broken_place(view, places)
    if broken is not None:
        return "the statement in line {line} has a syntax error; correct it first", broken
    module = view.analysis.module
    name = module.text_of(places.definitions[0])
    if places.kind == "key":
        return obstacle_to_keys(module, places)
    return obstacle_to_names(module, places, name)


def _refuse(view: View, obstacle: tuple[str, Span | None] | None) -> None:
    """Refuse if there is an obstacle: a sentence in which `{line}` stands for the line of its place."""
    if obstacle is None:
        return
    reason, place = obstacle
    if place is not None:
        reason = reason.replace("{line}", view.document.line_name(place.line))
    raise RefusalError(f"It cannot be renamed: {reason}")


def _broken_place(view: View, places: Places) -> Span | None:
    """The first syntax error in the chunks that hold one of the places."""
    parts = view.analysis.module.parts
    for span in places.all:
        part = parts.around(span.line)
        if part is not None and part.facts.errors:
            return part.span(part.facts.errors[0])
    return None


def _bare(view: View, span: Span) -> Span:
    """The name without the quotes around it."""
    text = view.analysis.module.text_of(span)
    quoted = _QUOTED.fullmatch(text)
    if quoted is None or span.line != span.end_line:
        return span
    start, end = quoted.span("name")
    return Span(span.line, span.column + start, span.line, span.column + end)


def _keywords(view: View, places: Places) -> Iterator[Span]:
    """Where callers pass the parameter of a def by its name."""
    module = view.analysis.module
    if places.kind != "key" and places.home is not None:
        yield from passed_by_keyword(module, *places.home, module.text_of(places.definitions[0]))


def _check_new_name(view: View, places: Places, name: str) -> None:
    module = view.analysis.module
    quoted = all(_QUOTED.fullmatch(module.text_of(span)) for span in places.all)
    if quoted and places.kind == "key":
        if not name or set(name) & {"'", '"', "\\"} or not name.isprintable():
            raise RefusalError("A key's new name must not be empty, and have neither quotes nor backslashes")
    elif not name.isidentifier() or iskeyword(name):
        raise RefusalError(f"`{name}` is not a name in Python")
    elif issoftkeyword(name) and name != "_":
        raise RefusalError(f"`{name}` is a word of Python's; choose another name")
    taken = _taken(view, places, name if quoted else normalize("NFKC", name))  # as Python reads names
    if taken is not None:
        raise RefusalError(f"`{name}` is used in line {view.document.line_name(taken.line)} already")


def _taken(view: View, places: Places, name: str) -> Span | None:
    """Where the new name already means something, as far as that could get in the way."""
    assert places.home is not None
    module, (part, home) = view.analysis.module, places.home
    if places.kind == "key" and places.entry is not None:
        return place_of_key(module, places, name)
    parts = module.parts if home == 0 else (part,)
    for owner in parts:
        for use in owner.facts.names:
            if use.name == name:
                return owner.span(use.span)
        if places.kind == "attribute":
            for attribute in owner.facts.attributes:
                if attribute.name == name:
                    return owner.span(attribute.span)
    return None
