"""`textDocument/publishDiagnostics`: findings in the form the client can show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from json import dumps
from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.capabilities import Client
from isoscan.lsp.documents import Document
from isoscan.lsp.gaps import line_mark

if TYPE_CHECKING:
    from isoscan.rules.diagnostic import Diagnostic, Edit, Related

SOURCE = "isoscan"

_SEVERITIES = {"error": 1, "warning": 2, "information": 3, "hint": 4}
_MOST_PLACES = 50
_TAGS = {"unnecessary": 1, "deprecated": 2}


def publish_diagnostics(document: Document, items: str) -> wire.Prepared:
    """The notification's parameters, given the findings of the document's present text (see `findings`)."""
    version = "" if document.version is None else f',"version":{document.version}'
    return wire.Prepared(f'{{"uri":{dumps(document.uri)}{version},"diagnostics":[{items}]}}')


def to_wire(finding: Diagnostic, document: Document, client: Client) -> wire.Diagnostic:
    """One finding; what the client cannot show as such is folded into the message or left out."""
    answer: wire.Diagnostic = {
        "range": document.range_of(finding.span),
        "severity": _SEVERITIES[finding.severity],
        "code": finding.code,
        "source": SOURCE,
        "message": document.told(finding.message),
    }
    related = _not_too_many(finding.related)
    if related and client.shows_related_places:
        answer["relatedInformation"] = [
            {
                "location": {"uri": document.uri, "range": document.range_of(place.span)},
                "message": place.message,
            }
            for place in related
        ]
    elif related:
        places = "\n".join([f"line {line_mark(place.span.line)}: {place.message}" for place in related])
        answer["message"] += "\n" + document.told(places)
    if client.links_codes and (page := _pages().get(finding.code)):
        answer["codeDescription"] = {"href": page}
    tags = [number for tag in finding.tags if (number := _TAGS[tag]) in client.diagnostic_tags]
    if tags:
        answer["tags"] = tags
    if client.keeps_diagnostic_data:
        answer["data"] = {
            "name": finding.name,
            "subject": finding.subject,
            "scanners": list(finding.scanners),
        }
    return answer


def _not_too_many(places: Sequence[Related]) -> Sequence[Related]:
    """The places to show; a value that hundreds read shows the first of them and says how many there are."""
    if len(places) <= _MOST_PLACES:
        return places
    last = places[_MOST_PLACES - 1]
    return [
        *places[: _MOST_PLACES - 1],
        last._replace(message=f"{last.message}, and {len(places) - _MOST_PLACES} more places"),
    ]


@cache
def _pages() -> dict[str, str]:
    """Each rule's page of the documentation, by code."""
    from isoscan.rules.registry import ALL_RULES, documentation_url

    return {rule.code: documentation_url(rule) for rule in ALL_RULES}


def text_edits(edits: Iterable[Edit], document: Document) -> list[wire.TextEdit]:
    """Edits of the document's present text."""
    return [{"range": document.range_of(edit.span), "newText": edit.text} for edit in edits]
