"""The fix that renames numbers of one name apart: each function's local constant gets its scanner's name.

It is offered only where every use of the local names is known, so that no scanner can notice.
"""

from __future__ import annotations

from collections.abc import Iterable

from isoscan.parameters.parameter import Parameter
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Edit, Fix
from isoscan.rules.own_names import own_names
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span

# `f"{limit=}"` shows the name.
_SHOWN = lazily(r"\s*=\s*[}!:]")


def renaming_apart(context: RuleContext, name: str, numbers: Iterable[tuple[str, Parameter]]) -> Fix | None:
    """Rename the local constants among numbers of one name (by namespace); None where it is not proved."""
    if context.mentions.looks_names_up:
        return None
    local: dict[Span, list[str]] = {}
    others: set[object] = set()
    for namespace, parameter in numbers:
        if parameter.origin == "local" and not parameter.via:
            local.setdefault(parameter.span, []).append(namespace)
        else:
            others.add(parameter.value)
    if len(others) > 1 or any(len(namespaces) > 1 for namespaces in local.values()):
        return None
    names = own_names(context, [namespace for namespaces in local.values() for namespace in namespaces], name)
    edits: list[Edit] = []
    for definition, (namespace,) in local.items():
        uses = _uses_of(context, definition)
        if uses is None:
            return None
        edits.extend(Edit(span, names[namespace]) for span in uses)
    return Fix(f"Rename each `{name}` after its scanner", "safe", tuple(sorted(edits)))


def _uses_of(context: RuleContext, definition: Span) -> list[Span] | None:
    """Where the function around a local constant uses its name; None where some uses may not be known."""
    part = context.module.parts.around(definition.line)
    if part is None or part.facts.errors:
        return None
    bound = next((use for use in part.facts.names if part.span(use.span) == definition), None)
    if bound is None or bound.binding not in ("assignment", "annotation", "walrus") or not bound.home:
        return None
    if _is_declared(part.lines, bound.name):
        return None
    spans = [
        part.span(use.span) for use in part.facts.names if (use.name, use.home) == (bound.name, bound.home)
    ]
    shown = any(_SHOWN.match(context.module.line(span.end_line), span.end_column) for span in spans)
    return None if shown else spans


def _is_declared(lines: Iterable[str], name: str) -> bool:
    """Whether a `nonlocal` or `global` statement speaks of a name: it would have to follow."""
    return any(
        name in line.replace(",", " ").split()
        for line in lines
        if line.lstrip().startswith(("nonlocal ", "global "))
    )
