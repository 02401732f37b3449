"""Parameters with origin `class_attr`: tunables written in a class body (or set in its `__init__`).

What a scanner reads through `self`, through the class's name or through an instance. Frameworks read some by
themselves: freqtrade's `stoploss`, its `IntParameter(...)`, backtrader's `params`.
"""

from __future__ import annotations

from isoscan.facts.records import Constant
from isoscan.model.module import Unit
from isoscan.model.slices import with_bases
from isoscan.parameters.bindings import Binding, Place
from isoscan.parameters.default_args import draft_of_argument, is_tunable_default
from isoscan.parameters.dict_keys import draft_of_item
from isoscan.parameters.draft import Draft, Workshop, draft_of_binding
from isoscan.parameters.frameworks import framework_settings, is_enum, is_hyperopt, settings_dicts
from isoscan.parameters.module_constants import is_compared
from isoscan.parameters.parameter import ParameterValue
from isoscan.parameters.reading import Reading, ScannerReadings
from isoscan.parameters.tunables import is_number, is_switchable_text, names_a_tunable, parameter_value
from isoscan.parameters.words import STRONG_INFRASTRUCTURE, TUNABLE, says


def class_attrs(workshop: Workshop, scanner: ScannerReadings) -> list[Draft]:
    """The class-level tunables that a scanner reads, and those its framework reads for it."""
    readings: dict[Binding, list[Reading]] = {}
    arguments: dict[Binding, list[Reading]] = {}
    for reading in scanner.readings:
        for binding in reading.resolved.bindings:
            if workshop.is_class_scope(binding.place.scope):
                readings.setdefault(binding, []).append(reading)
            elif binding.how == "argument" and workshop.is_class_scope(reading.chain.scope):
                arguments.setdefault(binding, []).append(reading)
    drafts = {
        binding.span: _draft(workshop, binding, found)
        for binding, found in readings.items()
        if _is_tunable(workshop, binding, found)
    }
    for binding, found in arguments.items():
        value = binding.value
        if value is not None and is_tunable_default(workshop, binding.place.name, value.value, found):
            drafts[binding.span] = draft_of_argument(workshop, binding, found)
    if scanner.unit is not None and scanner.unit.kind == "class":
        for draft in _of_framework(workshop, scanner.unit, readings):
            drafts.setdefault(draft.span, draft)
    return list(drafts.values())


def _is_tunable(workshop: Workshop, binding: Binding, readings: list[Reading]) -> bool:
    literal = workshop.resolver.literal(binding)
    name = str(binding.place.path[-1]) if binding.place.path else binding.place.name
    if literal is None or says(name, STRONG_INFRASTRUCTURE):
        return False
    if is_enum(workshop.module, binding.place.scope) and not _is_setting_of_enum(name, literal.value):
        return False
    if binding.how == "instance" and (binding.conditional or _is_reassigned(workshop, binding)):
        return False
    if workshop.resolver.bindings.is_changed(binding.place.scope, binding.place.name):
        return False
    if isinstance(literal.value, str):
        compared = any(is_compared(workshop, reading) for reading in readings)
        return is_switchable_text(literal.value) and compared
    if binding.how == "instance" and (literal.value == 0 or isinstance(literal.value, bool)):
        return False
    return names_a_tunable(name, literal.value)


def _is_setting_of_enum(name: str, value: Constant) -> bool:
    """Members of an enum are labels, but for those that are fractions or speak of tuning."""
    return isinstance(value, float) or (is_number(value) and says(name, TUNABLE))


def _is_reassigned(workshop: Workshop, binding: Binding) -> bool:
    """Whether an instance attribute is given a value in more than one place: state, then."""
    known = workshop.resolver.bindings.of(binding.place.scope, binding.place.name)
    if sum(other.how == "instance" for other in known) > 1:
        return True
    part = workshop.module.parts[binding.ref.part]
    return any(
        use.name == binding.place.name and use.access == "update" and use.base == "self"
        for use in part.facts.attributes
    )


def _of_framework(workshop: Workshop, unit: Unit, readings: dict[Binding, list[Reading]]) -> list[Draft]:
    drafts: list[Draft] = []
    for owner in with_bases(workshop.module, unit):
        settings = framework_settings(workshop.module, owner)
        dicts = settings_dicts(workshop.module, owner)
        for name in workshop.resolver.bindings.names_in(owner.body):
            for binding in workshop.resolver.effective(owner.body, name):
                found = readings.get(binding, [])
                if binding.place.path and name in dicts:
                    drafts.extend(_of_dict(workshop, binding, name, found))
                elif binding.how == "name" and (name in settings or is_hyperopt(binding)):
                    drafts.append(_draft(workshop, binding, found))
    return drafts


def _of_dict(workshop: Workshop, binding: Binding, name: str, found: list[Reading]) -> list[Draft]:
    """One entry of backtrader's `params` or freqtrade's `buy_params`."""
    if name == "params":
        return _of_params(workshop, binding, found)
    single = len(binding.place.path) == 1 and binding.is_constant
    return [draft_of_item(workshop, binding, found)] if single else []


def _of_params(workshop: Workshop, binding: Binding, found: list[Reading]) -> list[Draft]:
    """An entry of backtrader's `params`, of a dict or of pairs; nothing for the names in pairs."""
    key = workshop.parameter_key(binding.place)
    if not isinstance(key, str) or workshop.resolver.literal(binding) is None:
        return []
    value, text = workshop.value_of(binding)
    return [
        Draft(
            name=key,
            value=value,
            text=text,
            origin="class_attr",
            source=workshop.subject_of(binding.place),
            span=workshop.name_span(binding),
            value_span=binding.value_span,
            readings=tuple(found),
            binding=binding,
        )
    ]


def _draft(workshop: Workshop, binding: Binding, readings: list[Reading]) -> Draft:
    if binding.place.path:
        if binding.place.name == "params":
            return (_of_params(workshop, binding, readings) or [draft_of_item(workshop, binding, readings)])[
                0
            ]
        return draft_of_item(workshop, binding, readings)
    draft = draft_of_binding(workshop, binding, readings, "class_attr", binding.place.name)
    if draft.value is None and binding.value is not None and binding.value.kind == "dict":
        return draft._replace(value=_table(workshop, binding.place))
    return draft


def _table(workshop: Workshop, place: Place) -> ParameterValue:
    """A dict that is one value, such as freqtrade's `minimal_roi`."""
    return {
        str(binding.place.path[0]): parameter_value(binding.value)
        for binding in workshop.resolver.bindings.of(place.scope, place.name)
        if len(binding.place.path) == 1
    }
