"""Resolution: from a reference to the bindings that give it its value.

Follows aliases (`cfg = P`), copies (`{**P, "x": 1}`, `P.copy()`), instances of classes in the file, inherited
attributes, and arguments that every call in the file gives alike. What cannot be followed gives nothing:
a wrong answer is worse than none. Work lists instead of recursion: alias chains are as long as the user
makes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isoscan.facts.records import Call, Value
from isoscan.model.definitions import in_force, in_force_at, replaced_after
from isoscan.model.module import Module, ScopeRef, StatementRef, Unit
from isoscan.model.outlines import is_in_function
from isoscan.model.parts import Part
from isoscan.model.slices import bases_of
from isoscan.parameters.bindings import Binding, Known, Place, effective_in_scope, known_from
from isoscan.parameters.chains import MODULE, Chain, PartChains, Path, Start, chains_in
from isoscan.parameters.contents import Contents
from isoscan.parameters.options import OPTIONS, is_parsing
from isoscan.parameters.passing import COPIES, Passed, passed_argument, place_given
from isoscan.parameters.resolved import CALLED, NOTHING, Items, Moment, Resolved, Step
from isoscan.parameters.steps import below, is_copying, last_unconditional, position_of_pair
from isoscan.parameters.words import FRAMES, says
from isoscan.source.spans import Span
from isoscan.tracking.store import Family, SettledFamily

_LONGEST_SEARCH = 200

# What no place in the file stands behind.
_OPAQUE = frozenset({"comparison", "lambda", "comprehension", "await", "yield", "other"})

# Calls that wrap a setting, by their last part: those with the keyword `default`, those with one argument.
_WITH_DEFAULT = frozenset(
    {"IntParameter", "DecimalParameter", "RealParameter", "CategoricalParameter", "BooleanParameter", "field"}
)
_CASTS = frozenset({"float", "int", "bool", "str", "Decimal", "float64", "int64", "Final"})


_WRAPPERS = _WITH_DEFAULT | _CASTS


# Stands for any key that nothing binds.
_ANY_KEY = "\0any"


class Resolver:
    """Resolves references of one module; everything read from it is tracked."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.contents = Contents(module)
        self.bindings = self.contents.bindings
        store = module.store
        self._earlier: dict[int, PartChains] = {}
        self._chains: Family[int, tuple[dict[Start, Chain], ...]] = Family(store, self._chains_in)
        self._found: Family[tuple[Place, Moment], Resolved] = Family(store, lambda key: self._resolve(*key))
        self._items: Family[tuple[ScopeRef, str], Items | None] = Family(
            store, lambda key: self._resolve_items(*key)
        )
        self._given: SettledFamily[tuple[Place, bool, bool], tuple[Place, ...]] = SettledFamily(
            store, lambda key: self._what_calls_pass(*key)
        )
        self._given_by: Family[str, tuple[tuple[Place, bool], ...]] = Family(store, self._find_given_by)
        self._passed: Family[int, dict[str, tuple[Passed, ...]]] = Family(store, self._passed_in)

    def chains_in(self, part: int) -> tuple[dict[Start, Chain], ...]:
        """The references of each statement of a part, as from `chains`."""
        return self._chains(part)

    def chains(self, ref: StatementRef) -> dict[Start, Chain]:
        """The references of a statement by where they start (relative to the chunk)."""
        return self._chains(ref.part)[ref.statement]

    def _chains_in(self, index: int) -> tuple[dict[Start, Chain], ...]:
        # What was found before only saves time: it is taken where it was made from the same records.
        found = chains_in(self.module, self.module.parts[index], self._earlier.get(index))
        self._earlier[index] = found
        return found.by_statement

    def knows(self, scope: ScopeRef, name: str) -> bool:
        """Whether anything in the file could give a name, or what is under it, a value."""
        if self.bindings.has(scope, name):
            return True
        if scope == MODULE:
            return self.module.has_unit(name)
        return self.bindings.is_class(scope)

    def resolve(self, place: Place, at: StatementRef | None) -> Resolved:
        """What a place's value comes from; `at` is the module-level statement that reads it, None a call."""
        scope, name, path = place
        if scope == MODULE or at is not None:
            return self._found((place, Moment(at, at)))
        if path:
            items = self.items_of(scope, name)
            if items is not None and path not in items.exceptions:
                return items.resolved
        direct, further, whole = self._step(place, CALLED)
        if not all(following[0] == place or self._is_barren(*following) for following in further):
            return self._found((place, CALLED))
        if not direct and not whole:
            return NOTHING
        return Resolved(tuple(dict.fromkeys(direct)), (place,) if whole else ())

    def items_of(self, scope: ScopeRef, name: str) -> Items | None:
        """What the items and attributes under a name of a function or class come to, for calls.

        None where it depends on which one is asked for.
        """
        return self._items((scope, name))

    def _resolve(self, place: Place, moment: Moment) -> Resolved:
        bindings: dict[Binding, None] = {}
        containers: dict[Place, None] = {}
        work = [(place, moment)]
        seen = {(place, moment)}
        for current in work:
            direct, further, whole = self._step(*current)
            bindings.update(dict.fromkeys(direct))
            if whole:
                containers.setdefault(current[0])
            for following in further:
                if following not in seen and not self._is_barren(*following):
                    seen.add(following)
                    work.append(following)
            if len(seen) >= _LONGEST_SEARCH:
                break
        return Resolved(tuple(bindings), tuple(containers)) if bindings or containers else NOTHING

    def _is_barren(self, place: Place, moment: Moment) -> bool:
        """Whether it is known beforehand that nothing stands behind a place."""
        scope, name, path = place
        if not path or scope == MODULE or moment != CALLED:
            return False
        items = self._items((scope, name))
        return items is not None and path not in items.exceptions and items.resolved == NOTHING

    def _resolve_items(self, scope: ScopeRef, name: str) -> Items | None:
        start = Place(scope, name, (_ANY_KEY,))
        exceptions: set[Path] = set()
        bindings: dict[Binding, None] = {}
        work = [(start, CALLED)]
        seen = {(start, CALLED)}
        for current, moment in work:
            if current.name in ("p", "params") or self._class_named(current) is not None:
                return None
            direct, further, _ = self._step(current, moment)
            around = current.path[:-1]
            for path in self._known(current.scope, current.name, moment).by_path:
                if len(path) > len(around) and path[: len(around)] == around:
                    exceptions.add(path[len(around) :])
            bindings.update(dict.fromkeys(direct))
            fresh = [following for following in further if following not in seen]
            seen.update(fresh)
            work.extend(fresh)
            if len(seen) >= _LONGEST_SEARCH:
                break
        return Items(Resolved(tuple(bindings), ()), frozenset(exceptions))

    def _known(self, scope: ScopeRef, name: str, moment: Moment) -> Known:
        """The bindings under a name that count for a reader at some moment."""
        own = self.bindings.known_locally(scope, name)
        return own if own is not None else known_from(self._effective(scope, name, moment))

    def _step(self, place: Place, moment: Moment) -> Step:
        """One step: bindings that answer, places to go on with, whether a container."""
        scope, name, path = place
        bases, by_path, has_items = self._known(scope, name, moment)
        if scope == MODULE:
            unit = self._class_named(place)
            if unit is not None:
                written = last_unconditional(by_path.get(path, ()))
                if path and written and not written[0].conditional:
                    return self._values(written, (), moment)
                inside = Place(unit.body, str(path[0]), path[1:]) if path else place
                return ([], [(inside, moment)] if path else [], not path)
        elif name in ("p", "params") and self.bindings.is_class(scope):
            if name == "p" and not bases and not by_path:
                # backtrader's short form of `self.params`.
                return [], [(Place(scope, "params", path), moment)], False
            if name == "params" and path:
                path = position_of_pair(by_path, path)
        answers = last_unconditional(by_path.get(path, ())) if path else ()
        if answers and not all(binding.conditional for binding in answers):
            return self._values(answers, (), moment)
        direct, further, whole = self._values(bases, path, moment)
        if answers:
            more = self._values(answers, (), moment)
            return [*more[0], *direct], [*more[1], *further], whole or more[2]
        if bases and not path and has_items:
            whole = True
        # backtrader adds the `params` of a class to those of its bases.
        if not bases or (name == "params" and path):
            further.extend([(base, moment) for base in self._inherited(scope, name, path)])
        return direct, further, whole

    def _values(self, sources: Sequence[Binding], path: Path, moment: Moment) -> Step:
        direct: list[Binding] = []
        further: list[tuple[Place, Moment]] = []
        whole = False
        for source in sources:
            value = source.value
            if source.how == "argument" and (value is None or (value.constant and value.value is None)):
                further.extend([(found, CALLED) for found in self._given_below(source, path)])
                if path:
                    continue
            if value is None or value.kind in _OPAQUE:
                continue
            if self.literal(source) is not None:
                direct.append(source)
            elif value.kind in ("dict", "list", "tuple", "set"):
                whole = whole or not path
                taken = self._moment_of(source, moment, is_copy=True)
                further.extend([(place, taken) for place in self._spread(source, path)])
            else:
                taken = self._moment_of(source, moment, is_copy=is_copying(value))
                further.extend([(below(place, path), taken) for place in self._followed(source, value)])
        return direct, further, whole

    def _moment_of(self, source: Binding, moment: Moment, *, is_copy: bool) -> Moment:
        """When a binding reads what it is made from: as it runs, or whenever its function is called."""
        part = self.module.parts[source.ref.part]
        if is_in_function(part, part.facts.statements[source.ref.statement].scope):
            return CALLED
        return Moment(source.ref, source.ref if is_copy else moment.held)

    def literal(self, binding: Binding) -> Value | None:
        """The literal that a binding gives, bare or wrapped as in `IntParameter(1, 50, default=12)`."""
        value = binding.value
        if value is None or value.constant:
            shown = value is not None and (value.kind not in ("list", "tuple", "set", "dict") or value.value)
            return value if shown else None
        if value.kind != "call":
            return None
        last = value.callee.rpartition(".")[2]
        if last not in _WRAPPERS:
            return None
        call = self._call_at(binding, value.span)
        if call is None:
            return None
        given = [argument.value for argument in call.arguments if argument.keyword == "default"]
        if not given and last in _CASTS and len(call.arguments) == 1:
            given = [call.arguments[0].value]
        return given[0] if given and given[0].constant else None

    def _call_at(self, binding: Binding, span: Span) -> Call | None:
        calls = self.module.parts[binding.ref.part].by_statement.calls[binding.ref.statement]
        return next((call for call in calls if call.span == span), None)

    def effective(self, scope: ScopeRef, name: str) -> Sequence[Binding]:
        """The bindings under a name that count for calls.

        At module level the last ones that surely ran, and what may have run after them; elsewhere all.
        """
        return self._effective(scope, name, CALLED)

    def _effective(self, scope: ScopeRef, name: str, moment: Moment) -> Sequence[Binding]:
        known = self.bindings.of(scope, name)
        if scope != MODULE:
            return effective_in_scope(known)
        named, held = moment
        sites = in_force(self.module, name) if named is None else in_force_at(self.module, name, named)
        statements = {StatementRef(site.part, site.use.statement) for site in sites}
        first = min(statements, default=None)
        last = held
        if named is not None and held != named:
            # What is put under the name once it holds something else does not show through an alias.
            replaced = replaced_after(self.module, name, named)
            last = held if replaced is None or (held is not None and held < replaced) else replaced
        return [
            binding
            for binding in known
            if binding.ref in statements
            or (
                binding.place.path
                and (first is None or binding.ref > first)
                and (last is None or binding.ref < last)
            )
        ]

    def _class_named(self, place: Place) -> Unit | None:
        if place.scope != MODULE or any(
            not binding.place.path for binding in self.bindings.of(MODULE, place.name)
        ):
            return None
        return self.module.unit_named(place.name) if self.module.kind_named(place.name) == "class" else None

    def _inherited(self, scope: ScopeRef, name: str, path: Path) -> list[Place]:
        unit = self.module.unit_of_scope.get(scope)
        if unit is None or unit.kind != "class":
            return []
        return [Place(base.body, name, path) for base in bases_of(self.module, unit)]

    def _followed(self, source: Binding, value: Value) -> Iterator[Place]:
        """The places whose value a binding passes on: an alias, a copy, an instance, `a or B`."""
        chains = self.chains(source.ref)
        if value.kind in ("name", "attribute", "subscript"):
            chain = chains.get(value.span.start)
            if chain is not None and chain.span == value.span and not chain.dynamic:
                yield Place(chain.scope, chain.name, chain.path)
        elif value.kind in ("boolean", "conditional"):
            yield from self._plain_names(source.ref, value)
        elif value.kind == "call":
            yield from self._of_call(source, value, chains)

    def _of_call(self, source: Binding, value: Value, chains: dict[Start, Chain]) -> Iterator[Place]:
        if value.callee in COPIES:
            yield from self._plain_names(source.ref, value)
            call = self._call_at(source, value.span)
            for inner in [argument.value for argument in call.arguments] if call is not None else ():
                if inner.kind == "call" and self.module.has_unit(inner.callee):
                    yield from [place for place, _ in self.given_by(inner.callee)]
        elif value.callee == f"{value.root}.copy":
            chain = chains.get(value.span.start)
            if chain is not None and chain.path[-1:] == ("copy",):
                yield Place(chain.scope, chain.name, chain.path[:-1])
        elif is_parsing(value.callee):
            chain = chains.get(value.span.start)
            if chain is not None:
                yield Place(chain.scope, chain.name, (OPTIONS,))
        elif self.module.has_unit(value.callee):
            yield from [place for place, _ in self.given_by(value.callee)]

    def given_by(self, callee: str) -> tuple[tuple[Place, bool], ...]:
        """What calling a class or function of the file gives: places, and whether a copy of what is there.

        So with the options that a function reads from the command line; frames are not followed.
        """
        return self._given_by(callee)

    def _find_given_by(self, callee: str) -> tuple[tuple[Place, bool], ...]:
        unit = self.module.unit_named(callee)
        if unit is None:
            return ()
        if unit.kind == "class":
            return () if unit.parent else ((Place(MODULE, unit.name, ()), False),)
        return tuple(self._returned_by(unit))

    def _returned_by(self, unit: Unit) -> Iterator[tuple[Place, bool]]:
        part = self.module.parts[unit.body.part]
        for given in part.facts.returns:
            value = given.value
            if given.scope != unit.body.scope or value is None or given.is_yield:
                continue
            chains = self.chains(StatementRef(part.index, given.statement))
            if is_parsing(value.callee):
                chain = chains.get(value.span[:2])
                if chain is not None:
                    yield Place(chain.scope, chain.name, (OPTIONS,)), False
                continue
            place, copied = place_given(chains, value)
            if place is not None and (place.scope == MODULE or not says(place.name, FRAMES)):
                yield place, copied

    def _plain_names(self, ref: StatementRef, value: Value) -> Iterator[Place]:
        """The names inside an expression that stand for themselves, with nothing following."""
        first, last = value.span[:2], value.span[2:]
        for start, chain in self.chains(ref).items():
            is_inside = first <= start and chain.span[2:] <= last
            if is_inside and chain.access == "read" and not chain.dynamic and chain.name not in COPIES:
                yield Place(chain.scope, chain.name, chain.path)

    def _spread(self, source: Binding, path: Path) -> Iterator[Place]:
        """The dicts that a display takes over: `{**P, "x": 1}` passes on all of P but `x`."""
        if source.value is None or source.value.kind != "dict" or not path:
            return
        part = self.module.parts[source.ref.part]
        for start, chain in self.chains(source.ref).items():
            inside = source.value.span.start <= start and chain.span.end <= source.value.span.end
            if inside and not chain.path and not chain.dynamic and self._is_spread(part, start):
                yield Place(chain.scope, chain.name, path)

    def _is_spread(self, part: Part, start: Start) -> bool:
        return part.lines[start[0]][: start[1]].rstrip().endswith("**")

    def _given_below(self, parameter: Binding, path: Path) -> Iterator[Place]:
        """What calls pass under a path of a parameter; of `**known` each key is passed by itself."""
        if path and isinstance(path[0], str) and self._collects(parameter.place):
            keyed = parameter.place._replace(path=path[:1])
            yield from [below(place, path[1:]) for place in self._given((keyed, True, False))]
        else:
            yield from [below(place, path) for place in self.given(parameter)]

    def _collects(self, place: Place) -> bool:
        """Whether a place is a parameter `**known`."""
        parameters = self.module.parts[place.scope.part].facts.scopes[place.scope.scope].parameters
        return any(each.star == "**" and each.name == place.name for each in parameters)

    def given(self, parameter: Binding) -> tuple[Place, ...]:
        """What every call in the file passes for a parameter, itself or a copy.

        Nothing unless they agree and all can be followed.
        """
        return self._given((parameter.place, parameter.value is None, False))

    def given_itself(self, parameter: Binding) -> tuple[Place, ...]:
        """What every call in the file that passes no copy passes for a parameter; else as `given`."""
        return self._given((parameter.place, parameter.value is None, True))

    def _what_calls_pass(self, place: Place, is_required: bool, itself: bool) -> tuple[Place, ...]:
        unit = self.module.unit_of_scope.get(place.scope)
        if unit is None:
            return ()
        scope = self.module.parts[unit.body.part].facts.scopes[unit.body.scope]
        names = [argument.name for argument in scope.parameters if not argument.star]
        name = str(place.path[0]) if place.path else place.name
        if not place.path and name not in names:
            return ()
        is_method = unit.parent_kind == "class"
        position = names.index(name) - is_method if name in names else -1
        callee = f"self.{unit.name}" if is_method else unit.qualified_name
        given: dict[Place, None] = {}
        for part in self.contents.callers_of(callee):
            for call in self._passed(part).get(callee, ()):
                argument = call.argument(name, position)
                if argument is None:
                    if is_required:
                        return ()
                    continue
                if argument.place is None:
                    return ()
                if itself and argument.copied:
                    continue
                given.setdefault(argument.place)
                if len(given) > 1:
                    return ()
        return tuple(given)

    def _passed_in(self, index: int) -> dict[str, tuple[Passed, ...]]:
        part = self.module.parts[index]
        found: dict[str, list[Passed]] = {}
        for call in part.facts.calls:
            if "(" not in call.callee and "[" not in call.callee:
                chains = self.chains(StatementRef(index, call.statement))
                given = [passed_argument(chains, argument) for argument in call.arguments]
                found.setdefault(call.callee, []).append(Passed(tuple(given)))
        return {callee: tuple(calls) for callee, calls in found.items()}
