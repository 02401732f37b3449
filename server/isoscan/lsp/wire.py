"""The shapes we send, as plain dictionaries.

Typed objects cost a millisecond per thousand symbols and are turned into these dictionaries anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

JsonObject: TypeAlias = Mapping[str, Any]
"""An object as it came from the client: nothing about it is checked."""


class Prepared(str):
    """JSON text that goes over the wire as it is."""

    __slots__ = ()


class Position(TypedDict):
    """A place; `character` counts units of the negotiated encoding."""

    line: int
    character: int


class Range(TypedDict):
    """A stretch of text, its end exclusive."""

    start: Position
    end: Position


class Location(TypedDict):
    """A range in a document."""

    uri: str
    range: Range


class LocationLink(TypedDict):
    """A place to go to, and the range from which."""

    originSelectionRange: Range
    targetUri: str
    targetRange: Range
    targetSelectionRange: Range


class DocumentHighlight(TypedDict):
    """A place of what the cursor is on; `kind` 2 reads, 3 writes."""

    range: Range
    kind: int


class SelectionRange(TypedDict):
    """A range to select, and the one around it."""

    range: Range
    parent: NotRequired[SelectionRange]


class FoldingRange(TypedDict):
    """Whole lines that fold into the first one."""

    startLine: int
    endLine: int
    kind: NotRequired[str]
    collapsedText: NotRequired[str]


class DocumentSymbol(TypedDict):
    """A symbol in the outline, with those inside it."""

    name: str
    kind: int
    range: Range
    selectionRange: Range
    detail: NotRequired[str]
    children: NotRequired[list[DocumentSymbol]]


class SymbolInformation(TypedDict):
    """A symbol for clients that know no outline."""

    name: str
    kind: int
    location: Location
    containerName: NotRequired[str]


class MarkupContent(TypedDict):
    """A text that is markdown or plain."""

    kind: Literal["markdown", "plaintext"]
    value: str


class Hover(TypedDict):
    """What is shown over a range."""

    contents: MarkupContent | str
    range: Range


class TextEdit(TypedDict):
    """A range replaced by a text."""

    range: Range
    newText: str


class PreparedRename(TypedDict):
    """What a rename would be of, and its present name."""

    range: Range
    placeholder: str


class WorkspaceEdit(TypedDict):
    """Changes of files: plain `changes`, or `documentChanges` with versions and new files."""

    changes: NotRequired[dict[str, list[TextEdit]]]
    documentChanges: NotRequired[list[dict[str, Any]]]
    changeAnnotations: NotRequired[dict[str, dict[str, Any]]]


class Command(TypedDict):
    """A command the server carries out."""

    title: str
    command: str
    arguments: NotRequired[list[Any]]


class CodeLens(TypedDict):
    """A text above a line, with what a click does; `data` where that is still to be resolved."""

    range: Range
    command: NotRequired[Command]
    data: NotRequired[dict[str, Any]]


class InlayHint(TypedDict):
    """A text inside a line that is not part of it."""

    position: Position
    label: str
    kind: NotRequired[int]
    tooltip: NotRequired[MarkupContent | str]
    paddingLeft: NotRequired[bool]
    paddingRight: NotRequired[bool]
    data: NotRequired[dict[str, Any]]


class SemanticTokens(TypedDict):
    """Tokens as numbers, five each."""

    resultId: NotRequired[str]
    data: list[int]


class SemanticTokensEdit(TypedDict):
    """Numbers taken out and put in."""

    start: int
    deleteCount: int
    data: list[int]


class SemanticTokensDelta(TypedDict):
    """What changed in the numbers of an earlier answer."""

    resultId: str
    edits: list[SemanticTokensEdit]


class RelatedInformation(TypedDict):
    """Another place of a finding."""

    location: Location
    message: str


class Diagnostic(TypedDict):
    """A finding."""

    range: Range
    severity: int
    code: str
    source: str
    message: str
    codeDescription: NotRequired[dict[str, str]]
    tags: NotRequired[list[int]]
    relatedInformation: NotRequired[list[RelatedInformation]]
    data: NotRequired[dict[str, Any]]


class DocumentDiagnosticReport(TypedDict):
    """The findings of a document, or that they are those that the client has."""

    kind: Literal["full", "unchanged"]
    resultId: NotRequired[str]
    items: NotRequired[list[Diagnostic]]


class CodeAction(TypedDict):
    """Something the user may have done to the code."""

    title: str
    kind: NotRequired[str]
    diagnostics: NotRequired[list[Any]]
    isPreferred: NotRequired[bool]
    disabled: NotRequired[dict[str, str]]
    edit: NotRequired[WorkspaceEdit]
    command: NotRequired[Command]
    data: NotRequired[dict[str, Any]]


class ScannerRange(TypedDict):
    """A scanner in the answer to `isoscan/boundaries`."""

    name: str
    kind: str
    namespace: str
    range: Range
    headerRange: Range
    confidence: float
    status: str
    isolationScore: float


class Boundaries(TypedDict):
    """The answer to `isoscan/boundaries`."""

    version: int | None
    scanners: list[ScannerRange]
