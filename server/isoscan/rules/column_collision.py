"""Two scanners write the same column of one frame, with different definitions.

## What it does
Finds columns that two scanners give different contents in a frame that they share: masks of one function,
functions that the file's code hands the same frame (`df = scan_a(df)` and then `df = scan_b(df)` too), and
functions that change the frame they are given without a copy, one of which the file runs on a frame as it is,
while nothing in the file calls the other.

## Why is this bad?
The second scanner overwrites what the first one found. Whoever reads the column afterwards, or tunes the
first scanner, gets the second one's signals under the first one's name.

## Known problems
Definitions are compared as text, with the local values they use. Frames that are handed on through
containers, or by code in other files, are not followed. Alternatives (`if` and `else`) are no collision.

## Example
```python
def scan_gap_up(df):
    df["signal"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
    return df


def scan_fade(df):
    df["signal"] = (df["close"] < df["open"]) & (df["volume"] > 900_000)
  # ^^^^^^^^^^^^ ISO205 column-collision
    return df


def run(df):
    df = scan_gap_up(df)
    df = scan_fade(df)
    return df
```

## Use instead
```python
def scan_gap_up(df):
    df["gap_up"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
    return df


def scan_fade(df):
    df["fade"] = (df["close"] < df["open"]) & (df["volume"] > 900_000)
    return df


def run(df):
    df = scan_gap_up(df)
    df = scan_fade(df)
    return df
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isoscan.model.module import ScopeRef, StatementRef, Unit
from isoscan.parameters.reading import ScannerReadings
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Related
from isoscan.rules.frame_sharing import Handing, is_named, runs_before
from isoscan.rules.frame_writes import ColumnWrite, FrameWrites
from isoscan.rules.wording import line_of


class _Writer(NamedTuple):
    """A scanner with what it does to the frame that a function gets as `parameter`."""

    scanner: ScannerReadings
    unit: Unit
    parameter: str
    done: FrameWrites

    @property
    def namespace(self) -> str:
        return self.scanner.boundary.namespace

    def columns(self, in_place: bool) -> dict[str, list[ColumnWrite]]:
        """The scanner's own writes by column."""
        found: dict[str, list[ColumnWrite]] = {}
        for write in self.done.in_place if in_place else self.done.output:
            own = self.scanner.unit is not None or write.ref in self.scanner.slice.own
            if write.column is not None and own:
                found.setdefault(write.column, []).append(write)
        return found


def check(context: RuleContext) -> Iterator[Diagnostic]:
    """Yield a finding at the overwriting scanner's first write of each column, for each pair once."""
    writers = _writers(context) if len(context.readings) > 1 else []
    if len(writers) < 2:
        return
    seen: set[tuple[str, frozenset[str]]] = set()
    pairs = [*_handed_one_frame(context, writers), *_in_one_function(context, writers)]
    pairs.extend(_unseen(context, writers))
    found = []
    for first, second, place in pairs:
        in_place = place is None or place.target != place.name
        before, after = first.columns(in_place), second.columns(in_place)
        for column in before.keys() & after.keys():
            key = (column, frozenset({first.namespace, second.namespace}))
            differs = key not in seen and _differ(context, before[column], after[column])
            if differs:
                seen.add(key)
                found.append(_finding(first, second, column, before[column][0], after[column][0], place))
    yield from sorted(found, key=lambda diagnostic: (diagnostic.span, diagnostic.subject))


def _differ(context: RuleContext, before: list[ColumnWrite], after: list[ColumnWrite]) -> bool:
    told = context.frames.definition_of
    return [told(write) for write in before] != [told(write) for write in after]


def _writers(context: RuleContext) -> list[_Writer]:
    found = []
    for scanner in context.readings:
        unit = scanner.unit if scanner.boundary.kind != "mask" else scanner.container
        if unit is None or unit.kind != "function":
            continue
        for parameter in context.frames.parameters(unit):
            done = context.frames.writes_of(unit, parameter.name)
            if done is not None and done.output:
                found.append(_Writer(scanner, unit, parameter.name, done))
    return found


_Pair = tuple[_Writer, _Writer, Handing | None]


def _handed_one_frame(context: RuleContext, writers: list[_Writer]) -> Iterator[_Pair]:
    """Pairs of functions that some code calls with one frame, in the order of the calls."""
    by_parameter: dict[tuple[str, str], list[_Writer]] = {}
    for writer in writers:
        by_parameter.setdefault((writer.unit.qualified_name, writer.parameter), []).append(writer)
    by_frame: dict[int, list[Handing]] = {}
    for handing in context.sharing.handings:
        if (handing.unit.qualified_name, handing.parameter) in by_parameter:
            by_frame.setdefault(handing.frame, []).append(handing)
    for handings in by_frame.values():
        for index, later in enumerate(handings):
            for earlier in handings[:index]:
                if earlier.unit == later.unit or not runs_before(context.module, earlier.ref, later.ref):
                    continue
                for first in by_parameter[earlier.unit.qualified_name, earlier.parameter]:
                    for second in by_parameter[later.unit.qualified_name, later.parameter]:
                        if _stays(earlier, first) and _stays(later, second):
                            yield first, second, later


def _stays(handing: Handing, writer: _Writer) -> bool:
    """Whether what the function writes is in the caller's frame afterwards."""
    return bool(writer.done.in_place) or (
        handing.target == handing.name and writer.done.returns in ("input", "derived")
    )


def _in_one_function(context: RuleContext, writers: list[_Writer]) -> Iterator[_Pair]:
    """Masks of one function."""
    by_parameter: dict[tuple[ScopeRef, str], list[_Writer]] = {}
    for writer in writers:
        if writer.scanner.boundary.kind == "mask":
            by_parameter.setdefault((writer.unit.body, writer.parameter), []).append(writer)
    for masks in by_parameter.values():
        for index, second in enumerate(masks):
            if _reads_itself(context, second):
                continue
            for first in masks[:index]:
                if runs_before(context.module, _root(first), _root(second)):
                    yield first, second, None


def _root(writer: _Writer) -> StatementRef:
    return writer.scanner.roots[0]


def _reads_itself(context: RuleContext, writer: _Writer) -> bool:
    """Whether a mask goes on from the column's value so far."""
    root = _root(writer)
    items = context.module.parts[root.part].by_statement.items[root.statement]
    columns = {item.key for item in items if item.access == "write"}
    return any(item.access != "write" and item.key in columns for item in items)


def _unseen(context: RuleContext, writers: list[_Writer]) -> Iterator[_Pair]:
    """Pairs that both change what they are given: one is run on a frame as it is, nothing calls the other."""
    run = {handing.unit.qualified_name for handing in context.sharing.handings}
    plain = [writer for writer in writers if writer.scanner.unit is not None and writer.done.in_place]
    named = {writer.unit.body: is_named(context.module, writer.unit) for writer in plain}
    for index, second in enumerate(plain):
        for first in plain[:index]:
            if first.unit.parent != second.unit.parent or first.parameter != second.parameter:
                continue
            shown = {unit.qualified_name for unit in (first.unit, second.unit)} & run
            unknown = [unit for unit in (first.unit, second.unit) if not named[unit.body]]
            if len(shown) == 1 and len(unknown) == 1:
                yield first, second, None


def _finding(
    first: _Writer,
    second: _Writer,
    column: str,
    before: ColumnWrite,
    after: ColumnWrite,
    place: Handing | None,
) -> Diagnostic:
    related = [Related(before.span, f"written by scanner `{first.namespace}`")]
    where = f"(line {line_of(before.span)})"
    if place is not None:
        related.append(Related(place.span, f"`{place.unit.name}` is given the same frame here"))
        where = f"(line {line_of(before.span)}) when line {line_of(place.span)} hands it the same frame"
    return Diagnostic(
        code="ISO205",
        name="column-collision",
        severity="warning",
        subject=column,
        message=f"`{second.namespace}` overwrites column `{column}` of `{first.namespace}` {where}",
        span=after.span,
        scanners=(first.namespace, second.namespace),
        related=tuple(related),
    )
