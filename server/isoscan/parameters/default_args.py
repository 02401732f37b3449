"""Parameters with origin `default_arg`: defaults of a scanner's own arguments, and of its `**kwargs`."""

from __future__ import annotations

from isoscan.facts.records import Constant
from isoscan.model.module import ScopeRef
from isoscan.parameters.bindings import Binding
from isoscan.parameters.draft import Draft, Workshop
from isoscan.parameters.module_constants import is_compared
from isoscan.parameters.reading import Reading, ScannerReadings
from isoscan.parameters.tunables import is_number, is_numeric, is_switchable_text, parameter_value
from isoscan.parameters.words import DISPLAY, INFRASTRUCTURE, STRONG_INFRASTRUCTURE, TUNABLE, says


def default_args(workshop: Workshop, scanner: ScannerReadings) -> list[Draft]:
    """The tunable defaults of the arguments that a scanner reads."""
    scopes = _scopes(workshop, scanner)
    parameters = [
        (scope, parameter)
        for scope in scopes
        for parameter in workshop.module.parts[scope.part].facts.scopes[scope.scope].parameters
    ]
    wanted = {(scope, each.name) for scope, each in parameters if each.default and each.default.constant}
    starred = {(scope, each.name) for scope, each in parameters if each.star == "**"}
    if not wanted and not starred:
        return []
    by_name: dict[tuple[ScopeRef, str], list[Reading]] = {}
    of_keywords: list[Reading] = []
    for reading in scanner.readings:
        name = (reading.chain.scope, reading.chain.name)
        if name in wanted:
            by_name.setdefault(name, []).append(reading)
        elif name in starred:
            of_keywords.append(reading)
    readings = {
        binding: found
        for name, found in by_name.items()
        for binding in workshop.resolver.bindings.of(*name)
        if binding.how == "argument" and binding.is_constant
    }
    drafts = [
        draft_of_argument(workshop, binding, found)
        for binding, found in readings.items()
        if binding.value is not None
        and is_tunable_default(workshop, binding.place.name, binding.value.value, found)
    ]
    return [*drafts, *_keyword_defaults(workshop, of_keywords)]


def _scopes(workshop: Workshop, scanner: ScannerReadings) -> frozenset[ScopeRef]:
    """The defs whose arguments are the scanner's: itself, what it stands in, or its class's methods."""
    unit = scanner.unit or scanner.container
    if unit is None:
        return frozenset()
    if scanner.unit is None or unit.kind != "class":
        return frozenset((unit.body,))
    return workshop.contents.public_methods_of(unit.qualified_name)


def is_tunable_default(workshop: Workshop, name: str, value: Constant, readings: list[Reading]) -> bool:
    """Whether an argument with this default is one that a scanner is tuned by."""
    if says(name, STRONG_INFRASTRUCTURE):
        return False
    if value is None:
        return says(name, _BOUNDS) and says(name, TUNABLE)
    if isinstance(value, bool):
        return not says(name, DISPLAY)
    if isinstance(value, str):
        return is_switchable_text(value) and any(is_compared(workshop, reading) for reading in readings)
    if not is_numeric(value):
        return False
    plain = says(name, TUNABLE) or not says(name, DISPLAY | INFRASTRUCTURE)
    return plain or any(is_compared(workshop, reading) for reading in readings)


_BOUNDS = frozenset({"min", "max", "minimum", "maximum", "threshold", "limit", "cutoff"})


def draft_of_argument(workshop: Workshop, binding: Binding, readings: list[Reading]) -> Draft:
    """A parameter for an argument's default."""
    value, text = workshop.value_of(binding)
    return Draft(
        name=binding.place.name,
        value=value,
        text=text,
        origin="default_arg",
        source=binding.place.name,
        span=binding.span,
        value_span=binding.value_span,
        readings=tuple(readings),
        binding=binding,
    )


def _keyword_defaults(workshop: Workshop, readings: list[Reading]) -> list[Draft]:
    """`kwargs.get("n", 14)`: a keyword argument with its default written where it is read."""
    found: dict[object, Draft] = {}
    for reading in readings:
        chain = reading.chain
        default = chain.default
        if len(chain.path) != 1 or default is None or not default.constant:
            continue
        name, value = str(chain.path[0]), default.value
        switch = is_switchable_text(value) and not says(name, DISPLAY)
        if not (is_number(value) or isinstance(value, bool) or switch) or says(name, STRONG_INFRASTRUCTURE):
            continue
        part = workshop.module.parts[reading.ref.part]
        value_span = part.span(default.span)
        found.setdefault(
            name,
            Draft(
                name=name,
                value=parameter_value(default),
                text=workshop.text_of(value_span),
                origin="default_arg",
                source=f"{chain.name}[{chain.path[0]!r}]",
                span=part.span(chain.key_span),
                value_span=value_span,
                readings=(reading,),
            ),
        )
    return list(found.values())
