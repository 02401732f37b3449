"""Backward slices through functions that build frames, column by column.

Inside one function (or the module's own code) a column that is needed is followed to the statements that
write it, these to the columns and names they read, and so on. A write that surely runs hides the writes
before it. A call such as `df = add_atr(df)` of a function of the file that only adds columns counts as a
write of these columns, and the function is sliced in its turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from isoscan.extraction.body_slicer import BodySlicer
from isoscan.extraction.calls import effects_of_call
from isoscan.extraction.effects import ColumnRead, Effects, Template, Write, effects_of, surroundings_of
from isoscan.extraction.frames import CallEffects, FrameFunction, Slice, Step
from isoscan.extraction.layout import Layout
from isoscan.extraction.members import docstring_of
from isoscan.facts.records import Call, NameUse, Value
from isoscan.model.definitions import in_force
from isoscan.model.module import ScopeRef, StatementRef, Unit
from isoscan.source.spans import Position

# Attributes by which a frame is told from a string or a number.
FRAME_MEMBERS = frozenset(
    (
        "loc", "iloc", "at", "iat", "columns", "index", "empty", "shape", "copy", "rolling", "groupby",
        "sort_values", "dropna", "reset_index", "apply", "pipe", "assign", "merge", "join", "iterrows",
        "itertuples", "tail", "head", "resample", "close", "open", "high", "low", "volume",
    )
)  # fmt: skip


class Columns:
    """Slices of one module, each computed once."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._effects: dict[StatementRef, Effects] = {}
        self._functions: dict[StatementRef, FrameFunction | None] = {}
        self._in_progress: set[StatementRef] = set()
        self._slices: dict[tuple[StatementRef, frozenset[str]], Slice] = {}

    # Bodies and statements

    def body_of(self, unit: Unit) -> list[StatementRef]:
        """The statements that run in a function's own scope, in order."""
        part = self.layout.module.parts[unit.ref.part]
        return [
            StatementRef(part.index, index)
            for index in range(unit.ref.statement + 1, part.by_statement.ends[unit.ref.statement])
            if part.facts.statements[index].scope == unit.body.scope
        ]

    def module_body(self) -> list[StatementRef]:
        """The statements that run at module level, in order."""
        return [
            StatementRef(part.index, index)
            for part in self.layout.module.parts
            for index, statement in enumerate(part.facts.statements)
            if statement.scope == 0
        ]

    def scope_of(self, ref: StatementRef) -> int:
        """The scope a statement runs in."""
        return self.layout.statement(ref).scope

    def effects(self, ref: StatementRef) -> Effects:
        """A statement's effects, calls of the file's own functions included."""
        found = self._effects.get(ref)
        if found is None:
            found = self._effects[ref] = self._with_calls(
                ref, effects_of(self.layout, ref, self.scope_of(ref))
            )
        return found

    def _with_calls(self, ref: StatementRef, own: Effects) -> Effects:
        writes, bound = list(own.writes), set(own.names_bound)
        reads, updates = list(own.reads), set(own.updates)
        for step in self.steps(ref):
            function = self.frame_function(step.function)
            if function is None:
                continue
            called = self.call_effects(ref, step, function)
            writes.extend(called.writes)
            reads.extend(called.reads)
            updates.update({step.frame} if called.is_open else ())
            if step.direct and function.transparent and self._assigns_back(ref, step.frame):
                bound.discard(step.frame)
            elif not step.direct:
                reads.extend(
                    ColumnRead(step.frame, key, "", False) for key in sorted(self.needs_of(step.function))
                )
        if self._only_assigns(ref):
            bound.clear()
        return replace(
            own,
            names_bound=frozenset(bound),
            reads=tuple(reads),
            writes=tuple(writes),
            updates=frozenset(updates),
        )

    def call_effects(self, ref: StatementRef, step: Step, function: FrameFunction) -> CallEffects:
        """What a step of a statement does to the frame."""
        call = self.call_at(ref, step.site[1].start)
        return effects_of_call(self.layout, ref, call, function, step.frame, direct=step.direct)

    def _assigns_back(self, ref: StatementRef, frame: str) -> bool:
        """Whether the statement is `frame = f(frame, ...)`."""
        part = self.layout.module.parts[ref.part]
        assignments = part.by_statement.assignments[ref.statement]
        return len(assignments) == 1 and assignments[0].target == frame and not assignments[0].is_item

    def _only_assigns(self, ref: StatementRef) -> bool:
        """Whether the statement is `df = df.assign(...)`, which does nothing but write columns."""
        part = self.layout.module.parts[ref.part]
        assignments = part.by_statement.assignments[ref.statement]
        if len(assignments) != 1 or assignments[0].value is None or assignments[0].is_item:
            return False
        target, value = assignments[0].target, assignments[0].value
        calls = [call for call in part.by_statement.calls[ref.statement] if call.span == value.span]
        return (
            value.callee == f"{target}.assign"
            and bool(calls)
            and all(argument.keyword for argument in calls[0].arguments)
        )

    # Functions of the file

    def function_named(self, use: NameUse) -> Unit | None:
        """The module-level function that a name read at module level or in a function stands for."""
        if use.home != 0 or use.access != "read":
            return None
        sites = in_force(self.layout.module, use.name)
        if not sites or sites[-1].use.binding != "function":
            return None
        site = sites[-1]
        statement = self.layout.statement(StatementRef(site.part, site.use.statement))
        unit = self.layout.module.unit_of_scope.get(ScopeRef(site.part, statement.body_scope))
        return unit if unit is not None and not unit.parent else None

    def steps(self, ref: StatementRef) -> list[Step]:
        """The functions of the file that a statement (nested statements apart) passes a frame through."""
        part = self.layout.module.parts[ref.part]
        if self.layout.statement(ref).kind in ("function", "class"):
            return []
        scope = self.scope_of(ref)
        uses = part.by_statement.names[ref.statement]
        functions = {use.span: unit for use in uses if (unit := self.function_named(use)) is not None}
        local = [
            use for use in uses if use.home == scope and use.access == "read" and use.span not in functions
        ]
        found = []
        for use in uses:
            function = functions.get(use.span)
            if function is None or not local or not self._takes_frame(function):
                continue
            call = self.call_at(ref, use.span.start)
            frame = self.frame_passed(ref, call) if call is not None else local[0].name
            if not frame:
                continue
            direct = _first_name(call) == frame and self._is_direct(ref, call)
            found.append(Step(function, frame, direct, (part.index, use.span)))
        return found

    def _takes_frame(self, unit: Unit) -> bool:
        function = self.frame_function(unit)
        return function is None or function.takes_frame

    def call_at(self, ref: StatementRef, start: Position) -> Call | None:
        """The call of a plain name that begins at a place of a statement."""
        calls = self.layout.module.parts[ref.part].by_statement.calls[ref.statement]
        return next((call for call in calls if call.span.start == start and call.callee == call.root), None)

    def frame_passed(self, ref: StatementRef, call: Call) -> str:
        """The name a call passes first, through calls inside it: `df` in `scan(add(df))`, "" if none."""
        inner: Call | None = call
        while inner is not None:
            name = _first_name(inner)
            if name or not inner.arguments:
                return name
            inner = self.call_at(ref, inner.arguments[0].value.span.start)
        return ""

    def _is_direct(self, ref: StatementRef, call: Call | None) -> bool:
        if call is None:
            return False
        part = self.layout.module.parts[ref.part]
        statement = self.layout.statement(ref)
        if statement.kind == "expression":
            return call.span == statement.span
        assignments = part.by_statement.assignments[ref.statement]
        return (
            statement.kind == "assignment"
            and len(assignments) == 1
            and not assignments[0].is_item
            and assignments[0].value is not None
            and assignments[0].value.span == call.span
        )

    def frame_function(self, unit: Unit) -> FrameFunction | None:
        """A function of the file as one that takes a frame, None if it does not (or cannot be read)."""
        if unit.ref in self._functions:
            return self._functions[unit.ref]
        if unit.ref in self._in_progress:
            return None
        self._in_progress.add(unit.ref)
        try:
            found = self._read_function(unit)
        finally:
            self._in_progress.discard(unit.ref)
        self._functions[unit.ref] = found
        return found

    def _read_function(self, unit: Unit) -> FrameFunction | None:
        scope = self.layout.module.parts[unit.body.part].facts.scopes[unit.body.scope]
        if not scope.parameters or scope.is_generator or scope.is_async or scope.parameters[0].star:
            return None
        parameter = scope.parameters[0].name
        body = self.body_of(unit)
        aliases = self.aliases(body, {parameter})
        writes: dict[Write, None] = {}
        templates: dict[Template, None] = {}
        always = set()
        is_open, is_steady = False, True
        for ref in body:
            effects = self.effects(ref)
            is_open = is_open or bool(effects.updates & aliases)
            for template in effects.templates:
                if template.base in aliases:
                    templates.setdefault(template._replace(base=parameter))
                    is_steady = is_steady and (not template.writes or self._runs_surely(ref, unit))
            for write in effects.writes:
                if write.base in aliases:
                    writes.setdefault(write)
                    if write.full and self._runs_surely(ref, unit):
                        always.add(write.key)
        part = self.layout.module.parts[unit.ref.part]
        refs = {ref.statement: ref for ref in body}
        returns_frame = any(
            result.value is not None
            and result.statement in refs
            and self._makes_frame(refs[result.statement], result.value, aliases)
            for result in part.facts.returns
        )
        transparent = self._is_transparent(body, aliases)
        takes_frame = bool(writes or templates) or returns_frame or self._reads_frame(unit, aliases)
        return FrameFunction(
            unit,
            parameter,
            tuple(writes),
            frozenset(always),
            transparent,
            returns_frame,
            takes_frame,
            tuple(templates),
            is_open,
            is_steady,
        )

    def _runs_surely(self, ref: StatementRef, unit: Unit) -> bool:
        """Whether a statement of a function runs whenever the function does."""
        told = surroundings_of(self.layout, ref).told
        around = list(self.layout.module.statements_around(ref))
        for inner, outer in pairwise(around):
            if outer == unit.ref:
                return True
            if (
                self.layout.statement(outer).kind != "with"
                and (outer, self.layout.statement(inner).block) not in told
            ):
                return False
        return False

    def _reads_frame(self, unit: Unit, aliases: set[str]) -> bool:
        part = self.layout.module.parts[unit.ref.part]
        return any(
            any(item.base in aliases and isinstance(item.key, str) for item in part.by_statement.items[index])
            or any(
                attribute.base in aliases
                and (attribute.name in FRAME_MEMBERS or attribute.name[:1].isupper())
                for attribute in part.by_statement.attributes[index]
            )
            for index in self.layout.nested(unit.ref)
        )

    def aliases(self, body: Iterable[StatementRef], start: set[str]) -> set[str]:
        """The local names that hold the frames in `start` or frames made from them."""
        aliases = set(start)
        for ref in body:
            part = self.layout.module.parts[ref.part]
            if self.layout.statement(ref).kind == "for" and self._runs_through_rows(ref, aliases):
                aliases |= self.effects(ref).names_bound
            for assignment in part.by_statement.assignments[ref.statement]:
                value = assignment.value
                if value is None or assignment.is_item or "." in assignment.target:
                    continue
                if self._makes_frame(ref, value, aliases):
                    aliases.add(assignment.target)
        return aliases

    def _runs_through_rows(self, ref: StatementRef, aliases: set[str]) -> bool:
        """Whether a loop's variables are rows of a frame: `for day, row in df.iterrows():`."""
        calls = self.layout.module.parts[ref.part].by_statement.calls[ref.statement]
        return any(call.root in aliases and call.name in ("iterrows", "itertuples") for call in calls)

    def dependents(self, body: Iterable[StatementRef], start: set[str]) -> set[str]:
        """The names whose values are computed from the names in `start`, themselves included."""
        found = set(start)
        for ref in body:
            if self.layout.statement(ref).kind in ("assignment", "augmented", "for", "with", "annotation"):
                effects = self.effects(ref)
                if effects.names_read & found:
                    found |= effects.names_bound
        return found

    def _makes_frame(self, ref: StatementRef, value: Value, aliases: set[str]) -> bool:
        """Whether an expression gives a frame made from one of `aliases`, not a column of it."""
        part = self.layout.module.parts[ref.part]
        if value.kind == "name":
            return value.root in aliases
        for item in part.by_statement.items[ref.statement]:
            if item.span.start == value.span.start and item.via in ("item", "loc") and item.access == "read":
                return False
        if value.kind == "subscript":
            return value.root in aliases
        if value.kind != "call":
            return False
        if value.root in aliases:
            return value.callee.split("(")[0].count(".") == 1
        calls = [call for call in part.by_statement.calls[ref.statement] if call.span == value.span]
        if not calls or _first_name(calls[0]) not in aliases:
            return (
                calls[:1] != []
                and calls[0].name in ("concat", "merge")
                and bool(self.effects(ref).names_read & aliases)
            )
        steps = [step for step in self.steps(ref) if step.direct]
        functions = [self.frame_function(step.function) for step in steps]
        return all(function is not None and function.returns_frame for function in functions)

    def _is_transparent(self, body: list[StatementRef], aliases: set[str]) -> bool:
        """Whether a body only adds columns to its frame (or a copy of it) and gives that back."""
        for ref in body:
            part = self.layout.module.parts[ref.part]
            effects = self.effects(ref)
            statement = self.layout.statement(ref)
            if effects.updates & aliases or statement.kind in ("global", "nonlocal", "delete", "raise"):
                return False
            if effects.names_bound & aliases and not all(
                _keeps_rows(assignment.value, aliases)
                for assignment in part.by_statement.assignments[ref.statement]
                if assignment.target in aliases and not assignment.is_item
            ):
                return False
            for result in part.facts.returns:
                value = result.value
                if result.statement != ref.statement or value is None or value.constant:
                    continue
                if value.kind != "name" or value.root not in aliases:
                    return False
        return True

    # Slices

    def needs_of(self, unit: Unit) -> frozenset[str]:
        """The columns that a function as a whole reads from the frame it is given."""
        function = self.frame_function(unit)
        if function is None or unit.ref in self._in_progress:
            return frozenset()
        return self.slice_function(unit, None).needs

    def slice_function(self, unit: Unit, wanted: frozenset[str] | None) -> Slice:
        """The part of a function that gives the `wanted` columns (all it does: None)."""
        key = (unit.ref, wanted if wanted is not None else frozenset({"\0all"}))
        if key not in self._slices:
            self._slices[key] = Slice(frozenset(), frozenset(), {}, frozenset())  # for recursive calls
            self._slices[key] = self._slice_function(unit, wanted)
        return self._slices[key]

    def _slice_function(self, unit: Unit, wanted: frozenset[str] | None) -> Slice:
        function = self.frame_function(unit)
        body = self.body_of(unit)
        parameter = function.parameter if function is not None else ""
        frames = self.aliases(body, {parameter})
        slicer = BodySlicer(self, body, frames)
        if wanted is None:
            for ref in body:
                slicer.keep(ref)
            return slicer.result()
        docstring = docstring_of(self.layout, unit.ref)
        for ref in body:
            kind = self.layout.statement(ref).kind
            effects = self.effects(ref)
            untold = bool(effects.updates & frames) or any(
                template.writes and template.base in frames for template in effects.templates
            )
            if kind in ("return", "raise", "global", "nonlocal") or ref == docstring or untold:
                slicer.keep(ref)
        for column in sorted(wanted):
            slicer.want(column, None)
        slicer.settle()
        return slicer.result()


def _first_name(call: Call | None) -> str:
    """The name a call passes first, "" if it passes something else."""
    if call is None or not call.arguments:
        return ""
    first = call.arguments[0]
    if first.star:
        return ""
    value = first.value
    plain = value.kind == "name" or (value.kind == "call" and value.callee == f"{value.root}.copy")
    return value.root if plain else ""


def _keeps_rows(value: Value | None, aliases: set[str]) -> bool:
    """Whether `x = value` makes `x` the frame itself or a plain copy of it."""
    if value is None or value.root not in aliases:
        return False
    return value.kind == "name" or (value.kind == "call" and value.callee == f"{value.root}.copy")
