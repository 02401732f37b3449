"""A function's body followed from its first statement to its last, for what becomes of one frame.

Which names hold the frame itself, which hold a frame derived from it (a copy, chosen rows)? A name that is
bound to anything else is no longer followed, on whatever branch. A copy that is made on one branch only
leaves the frame itself to the others (see `frame_branches`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from isoscan.facts.names import frozen
from isoscan.facts.records import Call, ItemUse, Return, Value
from isoscan.model.module import StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.rules.frame_branches import Branches, Hold
from isoscan.rules.frame_effects import (
    ColumnWrite,
    FrameWrites,
    Function,
    Returns,
    derived_from,
    parameter_for,
)
from isoscan.source.spans import Span

_IN_PLACE = frozenset(
    {"reset_index", "set_index", "rename", "drop", "dropna", "fillna", "sort_values", "sort_index", "eval"}
    | {"drop_duplicates", "replace", "ffill", "bfill", "query", "interpolate", "clip", "mask", "where"}
)


class Calls(Protocol):
    """What calls in the body lead to."""

    def called(self, caller: Unit | None, call: Call) -> Function | None:
        """The function of this file that a call calls."""

    def done_by(self, helper: Function, parameter: str) -> FrameWrites | None:
        """What calling a helper does to the frame it is given; the spans do not count."""


class Body:
    """One function followed from its first statement to its last."""

    def __init__(self, part: Part, calls: Calls, unit: Unit, parameter: str) -> None:
        self._part = part
        self._calls = calls
        self._unit = unit
        self._scope = unit.body.scope
        self._holds: dict[str, Hold] = {parameter: "input"}
        self._in_place: list[ColumnWrite] = []
        self._output: list[ColumnWrite] = []
        self._returns: set[Returns] = set()
        self._given_back: dict[int, list[Return]] = {}
        for given in part.facts.returns:
            if given.scope == self._scope:
                self._given_back.setdefault(given.statement, []).append(given)

    def read(self) -> FrameWrites:
        """What the function does with the frame."""
        index = self._unit.ref.statement
        branches = Branches(self._part, self._unit, self._holds)
        for statement in range(index + 1, self._part.by_statement.ends[index]):
            if self._part.facts.statements[statement].scope == self._scope:
                self._holds = branches.reach(statement, self._holds)
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
                made = self._write(column, item.span, statement)
                self._note(item.base, made._replace(removes=item.access == "delete"))
            elif item.base in self._holds and item.home == self._scope and self._is_filled(item, statement):
                self._note(item.base, self._write(str(item.key), item.span, statement))
            elif item.via == "assign" and item.base in self._holds and item.home == self._scope:
                # What is assigned is in the frame that comes of it, not in this one.
                self._output.append(self._write(str(item.key), item.span, statement))
        for use in by_statement.attributes[statement]:
            is_set = use.access == "write" and use.name in ("columns", "index")
            if is_set and use.base in self._holds and use.home == self._scope:
                self._note(use.base, self._write(None, use.span, statement))
        for call in by_statement.calls[statement]:
            if call.root in self._holds and call.home == self._scope and _is_in_place(call):
                self._note(call.root, self._write(None, call.span, statement))

    def _write(self, column: str | None, span: Span, statement: int) -> ColumnWrite:
        ref = StatementRef(self._part.index, statement)
        return ColumnWrite(column, self._part.span(span), ref, span[:2], self._scope, frozen(self._holds))

    def _is_write(self, item: ItemUse, statement: int) -> bool:
        if item.access == "read":
            return False
        if item.via in ("item", "loc", "list", "insert", "pop"):
            return True
        if item.via == "assign":
            return False
        calls = self._part.by_statement.calls[statement]
        return any(call.span == item.span and _is_in_place(call) for call in calls)

    def _is_filled(self, item: ItemUse, statement: int) -> bool:
        """Whether a column is changed where it stands: `df["volume"].fillna(0, inplace=True)`."""
        if item.via != "item" or item.access != "read" or not isinstance(item.key, str):
            return False
        return any(
            call.callee == f"{item.base}[].{call.name}"
            and call.span[:2] == item.span[:2]
            and _is_in_place(call._replace(callee=f"{call.root}.{call.name}"))
            for call in self._part.by_statement.calls[statement]
        )

    def _note_handing_on(self, statement: int) -> None:
        for call, helper, name, parameter in self._frames_given(statement):
            done = self._calls.done_by(helper, parameter)
            for write in done.in_place if done is not None else ():
                made = self._write(write.column, call.span, statement)
                self._note(name, made._replace(via=helper.qualified_name, origin=write.origin))

    def _frames_given(self, statement: int) -> Iterator[tuple[Call, Function, str, str]]:
        for call in self._part.by_statement.calls[statement]:
            held = [
                argument
                for argument in call.arguments
                if argument.value.kind == "name" and argument.value.root in self._holds
            ]
            helper = self._calls.called(self._unit, call) if held else None
            if helper is None:
                continue
            for argument in held:
                parameter = parameter_for(helper, call, argument)
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
        source = derived_from(self._part, value, statement)
        if source is not None and source[0] in self._holds:
            return self._holds[source[0]] if source[1] else "derived"
        for call, helper, name, parameter in self._frames_given(statement):
            if call.span == value.span:
                done = self._calls.done_by(helper, parameter)
                if done is not None and done.returns == "input":
                    return self._holds[name]
                return "derived" if done is not None and done.returns == "derived" else None
        return None

    def _note_returns(self, statement: int) -> None:
        for given in self._given_back.get(statement, ()):
            if given.value is None or (given.value.constant and given.value.value is None):
                self._returns.add("nothing")
                continue
            self._returns.add(self._held_by(given.value, statement) or "other")


def _is_in_place(call: Call) -> bool:
    """Whether a call changes the frame itself: `df.drop(..., inplace=True)`."""
    if call.name not in _IN_PLACE or call.callee != f"{call.root}.{call.name}":
        return False
    return any(argument.keyword == "inplace" and argument.value.value is True for argument in call.arguments)
