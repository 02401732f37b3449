"""`textDocument/hover`: what isoscan knows about the scanner, parameter or comment under the cursor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from isoscan.lsp import wire
from isoscan.lsp.capabilities import Client
from isoscan.lsp.documents import Document
from isoscan.lsp.headers import header_line
from isoscan.lsp.occurrences import hits_at, nearest
from isoscan.lsp.view import View
from isoscan.source.spans import Position, Span

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.parameters.parameter import Parameter, Scanner

_MOST_PARAMETERS = 20
_MOST_ROWS = 10
_LONGEST_VALUE = 60

_ORIGINS = {
    "module": "module constant",
    "dict_key": "dictionary key",
    "default_arg": "default argument",
    "class_attr": "class attribute",
    "local": "local variable",
    "inline": "literal in a comparison",
    "call_arg": "literal in a call",
}


class Card(NamedTuple):
    """A hover before it is written: markdown paragraphs and list items, and where it holds."""

    lines: list[str]
    span: Span


def hover(view: View, position: Position) -> wire.Hover | None:
    """What there is to say at a position; None when there is nothing."""
    card = (
        _steering_card(view.analysis, position)
        or _parameter_card(view, position)
        or _scanner_card(view.document, view.analysis, position)
    )
    if card is None:
        return None
    contents = _contents("\n".join(card.lines), view.client)
    return {"contents": contents, "range": view.document.range_of(card.span)}


def _contents(markdown: str, client: Client) -> wire.MarkupContent | str:
    if client.renders_markdown:
        return {"kind": "markdown", "value": markdown}
    plain = _plain(markdown)
    return {"kind": "plaintext", "value": plain} if client.renders_markup else plain


def _plain(markdown: str) -> str:
    """The same text without the marks; code is left as it is."""
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", markdown)
    text = re.sub(r"`` ?(.+?) ?``|`(.+?)`", lambda code: code.group(1) or code.group(2), text)
    return re.sub(r"\n{3,}", "\n\n", text)


# Scanners


def _scanner_card(document: Document, analysis: Analysis, position: Position) -> Card | None:
    scanners = analysis.scanners
    for scanner in scanners:
        if scanner.boundary.name_span.contains(position):
            return Card(list(_scanner_lines(document, scanner)), scanner.boundary.name_span)
    for scanner in scanners:
        boundary = scanner.boundary
        if boundary.kind == "module" or header_line(boundary) != position.line:
            continue
        header = document.header_span(position.line)
        if header.contains(position):
            return Card(list(_scanner_lines(document, scanner)), header)
    return None


def _scanner_lines(document: Document, scanner: Scanner) -> Iterator[str]:
    boundary = scanner.boundary
    first, last = document.line_name(boundary.start_line), document.line_name(boundary.end_line)
    yield f"**Scanner {_code(boundary.namespace)}** ({boundary.kind})"
    yield ""
    yield (
        f"Lines {first}–{last}, confidence {boundary.confidence:.2f}"
        f" ({boundary.status.replace('_', ' ')}), isolation {scanner.isolation_score:.2f}"
    )
    if boundary.described:
        yield ""
        yield f"A language model says: {boundary.described}"
    if boundary.evidence:
        yield ""
        yield from (
            f"- {evidence.reason} ({evidence.detector}, {evidence.score:.2f})"
            for evidence in boundary.evidence
        )
    if scanner.parameters:
        yield ""
        yield f"{len(scanner.parameters)} parameter{'' if len(scanner.parameters) == 1 else 's'}:"
        yield ""
        yield from (_parameter_item(parameter) for parameter in scanner.parameters[:_MOST_PARAMETERS])
        if len(scanner.parameters) > _MOST_PARAMETERS:
            yield f"- and {len(scanner.parameters) - _MOST_PARAMETERS} more"
    if scanner.dependencies:
        yield ""
        yield f"Uses {', '.join(_code(name) for name in scanner.dependencies)}"


def _parameter_item(parameter: Parameter) -> str:
    shared = f", shared with {_others(parameter, parameter.read_by)}" if parameter.shared else ""
    return f"- {_code(f'{parameter.name} = {_short(parameter.text)}')}{shared}"


# Parameters


def _parameter_card(view: View, position: Position) -> Card | None:
    """The parameter at a position. Where several scanners share it, the one around the cursor speaks."""
    hits = hits_at(view.analysis, position)
    if not hits:
        return None
    span, owner, parameter = nearest(hits, position)
    outside = not owner.boundary.start_line <= position.line <= owner.boundary.end_line
    readers = dict.fromkeys(hit.parameter.qualified_name for hit in hits if hit.span == span)
    names = list(readers) if outside else [parameter.qualified_name]
    return Card(list(_parameter_lines(view, parameter, names, outside)), span)


def parameter_text(view: View, parameter: Parameter) -> wire.MarkupContent | str:
    """All there is to say about a parameter, for tooltips."""
    lines = _parameter_lines(view, parameter, [parameter.qualified_name], outside=False)
    return _contents("\n".join(lines), view.client)


def _parameter_lines(view: View, parameter: Parameter, names: list[str], outside: bool) -> Iterator[str]:
    yield f"**Parameter {', '.join(_code(name) for name in names)}**"
    yield ""
    place = f"line {view.document.line_name(parameter.value_span.line)}"
    unit = f" ({parameter.unit})" if parameter.unit else ""
    value = _code(f"{parameter.source} = {_short(parameter.text)}")
    yield f"{value}{unit}: {_ORIGINS[parameter.origin]}, {place}"
    if parameter.via:
        yield ""
        yield f"Reaches the scanner through {_code(parameter.via)}"
    if parameter.description:
        yield ""
        yield parameter.description
    elif noted := _noted(view.analysis, parameter):
        yield ""
        yield f"A language model says: {noted}"
    if parameter.shared:
        yield ""
        if outside:
            yield f"Read by {_listed(parameter.read_by)}: changing it changes all of them"
        else:
            yield f"Also read by {_others(parameter, parameter.read_by)}: changing it changes all of them"
    else:
        yield ""
        yield "No other scanner reads it"
    yield from _comparison(view, parameter)


def _noted(analysis: Analysis, parameter: Parameter) -> str:
    """What a language model says of a parameter, if it can be no other of the same scanner; "" if nothing."""
    namespace = parameter.qualified_name.removesuffix(f".{parameter.name}")
    for scanner in analysis.scanners:
        if scanner.boundary.namespace == namespace:
            for note in scanner.boundary.parameter_notes:
                called = [one.value_span for one in scanner.parameters if _is_called(one, note.name)]
                if called == [parameter.value_span]:
                    return note.description
    return ""


def _is_called(parameter: Parameter, word: str) -> bool:
    return word == parameter.name or re.findall(r"\w+", parameter.source)[-1:] == [word]


def _comparison(view: View, parameter: Parameter) -> Iterator[str]:
    """What the parameter of this name is in each scanner that has one, if it is not the same everywhere."""
    rows = [
        (scanner.boundary.namespace, other)
        for scanner in view.analysis.scanners
        for other in scanner.parameters
        if other.name == parameter.name
    ]
    if len({other.value_span for _, other in rows}) < 2:
        return
    yield ""
    if view.client.renders_markdown:
        yield f"| scanner | {_cell(parameter.name)} | line |"
        yield "| --- | ---: | ---: |"
    for namespace, other in rows[:_MOST_ROWS]:
        line = view.document.line_name(other.value_span.line)
        if view.client.renders_markdown:
            yield f"| {_cell(namespace)} | {_cell(_short(other.text))} | {line} |"
        else:
            yield f"- {_code(namespace)}: {_code(_short(other.text))}, line {line}"
    if len(rows) > _MOST_ROWS:
        yield ""
        yield f"and {len(rows) - _MOST_ROWS} more scanners"


def _cell(text: str) -> str:
    return _code(text.replace("|", "\\|"))


def _others(parameter: Parameter, readers: Iterable[str]) -> str:
    own = parameter.qualified_name.removesuffix(f".{parameter.name}")
    return _listed(reader for reader in readers if reader != own)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(_code(name) for name in names)


# Steering comments


def _steering_card(analysis: Analysis, position: Position) -> Card | None:
    part = analysis.module.parts.around(position.line)
    if part is None:
        return None
    for steering in part.facts.steering:
        span = part.span(steering.span)
        if not span.contains(position):
            continue
        if steering.problem:
            return Card([steering.problem], span)
        return Card(_steering_lines(steering.kind, steering.arguments), span)
    return None


_STEERING = {
    "ignore-file": "isoscan reports nothing in this file",
    "scanner": "The unit below is a scanner",
    "not-a-scanner": "The unit below is not a scanner",
    "begin": "A scanner begins here",
    "end": "A scanner ends here",
    "shared": "This value is meant to be shared: it never counts as contamination",
}


def _steering_lines(kind: str, arguments: tuple[str, ...]) -> list[str]:
    if kind != "ignore":
        named = f": {_listed(arguments)}" if arguments else ""
        return [_STEERING.get(kind, kind) + named]
    if not arguments:
        return ["isoscan reports nothing for this line (on a scanner's header: for the scanner)"]
    return "\n\n---\n\n".join(_rule_text(code) for code in arguments).splitlines()


def _rule_text(code: str) -> str:
    """What a rule says about itself; a beginning of codes (`ISO2`) stands for all that it begins."""
    from isoscan.rules.registry import ALL_RULES

    rules = [rule for rule in ALL_RULES if rule.code.startswith(code.upper())]
    if not rules:
        return f"There is no rule {_code(code)}"
    if len(rules) > 1:
        return "\n".join(f"- {_code(rule.code)} {rule.name}: {rule.summary}" for rule in rules)
    return f"**{rules[0].code} {rules[0].name}**\n\n{rules[0].doc.strip()}"


# Writing


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_VALUE else line[: _LONGEST_VALUE - 1] + "…"


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"
