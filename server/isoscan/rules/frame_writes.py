"""What a function does to the frame it is given: columns written in place, what it returns.

Each function is followed by itself (see `frame_bodies`); of its helpers only their effects count, which have
no places.
"""

from __future__ import annotations

import re

from isoscan.facts.records import Call, FunctionParameter, Traits
from isoscan.model.module import Module, ScopeRef, StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.parameters.words import words_of
from isoscan.rules.frame_bodies import Body, Calls
from isoscan.rules.frame_effects import ColumnWrite, Effect, FrameWrites, Function, Origin
from isoscan.source.spans import Span
from isoscan.tracking.store import Family

_FRAME_API = frozenset(
    {
        "rolling",
        "ewm",
        "shift",
        "diff",
        "pct_change",
        "iloc",
        "loc",
        "index",
        "columns",
        "copy",
        "head",
        "tail",
    }
    | {"reset_index", "set_index", "sort_values", "sort_index", "dropna", "fillna", "rename", "groupby", "at"}
    | {"iterrows", "itertuples", "astype", "cumsum", "insert", "empty", "iat", "resample", "merge", "join"}
)
_FRAME_WORDS = frozenset({"df", "dataframe", "frame"})
_MARKET_WORDS = frozenset({"data", "bars", "candles", "ohlc", "ohlcv", "prices", "quotes", "history"})
_DEEPEST_CALLS = 6

_NOWHERE = Span(0, 0, 0, 0)
_NO_STATEMENT = StatementRef(-1, -1)
_NO_NAMES: frozenset[str] = frozenset()


_Argument = tuple[ScopeRef, str]


class FrameReader:
    """Reads functions' dealings with frames, each once and again when it has changed.

    A function is read with what its helpers do; where calls go in circles or deep, they are followed anew
    from each function that is asked about, so that the answer does not depend on which came first.
    """

    def __init__(self, module: Module) -> None:
        self.module = module
        store = module.store
        self._written: Family[_Argument, FrameWrites | None] = Family(store, self._read)
        self._effects: Family[_Argument, Effect | None] = Family(store, self._find_effect)
        self._functions: Family[str, Function | None] = Family(store, self._find_function)
        self._callees: Family[ScopeRef, tuple[ScopeRef, ...]] = Family(store, self._find_callees)

    def writes_of(self, body: ScopeRef, parameter: str) -> FrameWrites | None:
        """What a function, named by its body, does with a parameter; None if that is no frame."""
        return self._written((body, parameter))

    def effect_of(self, body: ScopeRef, parameter: str) -> Effect | None:
        """The same as far as it has no place."""
        return self._effects((body, parameter))

    def function_named(self, qualified_name: str) -> Function | None:
        """The function in force under a name."""
        return self._functions(qualified_name)

    def _read(self, key: _Argument) -> FrameWrites | None:
        unit = self.module.unit_of_scope.get(key[0])
        if unit is None or not self.is_frame(unit, key[1]):
            return None
        calls: Calls = _Afresh(self, {key}) if self._is_tangled(key[0]) else self
        return Body(self.module.parts[unit.body.part], calls, unit, key[1]).read()

    def done_by(self, helper: Function, parameter: str) -> FrameWrites | None:
        """What calling a helper does to the frame it is given, as `Origin`s: see `ColumnWrite`."""
        effect = self._effects((helper.body, parameter))
        if effect is None:
            return None
        writes = (
            ColumnWrite(column, _NOWHERE, _NO_STATEMENT, (0, 0), 0, _NO_NAMES, "", origin)
            for number, column in enumerate(effect.columns)
            for origin in (Origin(helper.body, parameter, number),)
        )
        return FrameWrites(tuple(writes), (), effect.returns)

    def _find_effect(self, key: _Argument) -> Effect | None:
        done = self._written(key)
        if done is None:
            return None
        return Effect(tuple([write.column for write in done.in_place]), done.returns)

    def _find_function(self, qualified_name: str) -> Function | None:
        unit = self.module.unit_named(qualified_name)
        if unit is None or unit.kind != "function":
            return None
        parameters = tuple([(known.name, bool(known.star)) for known in self.parameters(unit)])
        return Function(unit.body, unit.name, unit.qualified_name, parameters)

    # Circles

    def _is_tangled(self, body: ScopeRef) -> bool:
        """Whether calls below a function go in circles, or deeper than they are followed."""
        return self._depth_below(body, 0, {}) > _DEEPEST_CALLS

    def _depth_below(self, body: ScopeRef, above: int, known: dict[ScopeRef, int]) -> int:
        if body in known:
            return known[body]
        if above > _DEEPEST_CALLS:
            return 0
        below = 0
        for callee in self._callees(body):
            below = max(below, 1 + self._depth_below(callee, above + 1, known))
            if above + below > _DEEPEST_CALLS:
                return below
        known[body] = below
        return below

    def _find_callees(self, body: ScopeRef) -> tuple[ScopeRef, ...]:
        unit = self.module.unit_of_scope.get(body)
        if unit is None:
            return ()
        by_statement = self.module.parts[body.part].by_statement
        found: dict[ScopeRef, None] = {}
        for statement in range(unit.ref.statement + 1, by_statement.ends[unit.ref.statement]):
            for call in by_statement.calls[statement]:
                if any(argument.value.kind == "name" for argument in call.arguments):
                    function = self.called(unit, call)
                    if function is not None:
                        found.setdefault(function.body)
        return tuple(found)

    def is_frame(self, unit: Unit, name: str) -> bool:
        """Whether a parameter is used as a frame, by its annotation, its name or what is called on it."""
        part = self.module.parts[unit.body.part]
        parameter = next((known for known in self.parameters(unit) if known.name == name), None)
        if parameter is None or parameter.star:
            return False
        if parameter.annotation:
            return "DataFrame" in parameter.annotation
        if not _FRAME_WORDS.isdisjoint(words_of(name)):
            return True
        scope = unit.body.scope
        if any(
            use.home == scope and use.name in _FRAME_API and use.base == name for use in part.facts.attributes
        ):
            return True
        return _is_picked_from(part, scope, name) or _is_given_columns(part, scope, name)

    def parameters(self, unit: Unit) -> tuple[FunctionParameter, ...]:
        """The parameters of a function, without `self`."""
        scope = self.module.parts[unit.body.part].facts.scopes[unit.body.scope]
        skipped = (
            unit.parent_kind == "class" and "staticmethod" not in self.module.statement(unit.ref).decorators
        )
        return scope.parameters[1:] if skipped else scope.parameters

    def called(self, caller: Unit | None, call: Call) -> Function | None:
        """The function of this file that a call calls."""
        name = call.callee
        if name.startswith("self.") and caller is not None and caller.parent_kind == "class":
            name = f"{caller.parent}.{name[5:]}"
        return self._functions(name) if self.module.has_unit(name) else None

    def definition_of(self, write: ColumnWrite) -> str:
        """What a column is made of: the assignment's text, and what the local names in it stand for.

        Of what a helper makes it is what the helper is called with, too.
        """
        called = ""
        while write.origin is not None:
            called += self._given_beside(write)
            done = self.writes_of(write.origin.helper, write.origin.parameter)
            if done is None or write.origin.number >= len(done.in_place):
                return ""
            write = done.in_place[write.origin.number]
        return called + self._made_of(write)

    def _given_beside(self, write: ColumnWrite) -> str:
        """What a helper is given beside the frame."""
        part = self.module.parts[write.ref.part]
        given = [
            _neutral(self._text(part.span(argument.value.span)), write.frames)
            for call in part.by_statement.calls[write.ref.statement]
            if call.span[:2] == write.start and part.span(call.span) == write.span
            for argument in call.arguments
            if not (argument.value.kind == "name" and argument.value.root in write.frames)
        ]
        return f"{','.join(given)}{self._locals(part, write)}:" if given else ""

    def _made_of(self, write: ColumnWrite) -> str:
        part = self.module.parts[write.ref.part]
        for assignment in part.by_statement.assignments[write.ref.statement]:
            if assignment.target_span[:2] == write.start and assignment.value is not None:
                target = self._text(part.span(assignment.target_span))
                value = self._text(part.span(assignment.value.span))
                text = f"{target}{assignment.operator}={value}"
                return _neutral(text, write.frames) + self._locals(part, write)
        for call in part.by_statement.calls[write.ref.statement]:
            for argument in call.arguments if call.name == "assign" else ():
                if argument.keyword == write.column and call.span[:2] == write.start:
                    value = self._text(part.span(argument.value.span))
                    return _neutral(f"assign={value}", write.frames) + self._locals(part, write)
        return _neutral(self._text(write.span), write.frames)

    def _locals(self, part: Part, write: ColumnWrite) -> str:
        told: list[str] = []
        parameters = part.facts.scopes[write.scope].parameters
        for use in part.by_statement.names[write.ref.statement]:
            if use.home != write.scope or use.access != "read" or use.name in write.frames:
                continue
            told.extend(
                f";{self._text(part.span(parameter.default.span))}"
                for parameter in parameters
                if parameter.name == use.name and parameter.default is not None
            )
            for index in part.by_statement.local_bindings.get((write.scope, use.name), ()):
                told.extend(
                    f";{self._text(part.span(assignment.value.span))}"
                    for assignment in part.by_statement.assignments[index]
                    if assignment.target == use.name and assignment.value is not None
                )
        return "".join(told)

    def _text(self, span: Span) -> str:
        """The source text of a span in file lines, without white space."""
        return re.sub(r"\s+", "", self.module.text_of(span))


def _is_picked_from(part: Part, scope: int, name: str) -> bool:
    """Whether rows are picked by a condition from what a name holds: `data[data["gap"] > 0.04]`."""
    values = [given.value for given in part.facts.returns if given.scope == scope]
    values.extend(each.value for each in part.facts.assignments if each.scope == scope)
    return any(
        value is not None
        and value.kind == "subscript"
        and value.root == name
        and bool(value.traits & Traits.FILTERED)
        for value in values
    )


def _is_given_columns(part: Part, scope: int, name: str) -> bool:
    """Whether what is named as market data gets a column."""
    if _MARKET_WORDS.isdisjoint(words_of(name)):
        return False
    return any(
        item.base == name and item.home == scope and item.access == "write" and isinstance(item.key, str)
        for item in part.facts.items
    )


class _Afresh:
    """Follows calls from one function on by itself; a call of what is being followed is not entered."""

    def __init__(self, reader: FrameReader, followed: set[_Argument]) -> None:
        self._reader = reader
        self._open = followed
        self._known: dict[_Argument, FrameWrites | None] = {}

    def called(self, caller: Unit | None, call: Call) -> Function | None:
        """See `Calls`."""
        return self._reader.called(caller, call)

    def done_by(self, helper: Function, parameter: str) -> FrameWrites | None:
        """What calling a helper does to the frame it is given, None if it is not entered."""
        key = (helper.body, parameter)
        if key in self._known:
            return self._known[key]
        if key in self._open or len(self._open) > _DEEPEST_CALLS:
            return None
        self._open.add(key)
        found = self._known[key] = self._follow(helper.body, parameter)
        self._open.discard(key)
        return found

    def _follow(self, body: ScopeRef, parameter: str) -> FrameWrites | None:
        module = self._reader.module
        unit = module.unit_of_scope.get(body)
        if unit is None or not self._reader.is_frame(unit, parameter):
            return None
        return Body(module.parts[body.part], self, unit, parameter).read()


def _neutral(text: str, frames: frozenset[str]) -> str:
    """A text with one name for all names of the frame."""
    for name in sorted(frames):
        text = re.sub(rf"\b{re.escape(name)}\b", "§", text)
    return text
