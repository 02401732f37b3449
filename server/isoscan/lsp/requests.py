"""Reading a request's parameters: plain objects in, what is asked for out, or one sentence on what is wrong.

Typed objects cost more than most answers do. Features read what they need by these functions, which check it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from isoscan.lsp import wire
from isoscan.lsp.failures import BadParametersError


class CodeActionRequest(NamedTuple):
    """Where actions are wanted, which kinds (None: all), whether the editor asks by itself, and of which
    findings, as it got them."""

    range: wire.Range
    only: list[str] | None = None
    automatic: bool = False
    findings: tuple[Any, ...] = ()


class ReferencesRequest(NamedTuple):
    """Where the thing stands whose references are wanted, and whether its definition counts."""

    position: wire.Position
    with_declaration: bool


class RenameRequest(NamedTuple):
    """Where the thing stands that is to be renamed, and its new name."""

    position: wire.Position
    new_name: str


_AUTOMATIC = 2


def nothing_in(params: wire.JsonObject) -> None:
    """For requests that name a document and nothing else."""


def position_in(params: wire.JsonObject) -> wire.Position:
    """The client's position in `{position}`; raises BadParametersError when there is none."""
    return _position(params.get("position"), "position")


def range_in(params: wire.JsonObject) -> wire.Range:
    """The client's range in `{range}`; raises BadParametersError when there is none."""
    return _range(params.get("range"), "range")


def positions_in(params: wire.JsonObject) -> list[wire.Position]:
    """The client's positions in `{positions}`; raises BadParametersError when there are none."""
    return [_position(position, "positions") for position in _list(params.get("positions"), "positions")]


def text_in(params: wire.JsonObject, key: str) -> str:
    """The string under a key; raises BadParametersError when there is none."""
    text = params.get(key)
    if not isinstance(text, str):
        raise BadParametersError(f"`{key}` must be a string")
    return text


def code_action_in(params: wire.JsonObject) -> CodeActionRequest:
    """What `{range, context}` asks for; raises BadParametersError when one of them is missing."""
    context = params.get("context")
    if not isinstance(context, Mapping):
        raise BadParametersError("`context` must be an object: {diagnostics, only?, triggerKind?}")
    only = context.get("only")
    kinds = None if only is None else [kind for kind in _list(only, "only") if isinstance(kind, str)]
    findings = context.get("diagnostics")
    return CodeActionRequest(
        range_in(params),
        kinds,
        context.get("triggerKind") == _AUTOMATIC,
        tuple(findings) if isinstance(findings, list) else (),
    )


def references_in(params: wire.JsonObject) -> ReferencesRequest:
    """What `{position, context}` asks for; raises BadParametersError when one of them is missing."""
    context = params.get("context")
    if not isinstance(context, Mapping):
        raise BadParametersError("`context` must be an object: {includeDeclaration}")
    return ReferencesRequest(position_in(params), context.get("includeDeclaration") is True)


def rename_in(params: wire.JsonObject) -> RenameRequest:
    """What `{position, newName}` asks for; raises BadParametersError when one of them is missing."""
    return RenameRequest(position_in(params), text_in(params, "newName"))


def _list(value: object, key: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadParametersError(f"`{key}` must be a list")
    return value


def _position(value: object, key: str) -> wire.Position:
    if isinstance(value, Mapping):
        line, character = value.get("line"), value.get("character")
        if isinstance(line, int) and isinstance(character, int):
            return {"line": line, "character": character}
    raise BadParametersError(f"`{key}` must say where: {{line, character}}, both numbers")


def _range(value: object, key: str) -> wire.Range:
    if not isinstance(value, Mapping):
        raise BadParametersError(f"`{key}` must be an object: {{start, end}}")
    return {"start": _position(value.get("start"), key), "end": _position(value.get("end"), key)}
