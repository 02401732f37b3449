"""What a statement on a frame's way reads besides the frame: the statements that give it these names."""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.extraction.columns import Columns
from isoscan.extraction.instances import (
    first_parameter,
    instance_text,
    method_around,
    unset_attribute,
)
from isoscan.extraction.preparation import Line
from isoscan.facts.records import NameUse
from isoscan.model.module import StatementRef
from isoscan.source.spans import Span


class Dependencies:
    """Finds the local names that statements need, in one module."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._layout = columns.layout

    def of(
        self, unit: StatementRef, frames: frozenset[str], call: tuple[Span, Span] | None = None
    ) -> list[Line] | None:
        """The lines that have to come before a statement (or one call of it); None if one cannot be had."""
        found: list[Line] = []
        seen = {unit}
        work = [(unit, call)]
        while work:
            current, part = work.pop()
            for name in sorted(self._read(current, frames, part)):
                binders = list(self._binders(current, name))
                if not binders:
                    default = self._default(current, name)
                    if default is not None:
                        found.append(default)
                    elif part is not None or not self._binds(current, name):
                        return None
                for binder in binders:
                    if binder not in seen:
                        seen.add(binder)
                        found.append(Line(binder, frames))
                        work.append((binder, None))
        return found

    def within(self, unit: StatementRef) -> list[StatementRef]:
        """A statement with those it contains that run in the same scope."""
        if self._layout.statement(unit).kind in ("function", "class"):
            return [unit]
        scope = self._columns.scope_of(unit)
        refs = [StatementRef(unit.part, index) for index in self._layout.nested(unit)]
        return [ref for ref in refs if self._columns.scope_of(ref) == scope]

    def siblings_before(self, ref: StatementRef) -> Iterator[StatementRef]:
        """The statements before `ref` in its block, the last one first; at module level all above."""
        statement = self._layout.statement(ref)
        if statement.parent >= 0:
            block = self._layout.children(StatementRef(ref.part, statement.parent))[statement.block]
            yield from (sibling for sibling in reversed(block) if sibling < ref)
            return
        above = [part for part in self._layout.module.parts if part.index <= ref.part]
        for part in reversed(above):
            for index in range(len(part.facts.statements) - 1, -1, -1):
                sibling = StatementRef(part.index, index)
                if sibling < ref and part.facts.statements[index].parent < 0:
                    yield sibling

    def _read(self, unit: StatementRef, frames: frozenset[str], call: tuple[Span, Span] | None) -> set[str]:
        """The local names that a statement reads before it surely binds them itself, the frames left out."""
        scope = self._columns.scope_of(unit)
        bound: dict[str, list[frozenset[tuple[StatementRef, str]]]] = {}
        read: set[str] = set()
        for ref in self.within(unit):
            blocks = self._layout.blocks(ref)
            for use in self._uses(ref):
                if use.home != scope or not (use.access == "read" or use.binding == "augmented"):
                    continue
                if call is not None and not self._beside_frame(ref, use, call):
                    continue
                if not any(around <= blocks for around in bound.get(use.name, ())):
                    read.add(use.name)
            for name in self._columns.effects(ref).names_bound if call is None else ():
                # What the head of a loop binds is bound in its body.
                inside = self._layout.statement(ref).kind in ("for", "with")
                bound.setdefault(name, []).append(frozenset() if inside and ref == unit else blocks)
        read -= frames
        if scope == 0:
            read &= self._columns.dependents(self._columns.module_body(), set(frames))
        return read

    def _uses(self, ref: StatementRef) -> Iterator[NameUse]:
        part = self._layout.module.parts[ref.part]
        nested = self._layout.statement(ref).kind in ("function", "class")
        for index in self._layout.nested(ref) if nested else (ref.statement,):
            yield from part.by_statement.names[index]

    def _beside_frame(self, ref: StatementRef, use: NameUse, call: tuple[Span, Span]) -> bool:
        span = self._layout.module.parts[ref.part].span(use.span)
        whole, frame = call
        inside = whole.start <= span.start and span.end <= whole.end
        return inside and not (frame.start <= span.start and span.end <= frame.end)

    def _binders(self, unit: StatementRef, name: str) -> Iterator[StatementRef]:
        """The statements before `unit` that may bind a name, back to one that surely does.

        Nothing where only something around it does.
        """
        current = unit
        while True:
            for before in self.siblings_before(current):
                if self._binds(before, name) or self._changes(before, name):
                    yield before
                    if self._surely_binds(before, name):
                        return
            parent = self._layout.statement(current).parent
            if parent < 0:
                return
            current = StatementRef(current.part, parent)
            if self._layout.statement(current).kind in ("function", "class"):
                return
            if name in self._columns.effects(current).names_bound:
                return

    def _binds(self, unit: StatementRef, name: str) -> bool:
        return any(name in self._columns.effects(ref).names_bound for ref in self.within(unit))

    def _changes(self, unit: StatementRef, name: str) -> bool:
        """Whether a statement changes what a name holds: `rows.append(...)`, `limits["x"] = ...`."""
        return any(self._columns.effects(ref).changes(name, whole=True) for ref in self.within(unit))

    def _surely_binds(self, unit: StatementRef, name: str) -> bool:
        """Whether a statement that may bind a name always does."""
        if name in self._columns.effects(unit).names_bound:
            return self._layout.statement(unit).kind != "for"
        blocks = self._layout.children(unit)
        kind = self._layout.statement(unit).kind
        wanted = ["body"] if kind in ("with", "try") else list(blocks)
        if kind in ("for", "while") or (kind in ("if", "match") and "else" not in blocks):
            return False
        return all(any(self._binds(ref, name) for ref in blocks.get(block, ())) for block in wanted)

    def _default(self, unit: StatementRef, name: str) -> Line | None:
        """`name = default` for a parameter of the function around a statement that has a literal default.

        For a method's `self` an instance is made.
        """
        part = self._layout.module.parts[unit.part]
        scope = part.facts.scopes[self._columns.scope_of(unit)]
        method = method_around(self._layout, unit)
        if method is not None and name == first_parameter(self._layout, method):
            unset = unset_attribute(self._layout, method, self.within(unit))
            made = "" if unset else instance_text(self._layout, method)
            return Line(method.ref, frozenset(), None, f"{name} = {made}") if made else None
        for parameter in scope.parameters:
            default = parameter.default
            if parameter.name == name and default is not None and default.constant:
                text = self._layout.source.between(part.span(default.span))
                return Line(
                    StatementRef(unit.part, max(scope.statement, 0)), frozenset(), None, f"{name} = {text}"
                )
        return None
