"""What a function does to the frame it is given: columns written in place, what it returns.

A function's body is followed statement by statement: which names hold the frame itself, which hold a frame
derived from it (a copy, chosen rows). A name that is bound to anything else is no longer followed, on
whatever branch, so that what is reported surely happens to the frame that came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, Protocol

from isoscan.facts.records import Argument, Call, FunctionParameter, ItemUse, Value
from isoscan.model.module import Module, ScopeRef, StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.parameters.words import words_of
from isoscan.source.spans import Span
from isoscan.tracking.store import Family

Hold = Literal["input", "derived"]
Returns = Literal["input", "derived", "other", "nothing"]

SAME_FRAME = frozenset(
    {"copy", "head", "tail", "dropna", "reset_index", "set_index", "sort_values", "sort_index", "fillna"}
    | {"ffill", "bfill", "replace", "rename", "drop", "assign", "query", "drop_duplicates", "astype", "round"}
    | {"loc", "iloc", "deepcopy", "truncate", "between_time", "reindex"}
)
"""Methods and views of a frame that give a frame with its columns."""

_IN_PLACE = frozenset(
    {"reset_index", "set_index", "rename", "drop", "dropna", "fillna", "sort_values", "sort_index", "eval"}
    | {"drop_duplicates", "replace", "ffill", "bfill", "query", "interpolate", "clip", "mask", "where"}
)
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
_DEEPEST_CALLS = 6

_NOWHERE = Span(0, 0, 0, 0)
_NO_STATEMENT = StatementRef(-1, -1)
_NO_NAMES: frozenset[str] = frozenset()


class Origin(NamedTuple):
    """A change that a helper makes: which one it is of those to a parameter of the helper."""

    helper: ScopeRef
    parameter: str
    number: int


class ColumnWrite(NamedTuple):
    """One change of a frame; `column` is None when rows, index or all columns change.

    `via` names the helper in which it stands, and then `span` is that of the call and `origin` tells where to
    look for more. `ref` is the statement that makes the change, `start` where in it, `scope` its scope, and
    `frames` the names that hold the frame there.
    """

    column: str | None
    span: Span
    ref: StatementRef
    start: tuple[int, int]
    scope: int
    frames: frozenset[str]
    via: str = ""
    origin: Origin | None = None


class FrameWrites(NamedTuple):
    """What a function does with one parameter: changes of the frame itself, of the frame it gives back."""

    in_place: tuple[ColumnWrite, ...]
    output: tuple[ColumnWrite, ...]
    returns: Returns


class Effect(NamedTuple):
    """What a caller needs to know of that: nothing that moves when lines do."""

    columns: tuple[str | None, ...]
    returns: Returns


class Function(NamedTuple):
    """A function as its callers see it; of the parameters, `self` left out, names and whether starred."""

    body: ScopeRef
    name: str
    qualified_name: str
    parameters: tuple[tuple[str, bool], ...]


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
        following = _Afresh(self, {key}) if self._is_tangled(key[0]) else self
        return _Body(self, following, unit, key[1]).read()

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
        return any(
            use.home == scope and use.name in _FRAME_API and use.base == name for use in part.facts.attributes
        )

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

    def parameter_for(self, function: Function, call: Call, argument: Argument) -> str:
        """The name of the parameter that gets an argument, "" if that is not plain."""
        if argument.star or any(other.star for other in call.arguments):
            return ""
        if argument.keyword:
            return argument.keyword
        position = [other for other in call.arguments if not other.keyword].index(argument)
        if position >= len(function.parameters):
            return ""
        name, starred = function.parameters[position]
        return "" if starred else name

    def definition_of(self, write: ColumnWrite) -> str:
        """What a column is made of: the assignment's text, and what the local names in it stand for."""
        span = write.span
        while write.origin is not None:
            done = self.writes_of(write.origin.helper, write.origin.parameter)
            if done is None or write.origin.number >= len(done.in_place):
                return ""
            write = done.in_place[write.origin.number]
        part = self.module.parts[write.ref.part]
        for assignment in part.by_statement.assignments[write.ref.statement]:
            if assignment.target_span[:2] == write.start and assignment.value is not None:
                target = self._text(part.span(assignment.target_span))
                value = self._text(part.span(assignment.value.span))
                text = f"{target}{assignment.operator}={value}"
                return _neutral(text, write.frames) + self._locals(part, write)
        return _neutral(self._text(span), write.frames)

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

    def derived_from(self, part: Part, value: Value, statement: int) -> tuple[str, bool] | None:
        """The name whose frame an expression gives, and whether it is that very frame."""
        if not value.root:
            return None
        if value.kind == "name":
            return value.root, True
        if value.kind == "subscript":
            return None if self._is_column(part, value, statement) else (value.root, False)
        if value.kind != "call":
            return None
        if value.callee.rpartition(".")[2] in ("deepcopy", "copy") and "." not in value.callee.replace(
            "copy.", ""
        ):
            return self._only_argument(part, value, statement)
        links = value.callee.replace("()", "").split(".")
        if links[0].partition("[")[0] != value.root or len(links) < 2:
            return None
        if not all(link.partition("[")[0] in SAME_FRAME for link in links[1:]):
            return None
        return (
            None if "[" in value.callee and self._is_column(part, value, statement) else (value.root, False)
        )

    def _only_argument(self, part: Part, value: Value, statement: int) -> tuple[str, bool] | None:
        for call in part.by_statement.calls[statement]:
            if call.span == value.span and len(call.arguments) == 1:
                given = call.arguments[0].value
                return (given.root, False) if given.kind == "name" else None
        return None

    def _is_column(self, part: Part, value: Value, statement: int) -> bool:
        return any(
            item.span[:2] == value.span[:2] and item.base == value.root and item.via in ("item", "loc")
            for item in part.by_statement.items[statement]
        )


class _Following(Protocol):
    def done_by(self, helper: Function, parameter: str) -> FrameWrites | None: ...


class _Afresh:
    """Follows calls from one function on by itself; a call of what is being followed is not entered."""

    def __init__(self, reader: FrameReader, followed: set[_Argument]) -> None:
        self._reader = reader
        self._open = followed
        self._known: dict[_Argument, FrameWrites | None] = {}

    def done_by(self, helper: Function, parameter: str) -> FrameWrites | None:
        """What calling a helper does to the frame it is given, None if it is not entered."""
        key = (helper.body, parameter)
        if key in self._known:
            return self._known[key]
        if key in self._open or len(self._open) > _DEEPEST_CALLS:
            return None
        self._open.add(key)
        unit = self._reader.module.unit_of_scope.get(helper.body)
        is_frame = unit is not None and self._reader.is_frame(unit, parameter)
        found = _Body(self._reader, self, unit, parameter).read() if unit is not None and is_frame else None
        self._open.discard(key)
        self._known[key] = found
        return found


class _Body:
    """One function followed from its first statement to its last."""

    def __init__(self, reader: FrameReader, following: _Following, unit: Unit, parameter: str) -> None:
        self._reader = reader
        self._following = following
        self._unit = unit
        self._part = reader.module.parts[unit.body.part]
        self._scope = unit.body.scope
        self._holds: dict[str, Hold] = {parameter: "input"}
        self._in_place: list[ColumnWrite] = []
        self._output: list[ColumnWrite] = []
        self._returns: set[Returns] = set()

    def read(self) -> FrameWrites:
        index = self._unit.ref.statement
        for statement in range(index + 1, self._part.by_statement.ends[index]):
            if self._part.facts.statements[statement].scope == self._scope:
                self._note_writes(statement)
                self._note_handing_on(statement)
                self._rebind(statement)
                self._note_returns(statement)
        returns = self._returns or {"nothing"}
        verdict: Returns = "other"
        if returns == {"input"}:
            verdict = "input"
        elif returns <= {"input", "derived"}:
            verdict = "derived"
        elif returns == {"nothing"}:
            verdict = "nothing"
        return FrameWrites(tuple(self._in_place), tuple(self._output), verdict)

    def _note(self, name: str, write: ColumnWrite) -> None:
        if self._holds[name] == "input":
            self._in_place.append(write)
        self._output.append(write)

    def _note_writes(self, statement: int) -> None:
        by_statement = self._part.by_statement
        for item in by_statement.items[statement]:
            if item.base in self._holds and item.home == self._scope and self._is_write(item, statement):
                column = item.key if isinstance(item.key, str) and not item.pattern else None
                self._note(item.base, self._write(column, item.span, statement))
        for use in by_statement.attributes[statement]:
            is_set = use.access == "write" and use.name in ("columns", "index")
            if is_set and use.base in self._holds and use.home == self._scope:
                self._note(use.base, self._write(None, use.span, statement))
        for call in by_statement.calls[statement]:
            if call.root in self._holds and call.home == self._scope and _is_in_place(call):
                self._note(call.root, self._write(None, call.span, statement))

    def _write(self, column: str | None, span: Span, statement: int) -> ColumnWrite:
        ref = StatementRef(self._part.index, statement)
        return ColumnWrite(column, self._part.span(span), ref, span[:2], self._scope, frozenset(self._holds))

    def _is_write(self, item: ItemUse, statement: int) -> bool:
        if item.access == "read":
            return False
        if item.via in ("item", "loc", "list", "insert", "pop"):
            return True
        calls = self._part.by_statement.calls[statement]
        return any(call.span == item.span and _is_in_place(call) for call in calls)

    def _note_handing_on(self, statement: int) -> None:
        for call, helper, name, parameter in self._frames_given(statement):
            done = self._following.done_by(helper, parameter)
            for write in done.in_place if done is not None else ():
                span = self._part.span(call.span)
                self._note(name, write._replace(span=span, via=helper.qualified_name))

    def _frames_given(self, statement: int) -> Iterator[tuple[Call, Function, str, str]]:
        for call in self._part.by_statement.calls[statement]:
            held = [
                argument
                for argument in call.arguments
                if argument.value.kind == "name" and argument.value.root in self._holds
            ]
            helper = self._reader.called(self._unit, call) if held else None
            if helper is None:
                continue
            for argument in held:
                parameter = self._reader.parameter_for(helper, call, argument)
                if parameter:
                    yield call, helper, argument.value.root, parameter

    def _rebind(self, statement: int) -> None:
        by_statement = self._part.by_statement
        fresh: dict[str, Hold | None] = {
            use.name: None
            for use in by_statement.names[statement]
            if use.access in ("bind", "delete") and use.home == self._scope
        }
        for assignment in by_statement.assignments[statement]:
            plain = not (assignment.operator or assignment.is_item or assignment.unpacked)
            if plain and assignment.value is not None and assignment.target in fresh:
                fresh[assignment.target] = self._held_by(assignment.value, statement)
        for name, hold in fresh.items():
            if hold is None:
                self._holds.pop(name, None)
            else:
                self._holds[name] = hold

    def _held_by(self, value: Value, statement: int) -> Hold | None:
        source = self._reader.derived_from(self._part, value, statement)
        if source is not None and source[0] in self._holds:
            return self._holds[source[0]] if source[1] else "derived"
        for call, helper, name, parameter in self._frames_given(statement):
            if call.span == value.span:
                done = self._following.done_by(helper, parameter)
                if done is not None and done.returns == "input":
                    return self._holds[name]
                return "derived" if done is not None and done.returns == "derived" else None
        return None

    def _note_returns(self, statement: int) -> None:
        for given in self._part.facts.returns:
            if given.statement != statement or given.scope != self._scope:
                continue
            if given.value is None or (given.value.constant and given.value.value is None):
                self._returns.add("nothing")
                continue
            self._returns.add(self._held_by(given.value, statement) or "other")


def _neutral(text: str, frames: frozenset[str]) -> str:
    """A text with one name for all names of the frame."""
    for name in sorted(frames):
        text = re.sub(rf"\b{re.escape(name)}\b", "§", text)
    return text


def _is_in_place(call: Call) -> bool:
    """Whether a call changes the frame itself: `df.drop(..., inplace=True)`."""
    if call.name not in _IN_PLACE or call.callee != f"{call.root}.{call.name}":
        return False
    return any(argument.keyword == "inplace" and argument.value.value is True for argument in call.arguments)
