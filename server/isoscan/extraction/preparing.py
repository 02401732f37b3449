"""The way of a frame through the file until a mask's function gets it: what `prepare(df)` has to do.

From the place where the mask's function is called (or where the mask stands) the frame is followed back,
statement by statement: through calls of the file's own functions and through statements that write columns,
up into the callers that hand it over, and into the function that made it. Kept is what gives the mask
a column it reads. Fetching, and statements of the callers that pick, order or round rows, are not columns:
they are left out, and named in a remark.
"""

from __future__ import annotations

import re

from isoscan.extraction.callers import calls_of
from isoscan.extraction.choosing import choose_writers
from isoscan.extraction.columns import Columns
from isoscan.extraction.dependencies import Dependencies
from isoscan.extraction.effects import Write
from isoscan.extraction.frames import Step
from isoscan.extraction.origins import Origins
from isoscan.extraction.preparation import Line, Preparation, in_order
from isoscan.facts.records import Call, Value
from isoscan.model.module import ScopeRef, StatementRef, Unit
from isoscan.source.spans import Span

_LEVELS = 12


def plan_preparation(
    columns: Columns, container: Unit | None, start: StatementRef, frame: str, needs: frozenset[str]
) -> Preparation:
    """Plan `prepare` for a mask.

    `start` is the statement before which the frame must be ready, `frame` the name that holds it there;
    `container` is the function whose parameter `frame` is, None when the frame is made around `start`.
    """
    planner = _Planner(columns, needs)
    if container is None:
        planner.walk(start, frame)
    else:
        called = list(calls_of(columns, container))
        if called:
            planner.enter(*called[0])
        else:
            planner.choose(container)
    return planner.plan()


class _Planner:
    def __init__(self, columns: Columns, needs: frozenset[str]) -> None:
        self._columns = columns
        self._layout = columns.layout
        self._origins = Origins(columns)
        self._dependencies = Dependencies(columns)
        self._needs = set(needs)
        self._levels: list[list[Line]] = [[]]
        self._helpers: list[Unit] = []
        self._calls: dict[StatementRef, set[str]] = {}
        self._sites: set[tuple[int, Span]] = set()
        self._left_out: list[StatementRef] = []
        self._kept_whole: list[StatementRef] = []
        self._unsplit: list[StatementRef] = []
        self._patterns: set[str] = set()
        self._visited: set[StatementRef] = set()

    def plan(self) -> Preparation:
        return Preparation(
            in_order(self._levels),
            tuple(self._helpers),
            {ref: frozenset(wanted) for ref, wanted in self._calls.items()},
            frozenset(self._sites),
            frozenset(self._needs),
            tuple(sorted(self._left_out)),
            tuple(sorted(set(self._kept_whole))),
            tuple(sorted(set(self._unsplit))),
        )

    def choose(self, container: Unit) -> None:
        """Take the columns from functions of the file that write them, where nothing calls the container."""
        chosen = choose_writers(self._columns, container, frozenset(self._needs))
        self._helpers = list(chosen.helpers)
        self._calls = {ref: set(columns) for ref, columns in chosen.calls.items()}
        self._needs = set(chosen.raw)

    # Where the file shows the way

    def walk(self, start: StatementRef, frame: str) -> None:
        """Follow the frame back from the statement `start`, where the name `frame` holds it."""
        for _ in range(_LEVELS):
            following = self._level(start, frame)
            if following is None or following[0] in self._visited:
                return
            self._visited.add(following[0])
            start, frame = following

    def enter(self, site: StatementRef, call: Call) -> None:
        """Follow the frame back from a call that it is passed to."""
        source = self._through(site, call)
        if isinstance(source, str):
            self.walk(site, source)
        elif source is not None:
            following = self._into(site, source)
            if following is not None:
                self.walk(*following)

    def _through(self, ref: StatementRef, call: Call) -> str | Value | None:
        """Take in the calls inside a call's first argument, outermost first.

        Gives the name that the innermost one is passed, or its value where the frame begins.
        """
        current = call
        while current.arguments:
            value = current.arguments[0].value
            if value.kind == "name" or value.callee == f"{value.root}.copy":
                return value.root
            inner = self._columns.call_at(ref, value.span.start)
            step = self._step_of(ref, inner)
            if inner is None or step is None:
                return value
            self._take_call(ref, inner, step)
            current = inner
        return None

    def _step_of(self, ref: StatementRef, call: Call | None) -> Step | None:
        """A call as a step that a frame goes through: of a function of the file that takes a frame."""
        if call is None:
            return None
        part = self._layout.module.parts[ref.part]
        for use in part.by_statement.names[ref.statement]:
            if use.span.start != call.span.start:
                continue
            unit = self._columns.function_named(use)
            function = self._columns.frame_function(unit) if unit is not None else None
            if unit is not None and function is not None and function.takes_frame:
                return Step(unit, "", True, (part.index, use.span))
        return None

    def _take_call(self, ref: StatementRef, call: Call, step: Step) -> None:
        """Take one call in as `df = f(df, ...)`, if it gives a needed column or changes rows."""
        function = self._columns.frame_function(step.function)
        if function is None:
            return
        called = self._columns.call_effects(ref, step, function)
        wanted = {need for need in self._needs if any(write.may_write(need) for write in called.writes)}
        wanted |= {write.key for write in called.writes if self._matches(write)}
        if not wanted and not called.is_open and (function.transparent or not function.returns_frame):
            return
        part = self._layout.module.parts[ref.part]
        spans = (part.span(call.span), part.span(call.arguments[0].value.span))
        before = self._dependencies.of(ref, frozenset(), spans)
        if before is None:
            self._unsplit.append(ref)
            return
        self._levels[-1].extend((*before, Line(ref, frozenset(), spans)))
        self._needs -= {write.key for write in called.writes if write.full}
        self._needs |= {read.key for read in called.reads}
        self._note_step(step, wanted)

    def _note_step(self, step: Step, wanted: set[str]) -> None:
        self._sites.add(step.site)
        self._calls.setdefault(step.function.ref, set()).update(wanted)
        self._needs |= self._columns.slice_function(step.function, frozenset(wanted)).needs

    def _level(self, start: StatementRef, frame: str) -> tuple[StatementRef, str] | None:
        """Walk one function (or the module) back; gives where to go on, None at the frame's beginning."""
        names = {frame}
        all_names = {frame}
        current = start
        while True:
            for unit in self._dependencies.siblings_before(current):
                bound = self._effects_within(unit, names)
                origin = self._visit(unit, names, all_names, bound)
                if origin is not None:
                    return self._into(unit, origin)
            statement = self._layout.statement(current)
            if statement.parent < 0:
                return None
            current = StatementRef(current.part, statement.parent)
            if self._layout.statement(current).kind in ("function", "class"):
                return self._outwards(current, names)
            if self._columns.effects(current).names_bound & names:
                return None

    def _effects_within(self, unit: StatementRef, names: set[str]) -> bool:
        """Whether a statement (with what it contains) binds one of the frame's names."""
        return any(self._columns.effects(ref).names_bound & names for ref in self._dependencies.within(unit))

    def _visit(self, unit: StatementRef, names: set[str], all_names: set[str], binds: bool) -> Value | None:
        """Take a statement in or leave it out; gives the value where the frame begins with it."""
        refs = self._dependencies.within(unit)
        simple = len(refs) == 1
        nested = self._nested_calls(unit, names) if simple else None
        if nested is not None:
            return self._visit_calls(unit, nested, names, all_names)
        if binds and simple:
            bound = sorted(self._columns.effects(unit).names_bound & names)
            value = self._origins.value_of(unit, bound[0])
            source = self._origins.source_of(unit, value)
            if source is None:
                return value if value is not None else Value("other", self._layout.statement(unit).span)
            names.difference_update(bound)
            names.add(source)
            all_names.add(source)
        effects = [self._columns.effects(ref) for ref in refs]
        writes = [write for each in effects for write in each.writes if write.base in names]
        steps = [step for ref in refs for step in self._columns.steps(ref) if step.frame in names]
        wanted = {need for need in self._needs for write in writes if write.may_write(need)}
        wanted |= {write.key for write in writes if self._matches(write)}
        updated = any(each.updates & names for each in effects)
        opaque = [step for step in steps if not self._is_transparent(step)]
        if (
            wanted
            or (opaque and not wanted and self._changes_rows(opaque))
            or (updated and self._origins.writes_unknown_columns(refs, names))
            or any(self._is_open(step) for step in steps)
        ):
            self._take(unit, refs, frozenset(all_names), wanted, steps)
            if updated or not simple:
                self._kept_whole.append(unit)
        elif updated or (binds and not self._origins.is_plain(unit, names)):
            self._left_out.append(unit)
        return None

    def _nested_calls(self, unit: StatementRef, names: set[str]) -> Call | None:
        """The outermost call of `df = f(g(df))` when both are functions of the file that take a frame."""
        part = self._layout.module.parts[unit.part]
        assignments = part.by_statement.assignments[unit.statement]
        if len(assignments) != 1 or assignments[0].is_item or assignments[0].target not in names:
            return None
        value = assignments[0].value
        call = self._columns.call_at(unit, value.span.start) if value is not None else None
        if value is None or call is None or call.span != value.span or not call.arguments:
            return None
        inner = self._columns.call_at(unit, call.arguments[0].value.span.start)
        return call if inner is not None and self._step_of(unit, call) is not None else None

    def _visit_calls(
        self, unit: StatementRef, call: Call, names: set[str], all_names: set[str]
    ) -> Value | None:
        step = self._step_of(unit, call)
        if step is not None:
            self._take_call(unit, call, step)
        source = self._through(unit, call)
        part = self._layout.module.parts[unit.part]
        names.discard(part.by_statement.assignments[unit.statement][0].target)
        if isinstance(source, str):
            names.add(source)
            all_names.add(source)
            return None
        return source if source is not None else Value("other", self._layout.statement(unit).span)

    def _take(
        self,
        unit: StatementRef,
        refs: list[StatementRef],
        frames: frozenset[str],
        wanted: set[str],
        steps: list[Step],
    ) -> None:
        before = self._dependencies.of(unit, frames)
        if before is None:
            self._unsplit.append(unit)
            return
        self._levels[-1].extend((*before, Line(unit, frames)))
        taken = [
            *refs,
            *(ref for line in before if not line.text for ref in self._dependencies.within(line.ref)),
        ]
        for need in wanted:
            surely = any(
                write.full and write.key == need
                for ref in refs
                for write in self._columns.effects(ref).writes
            )
            if surely and len(refs) == 1:
                self._needs.discard(need)
        for step in steps:
            function = self._columns.frame_function(step.function)
            if function is None or not step.direct:
                continue
            columns = {need for need in wanted if any(write.may_write(need) for write in function.writes)}
            self._note_step(step, columns)
        for read in (read for ref in taken for read in self._columns.effects(ref).reads):
            if read.base in frames and read.pattern:
                self._patterns.add(read.pattern)
            elif read.base in frames and not read.soft:
                self._needs.add(read.key)

    def _matches(self, write: Write) -> bool:
        """Whether a write is wanted because kept code asks which columns there are."""
        return not write.pattern and any(re.fullmatch(pattern, write.key) for pattern in self._patterns)

    def _is_open(self, step: Step) -> bool:
        function = self._columns.frame_function(step.function)
        return function is not None and function.is_open

    def _is_transparent(self, step: Step) -> bool:
        function = self._columns.frame_function(step.function)
        return function is not None and function.transparent

    def _changes_rows(self, steps: list[Step]) -> bool:
        """Whether functions of the file that a frame goes through give a frame back."""
        functions = [self._columns.frame_function(step.function) for step in steps if step.direct]
        return any(function is not None and function.returns_frame for function in functions)

    def _outwards(self, definition: StatementRef, names: set[str]) -> tuple[StatementRef, str] | None:
        """From a function whose parameter holds the frame to a statement that calls it."""
        statement = self._layout.statement(definition)
        unit = self._layout.module.unit_of_scope.get(ScopeRef(definition.part, statement.body_scope))
        if unit is None or unit.kind != "function" or unit.parent:
            return None
        parameters = self._layout.module.parts[definition.part].facts.scopes[unit.body.scope].parameters
        if not parameters or parameters[0].name not in names:
            return None
        called = calls_of(self._columns, unit)
        if not called:
            return None
        site, call = called[0]
        self._levels.append([])
        source = self._through(site, call)
        if isinstance(source, str):
            return site, source
        return self._into(site, source) if source is not None else None

    def _into(self, unit: StatementRef, value: Value) -> tuple[StatementRef, str] | None:
        """From `df = load(...)` into the function of the file that makes the frame."""
        if not self._needs:
            return None
        part = self._layout.module.parts[unit.part]
        for use in part.by_statement.names[unit.statement]:
            function = self._columns.function_named(use)
            if function is None or value.callee != use.name:
                continue
            returns = [
                result
                for result in self._layout.module.parts[function.ref.part].facts.returns
                if result.scope == function.body.scope and result.value is not None and result.value.root
            ]
            if returns and returns[-1].value is not None:
                self._levels.append([])
                return StatementRef(function.ref.part, returns[-1].statement), returns[-1].value.root
        return None
