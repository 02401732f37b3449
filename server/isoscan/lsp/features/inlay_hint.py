"""`textDocument/inlayHint` and `inlayHint/resolve`: names for parameters that have none in the code.

A literal in a comparison or a call gets its parameter's name; a definition that several scanners read says
how many do. What a hint says in full comes with the tooltip.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.features.hover import parameter_text
from isoscan.lsp.view import View
from isoscan.source.spans import Position, Span

if TYPE_CHECKING:
    from isoscan.parameters.parameter import Parameter, Scanner

_LONGEST = 25
_PARAMETER = 2


def inlay_hint(view: View, wanted: Span) -> list[wire.InlayHint] | None:
    """The hints in a stretch of the text, in file order; None when there are none."""
    hints: dict[Position, wire.InlayHint] = {}
    for scanner in view.analysis.scanners:
        for parameter in scanner.parameters:
            for place, hint in _hints(view, scanner, parameter, wanted):
                hints.setdefault(place, hint)
    return [hints[place] for place in sorted(hints)] or None


def _hints(
    view: View, scanner: Scanner, parameter: Parameter, wanted: Span
) -> Iterator[tuple[Position, wire.InlayHint]]:
    span = parameter.value_span
    if not wanted.start <= span.start <= wanted.end:
        return
    if parameter.origin in ("inline", "call_arg"):
        if view.config.parameter_hints:
            hint = _hint(view, scanner, parameter, span.start, f"{name_label(parameter)}:")
            yield span.start, {**hint, "kind": _PARAMETER, "paddingRight": True}
    elif parameter.shared and view.config.shared_hints:
        hint = _hint(view, scanner, parameter, span.end, f"{len(parameter.read_by)} scanners")
        yield span.end, {**hint, "paddingLeft": True}


def name_label(parameter: Parameter) -> str:
    """The qualified name if it is short, else the name, else its beginning: with a colon 25 characters."""
    longest = _LONGEST - 1
    if len(parameter.qualified_name) <= longest and not parameter.shared:
        return parameter.qualified_name
    name = parameter.name
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def _hint(view: View, scanner: Scanner, parameter: Parameter, place: Position, label: str) -> wire.InlayHint:
    hint: wire.InlayHint = {"position": view.document.range_of(Span(*place, *place))["start"], "label": label}
    if view.client.resolves_hints:
        hint["data"] = {**view.target(scanner), "name": parameter.name}
    return hint


def inlay_hint_resolve(view: View, scanner: Scanner, hint: wire.JsonObject) -> wire.JsonObject:
    """The hint with all that is known about its parameter."""
    name = hint["data"].get("name")
    for parameter in scanner.parameters:
        if parameter.name == name:
            return {**hint, "tooltip": parameter_text(view, parameter)}
    return hint
