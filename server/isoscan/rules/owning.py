"""The fix that gives a scanner a foreign parameter as its own: a constant above it, which its reads follow.

It is offered only where the value cannot change and every read is known, so that no scanner can notice.
"""

from __future__ import annotations

from isoscan.boundaries.boundary import Boundary
from isoscan.model.module import StatementRef
from isoscan.parameters.bindings import Binding
from isoscan.parameters.chains import MODULE
from isoscan.parameters.reading import Reading
from isoscan.rules.context import RuleContext
from isoscan.rules.definitions import TunableUse, Use
from isoscan.rules.diagnostic import Edit, Fix
from isoscan.rules.own_names import own_names
from isoscan.rules.steering_fixes import margins
from isoscan.source.spans import Span


def owning_fix(context: RuleContext, use: TunableUse, foreign: list[Use]) -> Fix | None:
    """Give each foreign reader of a literal a constant of its own; None where that is not proved."""
    spelled = _spelled(context, use.binding)
    if spelled is None or context.mentions.looks_names_up:
        return None
    name = use.binding.place.name.upper()
    names = own_names(context, [one.namespace for one in foreign], name)
    value = context.module.text_of(use.binding.value_span)
    edits: list[Edit] = []
    for one in foreign:
        own = names[one.namespace]
        reader = context.finder.named(one.namespace)
        if reader is None:
            return None
        place = _place_above(context, reader, one)
        spans = [_span_of(context, reading) for reading in one.readings if _is_in(context, reading, reader)]
        if place is None or len(spans) < len(one.readings):
            return None
        if not all(context.module.text_of(span) == spelled for span in spans):
            return None
        _, ending = margins(context.module.line(place.line))
        gap = ending * 2 if reader.kind != "section" else ""
        edits.append(Edit(place, f"{own} = {value}{ending}{gap}"))
        edits.extend(Edit(span, own) for span in dict.fromkeys(spans))
    readers = ", ".join(f"`{one.namespace}`" for one in foreign)
    return Fix(f"Give {readers} a constant of its own", "safe", tuple(sorted(edits)))


def _span_of(context: RuleContext, reading: Reading) -> Span:
    return context.module.parts[reading.ref.part].span(reading.chain.span)


def _is_in(context: RuleContext, reading: Reading, reader: Boundary) -> bool:
    """Whether a scanner's own lines hold a reading: a helper may serve others, too."""
    return context.boundary_at(reading.ref.part, _span_of(context, reading).line) == reader


def _spelled(context: RuleContext, binding: Binding) -> str | None:
    """How readers spell a literal that stays what it is; None if it may change, or is no plain name."""
    place = binding.place
    if binding.how != "name" or place.path or binding.conditional or not binding.is_constant:
        return None
    if binding.value_span.line != binding.value_span.end_line:
        return None
    if len(context.workshop.resolver.bindings.of(place.scope, place.name)) != 1:
        return None
    if place.scope == MODULE:
        return place.name if len(context.module.bindings.get(place.name, ())) == 1 else None
    unit = context.module.unit_of_scope.get(place.scope)
    if unit is None or unit.kind != "class" or unit.parent or _is_set(context, place.name):
        return None
    return f"{unit.name}.{place.name}"


def _is_set(context: RuleContext, attribute: str) -> bool:
    """Whether code gives an attribute of that name a value, of whatever object."""
    return any(
        use.name == attribute and use.access != "read"
        for part in context.module.parts
        for use in part.facts.attributes
    )


def _place_above(context: RuleContext, reader: Boundary, use: Use) -> Span | None:
    """Where a line above a reader's code goes, at module level; None where that is not clear."""
    if reader.container or reader.kind not in ("function", "class", "section"):
        return None
    line = reader.start_line
    if reader.kind == "section":
        line = context.module.span(StatementRef(min(reading.ref.part for reading in use.readings), 0)).line
    text = context.module.line(line)
    if not text.endswith(("\n", "\r")) or text[:1].isspace():
        return None
    return Span(line, 0, line, 0)
