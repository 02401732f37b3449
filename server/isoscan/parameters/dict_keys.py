"""Parameters with origin `dict_key`: items of dicts that hold settings, with the value in force when called.

Read by key, a dict gives the keys that are read. Handed on as a whole, to a function that is not in the file,
it gives all its keys. An argument that no call in the file fills is taken for the one dict that has all
the keys read from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from isoscan.facts.records import Constant
from isoscan.model.module import ScopeRef
from isoscan.model.parts import Part
from isoscan.parameters.bindings import Binding, Place
from isoscan.parameters.chains import MODULE, PathKey
from isoscan.parameters.draft import Draft, Workshop, draft_of_binding
from isoscan.parameters.escapes import escaping_containers
from isoscan.parameters.parameter import Origin
from isoscan.parameters.reading import Reading, ScannerReadings
from isoscan.parameters.tunables import is_number, is_numeric, is_switchable_text, parameter_value
from isoscan.parameters.words import FRAMES, REQUESTS, SETTINGS, STATE, STRONG_INFRASTRUCTURE, says


def dict_keys(workshop: Workshop, scanner: ScannerReadings) -> list[Draft]:
    """The items of settings dicts that a scanner reads."""
    readings: dict[Binding, list[Reading]] = {}
    open_keys: dict[tuple[Place, PathKey], list[Reading]] = {}
    arguments: dict[tuple[ScopeRef, str], bool] = {}
    frames: set[str] = set()
    for reading in scanner.readings:
        found = False
        for binding in reading.resolved.bindings:
            if binding.place.path and not workshop.is_class_scope(binding.place.scope):
                readings.setdefault(binding, []).append(reading)
                found = True
        scope, name, path, access = reading.chain[:4]
        if found or not path or access != "read" or name in frames:
            continue
        is_open = arguments.get((scope, name))
        if is_open is None:
            if says(name, FRAMES):
                frames.add(name)
                continue
            is_open = arguments[scope, name] = _is_argument(workshop, scope, name)
        if is_open:
            open_keys.setdefault((Place(scope, name, ()), path[0]), []).append(reading)
    drafts = [
        draft_of_item(workshop, binding, found)
        for binding, found in readings.items()
        if is_tunable_item(workshop, binding) and not _is_demonstration(binding, found)
    ]
    drafts.extend(_assumed(workshop, open_keys))
    drafts.extend(_whole(workshop, scanner, readings))
    return drafts


def is_tunable_item(workshop: Workshop, binding: Binding) -> bool:
    """Whether an item that is read by its key holds something tunable."""
    literal = workshop.resolver.literal(binding)
    place = binding.place
    if literal is None or (place.scope == MODULE and place.name in workshop.shared):
        return False
    key = str(place.path[-1])
    if says(key, STRONG_INFRASTRUCTURE) or not _holds_settings(workshop, place):
        return False
    return is_numeric(literal.value) or isinstance(literal.value, bool) or is_switchable_text(literal.value)


def _is_demonstration(binding: Binding, readings: list[Reading]) -> bool:
    """Whether only a call under `if __name__ == "__main__":` (or the like) ties a dict to an argument."""
    if binding.place.scope != MODULE or not binding.conditional:
        return False
    return all(reading.chain.scope != MODULE for reading in readings)


def _holds_settings(workshop: Workshop, place: Place) -> bool:
    """Whether a dict is one of settings, not of state: no item of it is given a computed value."""
    if place.scope != MODULE and says(place.name, REQUESTS) and not says(place.name, SETTINGS):
        return False
    known = workshop.resolver.bindings.of(place.scope, place.name)
    computed = any(
        binding.how == "item" and workshop.resolver.literal(binding) is None
        for binding in known
        if binding.place.path == place.path
    )
    if computed or _is_counted(workshop, place, known):
        return False
    return says(place.name, SETTINGS) or any(map(_is_dict, known)) or _copies_a_dict(workshop, place)


def _is_counted(workshop: Workshop, place: Place, known: tuple[Binding, ...]) -> bool:
    """Whether a function keeps state in an item of its own dict: `state["inside"] = True` on some branch."""
    if place.scope == MODULE or workshop.is_class_scope(place.scope):
        return False
    set_again = any(
        each.how == "item" and each.conditional for each in known if each.place.path == place.path
    )
    part = workshop.module.parts[place.scope.part]
    updated = part.notes.recall("updated items", None, partial(_updated_items, part))
    return set_again or (place.scope.scope, place.name, place.path[-1]) in updated


def _updated_items(part: Part) -> frozenset[tuple[int, str, PathKey]]:
    """The items that `P["n"] += 1` changes, each with the scope and name of its dict."""
    return frozenset(
        [
            (item.home, item.base, item.key)
            for item in part.facts.items
            if item.access == "update" and item.via == "item"
        ]
    )


def _copies_a_dict(workshop: Workshop, place: Place) -> bool:
    """Whether a name holds what was made of another dict of the file: `own = copy.deepcopy(P)`."""
    whole = place._replace(path=())
    return any(found != whole for found in workshop.resolver.resolve(whole, None).containers)


def _is_dict(binding: Binding) -> bool:
    """Whether a binding gives a name a dict: a frame's columns are no settings."""
    value = binding.value
    if value is None or binding.place.path:
        return binding.how in ("entry", "option")
    return value.kind in ("dict", "list", "tuple") or value.callee in ("dict", "OrderedDict")


def draft_of_item(workshop: Workshop, binding: Binding, readings: list[Reading]) -> Draft:
    """A parameter for a dict's item."""
    origin: Origin = "default_arg" if binding.how == "option" else "dict_key"
    return draft_of_binding(workshop, binding, readings, origin, str(binding.place.path[-1]))


def _is_argument(workshop: Workshop, scope: ScopeRef, name: str) -> bool:
    """Whether a name is an argument that nothing in the file fills."""
    known = workshop.resolver.bindings.of(scope, name)
    argument = next((binding for binding in known if binding.how == "argument"), None)
    if argument is None:
        return False
    given = argument.value
    return given is None or (given.constant and given.value is None)


def _assumed(workshop: Workshop, open_keys: dict[tuple[Place, PathKey], list[Reading]]) -> Iterator[Draft]:
    """Keys read from an argument: those of the one dict that has them all, else their written defaults."""
    by_argument: dict[Place, dict[PathKey, list[Reading]]] = {}
    for (argument, key), readings in open_keys.items():
        by_argument.setdefault(argument, {})[key] = readings
    for argument, keys in by_argument.items():
        scope = workshop.module.parts[argument.scope.part].facts.scopes[argument.scope.scope]
        if any(parameter.star and parameter.name == argument.name for parameter in scope.parameters):
            continue
        items = _only_dict_with(workshop, keys)
        for key, readings in keys.items():
            if key in items and is_tunable_item(workshop, items[key]):
                yield draft_of_item(workshop, items[key], readings)._replace(assumed=True)
            else:
                yield from _written_default(workshop, argument, key, readings)


def _only_dict_with(workshop: Workshop, keys: dict[PathKey, list[Reading]]) -> dict[PathKey, Binding]:
    needed = {
        key for key, readings in keys.items() if all(reading.chain.default is None for reading in readings)
    }
    wanted = needed or set(keys)
    if not all(isinstance(key, str) for key in wanted):
        return {}
    candidates = frozenset.intersection(*[workshop.contents.dicts_with(key) for key in wanted])
    if len(candidates) != 1:
        return {}
    (place,) = candidates
    return workshop.items_of(place.name)[place]


def _written_default(
    workshop: Workshop, argument: Place, key: PathKey, readings: list[Reading]
) -> Iterator[Draft]:
    """`config.get("RSI_MIN", 60)` of a dict that comes from elsewhere."""
    for reading in readings:
        default = reading.chain.default
        if default is None or not default.constant or not isinstance(key, str):
            continue
        held: Constant = default.value
        if not (is_number(held) or isinstance(held, bool)) or says(key, STRONG_INFRASTRUCTURE):
            continue
        if not says(argument.name, SETTINGS) and (held == 0 or says(argument.name, REQUESTS)):
            continue
        part = workshop.module.parts[reading.ref.part]
        value_span = part.span(default.span)
        yield Draft(
            name=key,
            value=parameter_value(default),
            text=workshop.text_of(value_span),
            origin="dict_key",
            source=f"{argument.name}[{key!r}]",
            span=part.span(reading.chain.key_span),
            value_span=value_span,
            via=reading.via,
            readings=tuple(readings),
        )
        return


def _whole(
    workshop: Workshop, scanner: ScannerReadings, read: dict[Binding, list[Reading]]
) -> Iterator[Draft]:
    """The items of dicts that are handed on as a whole and of which no key is read."""
    by_key = {(binding.place.scope, binding.place.name) for binding in read}
    for place, readings in escaping_containers(workshop, scanner).items():
        if (place.scope, place.name) in by_key or (place.scope == MODULE and place.name in workshop.shared):
            continue
        for binding in workshop.resolver.bindings.of(place.scope, place.name):
            inside = binding.place.path[: len(place.path)] == place.path != binding.place.path
            if inside and _is_setting(workshop, binding):
                yield draft_of_item(workshop, binding, readings)


def _is_setting(workshop: Workshop, binding: Binding) -> bool:
    """Whether an item of a dict that goes on as a whole looks like a setting."""
    place = binding.place
    literal = workshop.resolver.literal(binding)
    if literal is None or not isinstance(place.path[-1], str) or not is_tunable_item(workshop, binding):
        return False
    if says(place.name, SETTINGS):
        return True
    if says(place.name, REQUESTS | STATE) or isinstance(literal.value, str | bool):
        return False
    return is_numeric(literal.value) and literal.value != 0
