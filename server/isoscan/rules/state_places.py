"""Places of module state: what outlives a call, and what a reference inside a function means by it.

State is what outlives a call: names bound by `global`, items and attributes of objects at module level, and
the attributes of an object whose methods are scanners. Aliases and arguments that every call gives alike
are followed; copies are not state.
"""

from __future__ import annotations

from collections.abc import Sequence

from isoscan.facts.records import Value
from isoscan.model.module import ScopeRef, StatementRef
from isoscan.parameters.bindings import Binding, Place, chain_place
from isoscan.parameters.chains import MODULE, Chain, Path, Start
from isoscan.parameters.passing import COPIES
from isoscan.parameters.reading import Reading
from isoscan.parameters.words import STRONG_INFRASTRUCTURE, UNIVERSE, says
from isoscan.rules.grounds import Grounds
from isoscan.rules.references import is_choice
from isoscan.source.patterns import lazily

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


# Words of numbers by which requests are paced, not results found.
_PACING = STRONG_INFRASTRUCTURE | frozenset(
    {"retrying", "delay", "backoff", "attempts", "interval", "throttle"}
)


def is_object_scope(grounds: Grounds, scope: ScopeRef) -> bool:
    """Whether names of a scope outlive a call: those of the module, of a class (`self.hits`).

    So do those of a function that defines scanners, for these.
    """
    if scope == MODULE or grounds.workshop.is_class_scope(scope):
        return True
    unit = grounds.module.unit_of_scope.get(scope)
    return unit is not None and unit.kind == "function" and grounds.roster.has_inside(unit.qualified_name)


def place_at_module_level(grounds: Grounds, chain: Chain, ref: StatementRef) -> Place | None:
    """The module-level place that a reference in a statement may mean.

    It is looked for through aliases and arguments, not through copies, but for what is inside of what a
    shallow copy holds.
    """
    return _at_module_level(grounds, chain_place(chain), ref)


def _at_module_level(grounds: Grounds, place: Place, ref: StatementRef | None) -> Place | None:
    for _ in range(_LONGEST_ALIAS):
        if is_object_scope(grounds, place.scope):
            return _of_only_instance(grounds, place)
        if grounds.workshop.resolver.bindings.is_changed(place.scope, place.name):
            return None
        known = _reaching(grounds, place, ref)
        further = next(filter(None, (_alias_of(grounds, binding, place.path) for binding in known)), None)
        if further is None:
            return None
        found, ref = further
        place = found._replace(path=(*found.path, *place.path))
    return None


def _reaching(grounds: Grounds, place: Place, ref: StatementRef | None) -> Sequence[Binding]:
    """The bindings of a local name that a statement of its function may see, all if `ref` is none of them."""
    bindings = grounds.workshop.resolver.bindings.of(place.scope, place.name)
    known = [binding for binding in bindings if not binding.place.path]
    if len(known) < 2 or ref is None or ref.part != place.scope.part:
        return known
    above = [binding for binding in known if binding.ref < ref]
    for index in range(len(above) - 1, -1, -1):
        if not above[index].conditional:
            return above[index:]
    return above


def _of_only_instance(grounds: Grounds, place: Place) -> Place:
    """An attribute of the one object that the module has of a class, as an attribute of that object."""
    if place.scope == MODULE:
        return place
    unit = grounds.module.unit_of_scope.get(place.scope)
    if unit is None or unit.kind != "class":
        return place
    name = only_instance_of(grounds, unit.qualified_name)
    return Place(MODULE, name, (place.name, *place.path)) if name else place


def only_instance_of(grounds: Grounds, class_name: str) -> str:
    """The module's name of the one object made of a class whose methods are no scanners, else ""."""
    return grounds.ask(_find_only_instance, class_name)


def _find_only_instance(grounds: Grounds, class_name: str) -> str:
    sites = grounds.module.reads.get(class_name, ())
    if len(sites) != 1 or sites[0].use.scope or grounds.roster.in_class(class_name):
        return ""
    if grounds.roster.of_unit(class_name):
        return ""
    part, use = grounds.module.parts[sites[0].part], sites[0].use
    for assignment in part.by_statement.assignments[use.statement]:
        value = assignment.value
        is_made = value is not None and value.kind == "call" and value.span.start == use.span.start
        if is_made and not assignment.is_item and assignment.target.isidentifier():
            return assignment.target
    return ""


_Alias = tuple[Place, StatementRef | None]


def _alias_of(grounds: Grounds, binding: Binding, path: Path) -> _Alias | None:
    """What a binding gives another name, and the statement that does."""
    value = binding.value
    if binding.how == "argument":
        given = _given(grounds, binding)
        return (given, None) if given is not None else None
    part = grounds.module.parts[binding.ref.part]
    if value is None or part.facts.statements[binding.ref.statement].kind != "assignment":
        return None
    chains = grounds.workshop.resolver.chains(binding.ref)
    if value.kind in ("name", "subscript", "attribute"):
        chain = chains.get(value.span.start)
        if chain is None or chain.dynamic or chain.span != value.span:
            return None
        return chain_place(chain), binding.ref
    if value.kind == "call" and grounds.module.has_unit(value.callee):
        return _returned(grounds, value)
    if value.kind in ("boolean", "conditional"):
        text = grounds.workshop.text_of(binding.value_span)
        return _chosen(grounds, binding, chains) if _CHOICE.search(text) else None
    if len(path) > 1 and _is_shallow_copy(value) and not _is_replaced(grounds, binding, path):
        return _copied(binding, value, chains)
    return None


# `a or B`, `a if a else B`.
_CHOICE = lazily(r"\b(?:or|if)\b")


def _given(grounds: Grounds, binding: Binding) -> Place | None:
    resolver = grounds.workshop.resolver
    value = binding.value
    unit = grounds.module.unit_of_scope.get(binding.place.scope)
    # What becomes of frames is for the rules on frames to say.
    if unit is None or grounds.frames.is_frame(unit, binding.place.name):
        return None
    if value is not None and value.kind == "name":
        default = resolver.chains(binding.ref).get(value.span[:2])
        return chain_place(default) if default is not None and not default.dynamic else None
    given = resolver.given_itself(binding) if value is None else ()
    return given[0] if len(given) == 1 else None


def _returned(grounds: Grounds, value: Value) -> _Alias | None:
    """What outlives a call and a function of the file gives back, itself and nothing else."""
    unit = grounds.module.unit_named(value.callee)
    found = grounds.workshop.resolver.given_by(value.callee)
    if len(found) != 1 or unit is None or unit.kind != "function":
        return None
    place, copied = found[0]
    return (place, None) if not copied and is_object_scope(grounds, place.scope) else None


def _chosen(grounds: Grounds, binding: Binding, chains: dict[Start, Chain]) -> _Alias | None:
    """Of the names to choose from the one that outlives a call."""
    part = grounds.module.parts[binding.ref.part]
    for start, chain in chains.items():
        inside = binding.value is not None and binding.value.span[:2] <= start < binding.value.span[2:]
        inside = inside and binding.value is not None and is_choice(part, binding.value.span, chain.span)
        is_named = inside and chain.access == "read" and not chain.dynamic
        if is_named and is_object_scope(grounds, chain.scope) and is_container(grounds, chain_place(chain)):
            return chain_place(chain), binding.ref
    return None


def _is_shallow_copy(value: Value) -> bool:
    if value.kind == "dict":
        return True
    return value.kind == "call" and (
        value.callee in ("dict", "copy", "copy.copy") or value.callee == f"{value.root}.copy"
    )


def _copied(binding: Binding, value: Value, chains: dict[Start, Chain]) -> _Alias | None:
    """The one dict that a copy is made of."""
    found = [
        chain
        for start, chain in chains.items()
        if value.span[:2] <= start < value.span[2:] and chain.access == "read" and chain.name not in COPIES
    ]
    if len(found) != 1 or found[0].dynamic:
        return None
    place = chain_place(found[0])
    return (place._replace(path=place.path[:-1]) if place.path[-1:] == ("copy",) else place), binding.ref


def _is_replaced(grounds: Grounds, binding: Binding, path: Path) -> bool:
    """Whether a copy has something of its own where the original holds what is asked for."""
    known = grounds.workshop.resolver.bindings.of(binding.place.scope, binding.place.name)
    return any(other.place.path == path[:1] for other in known)


def name_at_module_level(grounds: Grounds, name: tuple[ScopeRef, str]) -> tuple[ScopeRef, str] | None:
    """The name that outlives a call for which a name may stand, through aliases and arguments."""
    place = _at_module_level(grounds, Place(*name, (_ANY, _ANY)), None)
    return place[:2] if place is not None else None


# Stands for any key.
_ANY = "\0any"


def places_read(grounds: Grounds, reading: Reading) -> list[Place]:
    """The module-level places that a reference reads; an item of a local copy is that of what was copied."""
    place = place_at_module_level(grounds, reading.chain, reading.ref)
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
        is_class = "." not in place.name and grounds.module.kind_named(place.name) == "class"
        return is_class or any(not binding.place.path for binding in known)
    return True


def is_container(grounds: Grounds, place: Place) -> bool:
    """Whether what stands at a place is a list, dict, set or the like."""
    resolver = grounds.workshop.resolver
    of_class = place.scope == MODULE and place.path and grounds.module.kind_named(place.name) == "class"
    unit = grounds.module.unit_named(place.name) if of_class else None
    if unit is not None:
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
        return not _is_universe(grounds, place) and not _is_count(grounds, place)
    return any(says(name, _BOOKKEEPING) for name in names)


def _is_universe(grounds: Grounds, place: Place) -> bool:
    """Whether a list of symbols stands at a place: what is in it decides what is found."""
    return says(place.name, UNIVERSE) and is_container(grounds, place._replace(path=()))


def _is_count(grounds: Grounds, place: Place) -> bool:
    """Whether a number or switch stands at a place that is shared by its name alone: `hits_today = 0`."""
    if place.path or says(place.name, _PACING):
        return False
    known = grounds.workshop.resolver.bindings.of(place.scope, place.name)
    return any(
        binding.how == "name" and binding.value is not None and isinstance(binding.value.value, int | float)
        for binding in known
    )


def concerns(one: Place, other: Place) -> bool:
    """Whether two places are the same, or one is inside the other."""
    return one[:2] == other[:2] and overlap(one.path, other.path)


def overlap(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether one of two paths leads to, or through, the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
