"""What names hold where branches of a function's body meet again."""

from __future__ import annotations

from typing import Literal, NamedTuple

from isoscan.model.module import Unit
from isoscan.model.parts import Part

Hold = Literal["input", "derived"]
Holds = dict[str, Hold]

_LEAVING = frozenset({"return", "raise", "continue", "break"})


class _Open(NamedTuple):
    """An `if` whose blocks are being gone through.

    `before` is what was held at its condition, `block` the block reached ("" for none yet), `after` what is
    held at the ends of the blocks gone through from which control goes on.
    """

    statement: int
    before: Holds
    block: str
    after: tuple[Holds, ...]
    blocks: frozenset[str]


class Branches:
    """Keeps what names hold apart for the branches of `if`, statement by statement in source order."""

    def __init__(self, part: Part, unit: Unit, holds: Holds) -> None:
        self._part = part
        self._unit = unit
        self._open: list[_Open] = []
        self._last = -1

    def reach(self, statement: int, holds: Holds) -> Holds:
        """What names hold at a statement, given what they hold after the one before it."""
        statements = self._part.facts.statements
        blocks: dict[int, str] = {}
        inner = statement
        while inner >= 0 and inner != self._unit.ref.statement:
            record = statements[inner]
            blocks[record.parent] = record.block
            inner = record.parent
        while self._open and self._open[-1].statement not in blocks:
            holds = self._close(holds)
        if self._open:
            current = self._open[-1]
            block = blocks[current.statement]
            if block != current.block:
                after = (*current.after, *self._going_on(current, holds)) if current.block else current.after
                self._open[-1] = current._replace(block=block, after=after, blocks=current.blocks | {block})
                holds = dict(current.before)
        if statements[statement].kind == "if":
            self._open.append(_Open(statement, dict(holds), "", (), frozenset()))
        self._last = statement
        return holds

    def _close(self, holds: Holds) -> Holds:
        """What is held below an `if`: whatever any of its branches leaves."""
        closed = self._open.pop()
        ends = [*closed.after, *self._going_on(closed, holds)]
        if "else" not in closed.blocks and not self._is_usual(closed):
            ends.append(closed.before)
        if not ends:
            return dict(closed.before)
        joined: Holds = {}
        for name in ends[0]:
            found = {end.get(name) for end in ends}
            if None not in found:
                joined[name] = "input" if "input" in found else "derived"
        return joined

    def _going_on(self, current: _Open, holds: Holds) -> tuple[Holds, ...]:
        """What is held at the end of a block, nothing where control leaves it."""
        statements = self._part.facts.statements
        last = self._last
        while last >= 0 and statements[last].parent != current.statement:
            last = statements[last].parent
        return () if last >= 0 and statements[last].kind in _LEAVING else (dict(holds),)

    def _is_usual(self, current: _Open) -> bool:
        """Whether the condition is an argument that is true unless a caller says otherwise (`copy=True`)."""
        facts = self._part.facts
        parameters = facts.scopes[self._unit.body.scope].parameters
        usual = {each.name for each in parameters if each.default is not None and each.default.value is True}
        names = self._part.by_statement.names[current.statement]
        span = facts.statements[current.statement].header
        alone = len(names) == 1 and names[0].name in usual
        # `if copy:` and nothing else.
        return alone and names[0].span.column - span.column == len("if ")
