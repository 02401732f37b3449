"""Where code of the file hands one frame to several functions, and what becomes of the frame after a call.

A caller is a function's body, or the module's own statements. Each is followed in order: names that hold one
and the same frame have one number. A result bound to the name it was made from (`df = scan_a(df)`) carries
the frame on; a name bound to anything else holds a new frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from isoscan.facts.records import Call, NameUse
from isoscan.model.module import Module, NameSite, ScopeRef, StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.parameters.chains import MODULE
from isoscan.rules.called_functions import RUNNERS, Run, runs_of
from isoscan.rules.frame_effects import Function, Returns, derived_from, parameter_for
from isoscan.rules.frame_writes import FrameReader
from isoscan.rules.grounds import Grounds
from isoscan.source.spans import Position, Span
from isoscan.tracking.store import Family


class Handing(NamedTuple):
    """One call that is given a frame: `parameter` of `function` gets frame number `frame`, held by `name`.

    `target` is the name that the result is bound to, "" if to none.
    """

    function: Function
    parameter: str
    frame: int
    name: str
    target: str
    ref: StatementRef
    span: Span


class Use(NamedTuple):
    """One read of a name that holds a frame."""

    frame: int
    name: str
    ref: StatementRef
    span: Span


class Dealings(NamedTuple):
    """A caller's dealings with frames, in the order they run: calls that are given frames, reads of frames.

    `to` has the calls by the function called, `uses` the reads by frame.
    """

    handings: tuple[Handing, ...]
    to: dict[ScopeRef, tuple[Handing, ...]]
    uses: dict[int, tuple[Use, ...]]


class Sharings:
    """Who hands frames to the scanners' functions.

    A caller is named by the scope of its body, the module's own code by `MODULE`.
    """

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._module = module = grounds.module
        self._dealings: Family[ScopeRef, Dealings] = Family(module.store, self._follow)
        # The statements of the module's own code that call a function by a scanner's name, under "".
        self._calls = grounds.gather.index("calls of scanners", self._calls_in)
        self._callers = grounds.gather.index("callers of scanners", self._callers_in)

    def callers_of(self, qualified_name: str) -> tuple[ScopeRef, ...]:
        """The callers that hand a frame to a function, in file order."""
        return self._callers.of(qualified_name)

    def is_handed_frames(self, qualified_name: str) -> bool:
        """Whether some caller hands a frame to a function."""
        return self._callers.has(qualified_name)

    def dealings_of(self, caller: ScopeRef) -> Dealings:
        """What a caller does with frames."""
        return self._dealings(caller)

    def _calls_in(self, index: int) -> dict[str, tuple[tuple[StatementRef, bool], ...]]:
        """The statements of the module's own code with calls by a scanner's name, plain or dotted."""
        part = self._module.parts[index]
        found: dict[int, bool] = {}
        for call in part.facts.calls:
            if part.facts.statements[call.statement].scope != 0 or not self._is_wanted(part, None, call):
                continue
            plain = _is_plain(call) and self._module.enclosing_unit(index, call.scope) is None
            found[call.statement] = found.get(call.statement, False) or plain
        if not found:
            return {}
        return {"": tuple([(StatementRef(index, number), plain) for number, plain in sorted(found.items())])}

    def _is_wanted(self, part: Part, unit: Unit | None, call: Call) -> bool:
        """Whether a call runs a function by a scanner's name."""
        is_scanners = self._grounds.roster.is_scanners_name
        if is_scanners(call.name):
            return True
        if not call.arguments and call.name != "pipe":
            return False
        runs = runs_of(self._module, unit, part, call)
        return any(run.call is not call or run.function != call.callee for run in runs) and any(
            is_scanners(run.function.rpartition(".")[2]) for run in runs
        )

    def _callers_in(self, index: int) -> dict[str, tuple[ScopeRef, ...]]:
        found: dict[str, dict[ScopeRef, None]] = {}
        for caller in self._callers_by_calls(index):
            for handing in self._dealings(caller).handings:
                found.setdefault(handing.function.qualified_name, {}).setdefault(caller)
        return {name: tuple(callers) for name, callers in found.items()}

    def _callers_by_calls(self, index: int) -> list[ScopeRef]:
        """The callers in a part of functions by scanners' names, in the order of their first such calls.

        The module's own code counts for the part in which its first such call stands.
        """
        part = self._module.parts[index]
        found: dict[ScopeRef, None] = {}
        for call in part.facts.calls:
            unit = self._module.enclosing_unit(index, call.scope)
            if not _is_plain(call) or not self._is_wanted(part, unit, call):
                continue
            if unit is None:
                first = next((ref for ref, plain in self._calls.of("") if plain), None)
                if first is None or first.part == index:
                    found.setdefault(MODULE)
            elif unit.kind == "function":
                found.setdefault(unit.body)
        return list(found)

    def _follow(self, scope: ScopeRef) -> Dealings:
        unit = self._module.unit_of_scope.get(scope) if scope != MODULE else None
        if scope != MODULE and unit is None:
            return Dealings((), {}, {})
        statements = _body_statements(self._module, unit) if unit is not None else self._module_statements()
        caller = _Caller(self._module, self._grounds.frames, unit)
        for ref in statements:
            caller.follow(ref)
        to: dict[ScopeRef, list[Handing]] = {}
        for handing in caller.handings:
            to.setdefault(handing.function.body, []).append(handing)
        handed = {handing.frame for handing in caller.handings}
        uses: dict[int, list[Use]] = {}
        for use in caller.uses:
            if use.frame in handed:
                uses.setdefault(use.frame, []).append(use)
        return Dealings(
            tuple(caller.handings),
            {body: tuple(handings) for body, handings in to.items()},
            {frame: tuple(found) for frame, found in uses.items()},
        )

    def _module_statements(self) -> list[StatementRef]:
        """The statements of the module's own code that have to do with the frames handed to scanners.

        They are those with the calls, and all that bind or read a name that goes into one, or into
        what such a name is bound to.
        """
        found = {ref for ref, _ in self._calls.of("")}
        names: dict[str, None] = {}
        for ref in found:
            names.update(dict.fromkeys(self._sources(ref)))
        work = list(names)
        while work:
            name = work.pop()
            bound = self._own_statements(self._module.bindings.get(name, ()))
            found.update(bound)
            found.update(self._own_statements(self._module.reads.get(name, ())))
            for ref in bound:
                fresh = [source for source in self._sources(ref) if source not in names]
                names.update(dict.fromkeys(fresh))
                work.extend(fresh)
        return sorted(found)

    def _own_statements(self, sites: tuple[NameSite, ...]) -> set[StatementRef]:
        return {
            StatementRef(site.part, site.use.statement)
            for site in sites
            if site.use.scope == 0
            or self._module.statement(StatementRef(site.part, site.use.statement)).scope == 0
        }

    def _sources(self, ref: StatementRef) -> list[str]:
        """The names that a statement binds others to, or hands to what it calls."""
        by_statement = self._module.parts[ref.part].by_statement
        roots = [
            assignment.value.root
            for assignment in by_statement.assignments[ref.statement]
            if assignment.value is not None
        ]
        roots.extend(
            argument.value.root
            for call in by_statement.calls[ref.statement]
            for argument in call.arguments
            if argument.value.kind == "name"
        )
        return [root for root in roots if root]


def _is_plain(call: Call) -> bool:
    return call.callee in (call.name, f"self.{call.name}", f"{call.root}[]") or call.name in RUNNERS


def is_named(grounds: Grounds, unit: Unit) -> bool:
    """Whether anything in the file names a function, to call it or to hand it on."""
    if unit.parent_kind != "class":
        return unit.name in grounds.module.reads
    return grounds.mentions.has_attribute(unit.name)


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


def _body_statements(module: Module, unit: Unit) -> list[StatementRef]:
    part = module.parts[unit.ref.part]
    last = part.by_statement.ends[unit.ref.statement]
    return [
        StatementRef(part.index, index)
        for index in range(unit.ref.statement + 1, last)
        if part.facts.statements[index].scope == unit.body.scope
    ]


def _nameless(ref: StatementRef, span: Span) -> str:
    """What stands for the name of a frame that has none, as in `scan_a(load())`; no name is like it."""
    return f"{ref.part}:{span.line}:{span.column}"


# Calls that give a frame on: the name it came by, and whether it is that very frame.
_Passed = dict[Span, tuple[str, Returns]]


@dataclass(slots=True)
class _Caller:
    module: Module
    reader: FrameReader
    unit: Unit | None
    numbers: Iterator[int] = field(init=False, default_factory=count)
    handings: list[Handing] = field(init=False, default_factory=list)
    uses: list[Use] = field(init=False, default_factory=list)
    frames: dict[str, int] = field(init=False, default_factory=dict)
    # Calls in a loop over functions that hand each of them a frame of its own.
    apart: set[tuple[StatementRef, Span]] = field(init=False, default_factory=set)
    # Calls whose result is another frame that goes straight on to the next call, and these next ones.
    consumed: set[tuple[StatementRef, Span]] = field(init=False, default_factory=set)

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
                self.uses.append(Use(frame, use.name, ref, part.span(use.span)))
        for call, function, parameter, name in given:
            apart = (ref, call.span) in self.apart
            frame = next(self.numbers) if apart else self.frames.setdefault(name, next(self.numbers))
            target = name if (ref, call.span) in self.consumed else self._target(part, ref, call)
            span = part.span(call.span)
            self.handings.append(Handing(function, parameter, frame, name, target, ref, span))
        self._bind(part, ref, given)

    def _given(self, part: Part, ref: StatementRef) -> Iterator[tuple[Call, Function, str, str]]:
        """The calls that are given a frame, inner ones first; `b(a(df))` gives `b` what `a` gives back."""
        passed: _Passed = {}
        for written in sorted(part.by_statement.calls[ref.statement], key=lambda call: call.span[2:]):
            given = written.arguments or written.name == "pipe"
            for run in runs_of(self.module, self.unit, part, written) if given else ():
                function = self.reader.function_named(run.function)
                if function is None:
                    continue
                for parameter, name, source in self._arguments(part, ref, run, function, passed):
                    done = self.reader.effect_of(function.body, parameter)
                    if done is not None and done.returns in ("input", "derived"):
                        passed[written.span] = (name, done.returns)
                    if source is not None and passed[source][1] == "derived":
                        self.consumed.update(((ref, source), (ref, written.span)))
                    if self._is_bound_within(part, run.loop, name, ref):
                        self.apart.add((ref, run.call.span))
                    yield run.call, function, parameter, name

    def _is_bound_within(self, part: Part, loop: int, name: str, ref: StatementRef) -> bool:
        """Whether a loop gives a name another frame each time, but for what the call itself gives back."""
        return loop >= 0 and any(
            use.name == name and use.access == "bind" and index != ref.statement
            for index in range(loop, part.by_statement.ends[loop])
            for use in part.by_statement.names[index]
        )

    def _arguments(
        self, part: Part, ref: StatementRef, run: Run, function: Function, passed: _Passed
    ) -> Iterator[tuple[str, str, Span | None]]:
        """The parameters that get frames, with the names of these, and the calls that give them on."""
        call = run.call
        if run.receives and function.parameters:
            inner = [span for span in passed if span[:2] == call.span[:2] and span[2:] < call.span[2:]]
            if inner:
                yield function.parameters[0][0], passed[max(inner)][0], max(inner)
            elif call.callee == f"{call.root}.{call.name}" and self._is_own(part, ref, call.span.start):
                yield function.parameters[0][0], call.root, None
            elif call.callee.endswith(f"().{call.name}"):
                yield function.parameters[0][0], _nameless(ref, call.span), None
            return
        for argument in call.arguments:
            value = argument.value
            if value.kind == "call" and value.span in passed:
                name, source = passed[value.span][0], value.span
            elif value.kind == "name" and self._is_own(part, ref, value.span.start):
                name, source = value.root, None
            elif value.kind == "call" and value.callee.isidentifier():
                name, source = _nameless(ref, value.span), None
            else:
                continue
            parameter = parameter_for(function, call, argument)
            if parameter:
                yield parameter, name, source

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

    def _bind(self, part: Part, ref: StatementRef, given: list[tuple[Call, Function, str, str]]) -> None:
        bound: list[NameUse] = [
            use
            for use in part.by_statement.names[ref.statement]
            if use.access in ("bind", "delete") and use.home == self._home
        ]
        held = {use.name: self._frame_given(part, ref, use.name, given) for use in bound}
        for name, frame in held.items():
            self.frames[name] = frame if frame is not None else next(self.numbers)

    def _frame_given(
        self, part: Part, ref: StatementRef, name: str, given: list[tuple[Call, Function, str, str]]
    ) -> int | None:
        """The number of the frame that an assignment gives a name, None for a new one."""
        for assignment in part.by_statement.assignments[ref.statement]:
            value = assignment.value
            if assignment.target != name or value is None or assignment.is_item or assignment.unpacked:
                continue
            after = [
                self._after_call(name, function, parameter, source)
                for call, function, parameter, source in given
                if call.span == value.span
            ]
            if after:
                return None if None in after else after[0]
            source_name = derived_from(part, value, ref.statement)
            if source_name is not None and (source_name[1] or source_name[0] == name):
                return self.frames.get(source_name[0])
        return None

    def _after_call(self, name: str, function: Function, parameter: str, source: str) -> int | None:
        done = self.reader.effect_of(function.body, parameter)
        if done is None:
            return None
        carried = done.returns == "input" or (done.returns == "derived" and name == source)
        return self.frames.get(source) if carried else None
