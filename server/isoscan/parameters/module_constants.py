"""Parameters with origin `module`: tunable constants at module level that a scanner's slice reads."""

from __future__ import annotations

from isoscan.facts.records import Value
from isoscan.parameters.bindings import Binding
from isoscan.parameters.chains import MODULE
from isoscan.parameters.draft import Draft, Workshop, draft_of_binding
from isoscan.parameters.reading import Reading, ScannerReadings
from isoscan.parameters.tunables import is_switchable_text, names_a_tunable


def module_constants(workshop: Workshop, scanner: ScannerReadings) -> list[Draft]:
    """The module-level tunables that a scanner reads, itself or through helpers."""
    readings: dict[Binding, list[Reading]] = {}
    for reading in scanner.readings:
        for binding in reading.resolved.bindings:
            if binding.place.scope == MODULE and not binding.place.path:
                readings.setdefault(binding, []).append(reading)
    return [
        draft_of_binding(workshop, binding, found, "module", binding.place.name)
        for binding, found in readings.items()
        if is_module_tunable(workshop, binding) or _is_compared_text(workshop, binding, found)
    ]


def is_module_tunable(workshop: Workshop, binding: Binding) -> bool:
    """Whether a module-level constant is a number or switch that somebody would tune."""
    literal = _literal(workshop, binding)
    name = binding.place.name
    return (
        literal is not None
        and name not in workshop.shared
        and not workshop.resolver.bindings.is_changed(MODULE, name)
        and not (binding.conditional and isinstance(literal.value, bool))
        and names_a_tunable(name, literal.value)
    )


def _literal(workshop: Workshop, binding: Binding) -> Value | None:
    return workshop.resolver.literal(binding) if binding.how == "name" else None


def _is_compared_text(workshop: Workshop, binding: Binding, readings: list[Reading]) -> bool:
    """Whether a text at module level names a mode: a scanner compares it with something."""
    literal = _literal(workshop, binding)
    if literal is None or not is_switchable_text(literal.value) or binding.place.name in workshop.shared:
        return False
    return any(is_compared(workshop, reading) for reading in readings)


def is_compared(workshop: Workshop, reading: Reading) -> bool:
    """Whether a reference is a side of a comparison with `==`, `!=` or `in`."""
    part = workshop.module.parts[reading.ref.part]
    span = reading.chain.span
    return any(
        comparison.statement == reading.ref.statement
        and comparison.operator in ("==", "!=", "in", "not in")
        and comparison.span.start <= span.start
        and span.end <= comparison.span.end
        for comparison in part.facts.comparisons
    )
