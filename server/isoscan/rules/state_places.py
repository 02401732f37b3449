"""Places of module state: what outlives a call, and what a reference inside a function means by it.

State is what outlives a call: names bound by `global`, items and attributes of objects at module level, and
the attributes of an object whose methods are scanners. Aliases and arguments that every call gives alike
are followed; copies are not state.
"""

from __future__ import annotations

from isoscan.model.module import ScopeRef
from isoscan.parameters.bindings import Binding, Place, chain_place
from isoscan.parameters.chains import MODULE, Chain
from isoscan.parameters.reading import Reading
from isoscan.parameters.words import says
from isoscan.rules.grounds import Grounds

MUTATORS = frozenset(
    {
        "append", "appendleft", "extend", "extendleft", "insert", "add", "update", "clear", "remove",
        "discard", "pop", "popitem", "popleft", "setdefault", "sort", "reverse",
    }
)  # fmt: skip
"""Methods of lists, dicts, sets and deques that change them."""


TAKING_ALL = frozenset({"items", "values", "keys", "copy", "index", "count"})
_CONTAINERS = frozenset({"list", "dict", "set", "defaultdict", "OrderedDict", "deque", "Counter"})
_LONGEST_ALIAS = 20

# What is remembered or counted without a result depending on it.
_BOOKKEEPING = frozenset(
    {"cache", "cached", "caches", "memo", "memoized", "log", "logs", "logger", "logging", "stats"}
    | {"statistics", "metrics", "counter", "counters", "calls", "error", "errors", "failed", "progress"}
    | {"lock", "timing", "timings", "elapsed"}
)


def is_object_scope(grounds: Grounds, scope: ScopeRef) -> bool:
    """Whether names of a scope outlive a call: those of the module, and of a class (`self.hits`)."""
    return scope == MODULE or grounds.workshop.is_class_scope(scope)


def place_at_module_level(grounds: Grounds, chain: Chain) -> Place | None:
    """The module-level place that a reference means, through aliases and arguments but not copies."""
    return _at_module_level(grounds, chain_place(chain))


def _at_module_level(grounds: Grounds, place: Place) -> Place | None:
    resolver = grounds.workshop.resolver
    for _ in range(_LONGEST_ALIAS):
        if is_object_scope(grounds, place.scope):
            return place
        known = [
            binding for binding in resolver.bindings.of(place.scope, place.name) if not binding.place.path
        ]
        if len(known) != 1 or resolver.bindings.is_changed(place.scope, place.name):
            return None
        further = _alias_of(grounds, known[0])
        if further is None:
            return None
        place = further._replace(path=(*further.path, *place.path))
    return None


def _alias_of(grounds: Grounds, binding: Binding) -> Place | None:
    resolver = grounds.workshop.resolver
    value = binding.value
    if binding.how == "argument":
        unit = grounds.module.unit_of_scope.get(binding.place.scope)
        # What becomes of frames is for the rules on frames to say.
        if unit is None or grounds.frames.is_frame(unit, binding.place.name):
            return None
        if value is not None and value.kind == "name":
            default = resolver.chains(binding.ref).get(value.span[:2])
            return chain_place(default) if default is not None and not default.dynamic else None
        given = resolver.given(binding) if value is None else []
        return given[0] if len(given) == 1 else None
    if value is None or value.kind not in ("name", "subscript", "attribute"):
        return None
    part = grounds.module.parts[binding.ref.part]
    chain = resolver.chains(binding.ref).get(value.span.start)
    if chain is None or chain.dynamic or chain.span != value.span:
        return None
    return chain_place(chain) if part.facts.statements[binding.ref.statement].kind == "assignment" else None


def name_at_module_level(grounds: Grounds, name: tuple[ScopeRef, str]) -> tuple[ScopeRef, str] | None:
    """The module-level (or class's) name that a name stands for, through aliases and arguments."""
    place = _at_module_level(grounds, Place(*name, ()))
    return place[:2] if place is not None else None


def places_read(grounds: Grounds, reading: Reading) -> list[Place]:
    """The module-level places that a reference reads; an item of a local copy is that of what was copied."""
    place = place_at_module_level(grounds, reading.chain)
    if place is not None:
        return [place]
    return items_behind(reading)


def items_behind(reading: Reading) -> list[Place]:
    """The items at module level that a reference to an item of a local name comes down to."""
    if not reading.chain.path:
        return []
    return [
        binding.place
        for binding in reading.resolved.bindings
        if binding.place.scope == MODULE and binding.place.path
    ]


def without_method(place: Place) -> Place:
    """What a method is called on."""
    path = place.path
    return place._replace(path=path[:-1]) if path and path[-1] in MUTATORS | TAKING_ALL else place


def is_state(grounds: Grounds, place: Place) -> bool:
    """Whether a place is an object of this file: a name bound by an assignment, or a class's attribute."""
    known = grounds.workshop.resolver.bindings.of(place.scope, place.name)
    if place.path and place.scope == MODULE:
        unit = grounds.module.unit_named(place.name)
        is_class = unit is not None and unit.kind == "class" and not unit.parent
        return is_class or any(not binding.place.path for binding in known)
    return True


def is_container(grounds: Grounds, place: Place) -> bool:
    """Whether what stands at a place is a list, dict, set or the like."""
    resolver = grounds.workshop.resolver
    unit = grounds.module.unit_named(place.name) if place.scope == MODULE and place.path else None
    if unit is not None and unit.kind == "class":
        place = Place(unit.body, str(place.path[0]), place.path[1:])
    known = [
        binding for binding in resolver.bindings.of(place.scope, place.name) if binding.value is not None
    ]
    exact = [binding for binding in known if binding.place.path == place.path]
    for binding in exact or [binding for binding in known if not binding.place.path]:
        value = binding.value
        if value is None:
            continue
        if value.kind in ("dict", "list", "set", "comprehension"):
            return True
        if value.kind == "call" and value.callee.rpartition(".")[2] in _CONTAINERS:
            return True
    return False


def is_bookkeeping(grounds: Grounds, place: Place) -> bool:
    """Whether a place is a cache, a log, a counter: no result depends on it."""
    names = [place.name, *(key for key in place.path if isinstance(key, str))]
    if place.scope == MODULE and place.name in grounds.workshop.shared:
        return True
    return any(says(name, _BOOKKEEPING) for name in names)


def concerns(one: Place, other: Place) -> bool:
    """Whether two places are the same, or one is inside the other."""
    return one[:2] == other[:2] and overlap(one.path, other.path)


def overlap(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether one of two paths leads to, or through, the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
