"""Where code of the file hands one frame to several functions, and what becomes of the frame after a call.

A caller is a function's body, or the module's own statements. Each is followed in order: names that hold one
and the same frame have one number. A result bound to the name it was made from (`df = scan_a(df)`) carries
the frame on; a name bound to anything else holds a new frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from isoscan.facts.records import Call, NameUse
from isoscan.model.module import Module, StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.rules.frame_writes import FrameReader
from isoscan.source.spans import Position, Span


class Handing(NamedTuple):
    """One call that is given a frame: `parameter` of `unit` gets frame number `frame`, held by `name`.

    `target` is the name that the result is bound to, "" if to none.
    """

    unit: Unit
    parameter: str
    frame: int
    name: str
    target: str
    ref: StatementRef
    span: Span
    caller: str


class Use(NamedTuple):
    """One read of a name that holds a frame."""

    frame: int
    name: str
    ref: StatementRef
    span: Span
    caller: str


class Sharing(NamedTuple):
    """All callers' dealings, in the order they run: the calls that are given frames, the reads of frames."""

    handings: tuple[Handing, ...]
    uses: tuple[Use, ...]


def find_sharing(module: Module, reader: FrameReader, wanted: frozenset[str]) -> Sharing:
    """Follow every caller that calls one of the functions that are `wanted`, by their qualified names."""
    handings: list[Handing] = []
    uses: list[Use] = []
    numbers = iter(range(1_000_000_000))
    for unit in _callers(module, wanted):
        statements = _body_statements(module, unit) if unit is not None else _module_statements(module)
        caller = _Caller(module, reader, unit, numbers)
        for ref in statements:
            caller.follow(ref)
        handings.extend(caller.handings)
        uses.extend(caller.uses)
    return Sharing(tuple(handings), tuple(uses))


def _callers(module: Module, wanted: frozenset[str]) -> list[Unit | None]:
    """The functions, and None for the module's own code, that call one of some functions by name."""
    names = {name.rpartition(".")[2] for name in wanted}
    found: dict[Unit | None, None] = {}
    for part in module.parts:
        for call in part.facts.calls:
            if call.name in names and call.callee in (call.name, f"self.{call.name}"):
                unit = module.enclosing_unit(part.index, call.scope)
                if unit is None or unit.kind == "function":
                    found.setdefault(unit)
    return list(found)


def is_named(module: Module, unit: Unit) -> bool:
    """Whether anything in the file names a function, to call it or to hand it on."""
    if unit.parent_kind != "class":
        return unit.name in module.reads
    return any(use.name == unit.name for part in module.parts for use in part.facts.attributes)


def runs_before(module: Module, first: StatementRef, then: StatementRef) -> bool:
    """Whether one statement can run before another in one run: they are not alternatives to one another."""
    if first == then:
        return True
    if first.part != then.part:
        return not _leaves(module.parts[first.part], first.statement, -1)
    part = module.parts[first.part]
    around = dict(_blocks(part, first.statement))
    for parent, block in _blocks(part, then.statement):
        if parent in around:
            if around[parent] != block and part.facts.statements[parent].kind in ("if", "match"):
                return False
            return not _leaves(part, first.statement, parent)
    return not _leaves(part, first.statement, -1)


def _blocks(part: Part, statement: int) -> Iterator[tuple[int, str]]:
    """The statements around a statement with the block of theirs that it stands in, innermost first."""
    while statement >= 0:
        record = part.facts.statements[statement]
        yield record.parent, record.block
        statement = record.parent


def _leaves(part: Part, statement: int, outer: int) -> bool:
    """Whether control leaves after a statement before it gets out of `outer`: by `return` or the like."""
    statements = part.facts.statements
    while statement >= 0 and statement != outer:
        record = statements[statement]
        if record.kind in ("return", "raise"):
            return True
        if record.parent == outer:
            return False
        for index in range(statement + 1, part.by_statement.ends[record.parent] if record.parent >= 0 else 0):
            other = statements[index]
            same = other.parent == record.parent and other.block == record.block
            if same and other.kind in ("return", "raise", "continue", "break"):
                return True
        statement = record.parent
    return False


def _module_statements(module: Module) -> list[StatementRef]:
    return [
        StatementRef(part.index, index)
        for part in module.parts
        for index, statement in enumerate(part.facts.statements)
        if statement.scope == 0
    ]


def _body_statements(module: Module, unit: Unit) -> list[StatementRef]:
    part = module.parts[unit.ref.part]
    last = part.by_statement.ends[unit.ref.statement]
    return [
        StatementRef(part.index, index)
        for index in range(unit.ref.statement + 1, last)
        if part.facts.statements[index].scope == unit.body.scope
    ]


@dataclass(slots=True)
class _Caller:
    module: Module
    reader: FrameReader
    unit: Unit | None
    numbers: Iterator[int]
    handings: list[Handing] = field(init=False, default_factory=list)
    uses: list[Use] = field(init=False, default_factory=list)
    frames: dict[str, int] = field(init=False, default_factory=dict)

    @property
    def _name(self) -> str:
        return self.unit.qualified_name if self.unit is not None else ""

    @property
    def _home(self) -> int:
        return self.unit.body.scope if self.unit is not None else 0

    def follow(self, ref: StatementRef) -> None:
        """Take in one statement: what it reads, the calls it makes, what it binds."""
        part = self.module.parts[ref.part]
        given = list(self._given(part, ref))
        for use in part.by_statement.names[ref.statement]:
            if use.access == "read" and use.home == self._home:
                frame = self.frames.setdefault(use.name, next(self.numbers))
                self.uses.append(Use(frame, use.name, ref, part.span(use.span), self._name))
        for call, unit, parameter, name in given:
            frame = self.frames.setdefault(name, next(self.numbers))
            target = self._target(part, ref, call)
            span = part.span(call.span)
            self.handings.append(Handing(unit, parameter, frame, name, target, ref, span, self._name))
        self._bind(part, ref, given)

    def _given(self, part: Part, ref: StatementRef) -> Iterator[tuple[Call, Unit, str, str]]:
        """The calls that are given a frame, inner ones first; `b(a(df))` gives `b` what `a` gives back."""
        passed: dict[Span, str] = {}
        for call in sorted(part.by_statement.calls[ref.statement], key=lambda call: call.span[2:]):
            unit = self.reader.called(self.unit, call)
            if unit is None:
                continue
            for argument in call.arguments:
                value = argument.value
                name = passed.get(value.span, "") if value.kind == "call" else ""
                if value.kind == "name" and self._is_own(part, ref, value.span.start):
                    name = value.root
                parameter = self.reader.parameter_for(unit, call, argument) if name else ""
                if parameter:
                    done = self.reader.writes_of(unit, parameter)
                    if done is not None and done.returns == "input":
                        passed[call.span] = name
                    yield call, unit, parameter, name

    def _is_own(self, part: Part, ref: StatementRef, start: Position) -> bool:
        names = part.by_statement.names[ref.statement]
        return any(use.span.start == start and use.home == self._home for use in names)

    def _target(self, part: Part, ref: StatementRef, call: Call) -> str:
        return next(
            (
                assignment.target
                for assignment in part.by_statement.assignments[ref.statement]
                if assignment.value is not None and assignment.value.span == call.span
            ),
            "",
        )

    def _bind(self, part: Part, ref: StatementRef, given: list[tuple[Call, Unit, str, str]]) -> None:
        bound: list[NameUse] = [
            use
            for use in part.by_statement.names[ref.statement]
            if use.access in ("bind", "delete") and use.home == self._home
        ]
        held = {use.name: self._frame_given(part, ref, use.name, given) for use in bound}
        for name, frame in held.items():
            self.frames[name] = frame if frame is not None else next(self.numbers)

    def _frame_given(
        self, part: Part, ref: StatementRef, name: str, given: list[tuple[Call, Unit, str, str]]
    ) -> int | None:
        """The number of the frame that an assignment gives a name, None for a new one."""
        for assignment in part.by_statement.assignments[ref.statement]:
            value = assignment.value
            if assignment.target != name or value is None or assignment.is_item or assignment.unpacked:
                continue
            for call, unit, parameter, source in given:
                if call.span == value.span:
                    return self._after_call(name, unit, parameter, source)
            source_name = self.reader.derived_from(part, value, ref.statement)
            if source_name is not None and (source_name[1] or source_name[0] == name):
                return self.frames.get(source_name[0])
        return None

    def _after_call(self, name: str, unit: Unit, parameter: str, source: str) -> int | None:
        done = self.reader.writes_of(unit, parameter)
        if done is None:
            return None
        carried = done.returns == "input" or (done.returns == "derived" and name == source)
        return self.frames.get(source) if carried else None
