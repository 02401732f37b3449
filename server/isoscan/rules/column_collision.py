"""Two scanners write the same column of one frame, with different definitions.

## What it does
Finds columns that two scanners give different contents in a frame that they share: masks of one function,
functions that the file's code hands the same frame (`df = scan_a(df)` and then `df = scan_b(df)` too, or one
after another in a loop), functions that write on one frame of the module or of their object, and functions
that change the frame they are given without a copy, one of which the file runs on a frame as it is, while
nothing in the file calls the other.

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

from isoscan.model.module import ScopeRef, StatementRef
from isoscan.parameters.reading import ScannerReadings
from isoscan.rules.column_writers import Writer
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Related
from isoscan.rules.frame_effects import ColumnWrite
from isoscan.rules.frame_sharing import Handing, runs_before
from isoscan.rules.wording import line_of

# The scanner that writes first, the one that writes over it, and the call that hands that one the frame.
_Pair = tuple[Writer, Writer, Handing | None]


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the overwriting scanner's first write of each column, for each pair once."""
    for scanner in context.readings_in(part):
        writers = context.columns.of_scanner(scanner.boundary.namespace)
        if writers:
            yield from _collisions(context, scanner, writers)
        yield from _on_common_frames(context, scanner.boundary.namespace)


def _on_common_frames(context: RuleContext, namespace: str) -> Iterator[Diagnostic]:
    """What a scanner writes over on a frame of the module, or of its object; the one below writes last."""
    frames = context.common_frames
    for over in frames.written_by(namespace):
        for rival in frames.writers_of(over.frame, over.column):
            if rival == namespace:
                break
            for before in frames.written_by(rival):
                same = (before.frame, before.column) == (over.frame, over.column)
                if same and before.made_of != over.made_of:
                    yield _finding((rival, namespace), over.column, before.write, over.write, None)


def _collisions(
    context: RuleContext, scanner: ScannerReadings, writers: tuple[Writer, ...]
) -> Iterator[Diagnostic]:
    """What a scanner writes over."""
    namespace = scanner.boundary.namespace
    seen: set[tuple[str, frozenset[str]]] = set()
    pairs = [
        *_handed_one_frame(context, writers),
        *_in_one_function(context, writers),
        *_unseen(context, scanner, writers),
    ]
    for first, second, place in pairs:
        in_place = _is_in_place(place)
        after = second.columns(in_place)
        for column in first.columns(in_place):
            key = (column, frozenset({first.namespace, second.namespace}))
            if column in after and key not in seen and _differ(context, first, second, in_place, column):
                seen.add(key)
                pair = (first.namespace, second.namespace)
                if second.namespace == namespace:
                    before = context.columns.writes_on(first, in_place, column)[0]
                    over = context.columns.writes_on(second, in_place, column)[0]
                    yield _finding(pair, column, before, over, place)


def _is_in_place(place: Handing | None) -> bool:
    """Whether the columns in question are those in the frame itself, not in the one that comes out."""
    return place is None or place.target != place.name


def _differ(context: RuleContext, first: Writer, second: Writer, in_place: bool, column: str) -> bool:
    made_of = context.columns.definitions
    return made_of(first, in_place, column) != made_of(second, in_place, column)


def _handed_one_frame(context: RuleContext, writers: tuple[Writer, ...]) -> Iterator[_Pair]:
    """Pairs of functions that some code calls with one frame, one of them a writer's, as they are called."""
    namespace = writers[0].namespace
    for caller in context.sharing.callers_of(writers[0].function):
        yield from context.ask(_pairs_with, (caller, namespace))


def _pairs_with(context: RuleContext, asked: tuple[ScopeRef, str]) -> tuple[_Pair, ...]:
    """Those of a caller's pairs that concern a scanner: most have none, whatever becomes of the others."""
    caller, namespace = asked
    return context.ask(_pairs_of, caller).get(namespace, ())


def _pairs_of(context: RuleContext, caller: ScopeRef) -> dict[str, tuple[_Pair, ...]]:
    """By scanner, the pairs of functions that a caller hands one frame and that both change it."""
    frames: dict[int, list[tuple[Handing, list[Writer]]]] = {}
    for handing in context.sharing.dealings_of(caller).handings:
        writers = _writers_handed(context, handing)
        if writers:
            frames.setdefault(handing.frame, []).append((handing, writers))
    found: dict[str, list[_Pair]] = {}
    for handings in frames.values():
        for pair in _pairs(context, handings):
            for writer in pair[:2]:
                found.setdefault(writer.namespace, []).append(pair)
    return {namespace: tuple(pairs) for namespace, pairs in found.items()}


def _pairs(context: RuleContext, handings: list[tuple[Handing, list[Writer]]]) -> Iterator[_Pair]:
    """The pairs with a column in common, as they are called."""
    earlier_by_column: dict[tuple[bool, str], list[int]] = {}
    for index, (later, seconds) in enumerate(handings):
        in_place = _is_in_place(later)
        columns = {(in_place, column) for second in seconds for column in second.columns(in_place)}
        for number in sorted({number for key in columns for number in earlier_by_column.get(key, ())}):
            earlier, firsts = handings[number]
            if earlier.function.body != later.function.body and runs_before(
                context.module, earlier.ref, later.ref
            ):
                yield from ((first, second, later) for first in firsts for second in seconds)
        for key in {(way, column) for way in (True, False) for one in seconds for column in one.columns(way)}:
            earlier_by_column.setdefault(key, []).append(index)


def _writers_handed(context: RuleContext, handing: Handing) -> list[Writer]:
    """The scanners that write to what a call hands its function for good, in file order."""
    return [
        writer
        for namespace in context.roster.of_function(handing.function.qualified_name)
        for writer in context.columns.of_scanner(namespace)
        if writer.parameter == handing.parameter and _stays(handing, writer)
    ]


def _stays(handing: Handing, writer: Writer) -> bool:
    """Whether what the function writes is in the caller's frame afterwards."""
    return writer.changes_frame or (handing.target == handing.name and writer.returns in ("input", "derived"))


def _in_one_function(context: RuleContext, writers: tuple[Writer, ...]) -> Iterator[_Pair]:
    """Pairs with a mask of other masks of its function."""
    for writer in writers:
        columns = (*writer.in_place, *writer.output)
        if not writer.is_mask or not columns:
            continue
        masks = [
            mask
            for namespace in context.roster.of_function(writer.function)
            for mask in context.columns.of_scanner(namespace)
            if mask.is_mask and mask.body == writer.body and mask.parameter == writer.parameter
            if not {*mask.in_place, *mask.output}.isdisjoint(columns)
        ]
        place = next(at for at, mask in enumerate(masks) if mask.namespace == writer.namespace)
        for first in masks[:place]:
            if _goes_over(context, first, writer):
                yield first, writer, None
        for second in masks[place + 1 :]:
            if _goes_over(context, writer, second):
                yield writer, second, None


def _goes_over(context: RuleContext, first: Writer, second: Writer) -> bool:
    over = _root(context, second)
    return not _reads_itself(context, over) and runs_before(context.module, _root(context, first), over)


def _root(context: RuleContext, writer: Writer) -> StatementRef:
    return context.readings_of(writer.namespace).roots[0]


def _reads_itself(context: RuleContext, root: StatementRef) -> bool:
    """Whether a mask goes on from the column's value so far."""
    items = context.module.parts[root.part].by_statement.items[root.statement]
    columns = {item.key for item in items if item.access == "write"}
    return any(item.access != "write" and item.key in columns for item in items)


def _unseen(context: RuleContext, scanner: ScannerReadings, writers: tuple[Writer, ...]) -> Iterator[_Pair]:
    """Pairs that both change what they are given: one is run on a frame as it is, nothing calls the other."""
    if scanner.unit is None:
        return
    for writer in writers:
        others = context.in_file_order(
            *(context.columns.unlike(writer, column) for column in writer.in_place)
        )
        above = True
        for namespace in context.in_file_order(others, (writer.namespace,)) if others else ():
            if namespace == writer.namespace:
                above = False
                continue
            for other in context.columns.of_scanner(namespace):
                if other.parent == writer.parent and other.parameter == writer.parameter:
                    yield (other, writer, None) if above else (writer, other, None)


def _finding(
    scanners: tuple[str, str],
    column: str,
    before: ColumnWrite,
    after: ColumnWrite,
    place: Handing | None,
) -> Diagnostic:
    first, second = scanners
    related = [Related(before.span, f"written by scanner `{first}`")]
    where = f"(line {line_of(before.span)})"
    if place is not None:
        related.append(Related(place.span, f"`{place.function.name}` is given the same frame here"))
        where = f"(line {line_of(before.span)}) when line {line_of(place.span)} hands it the same frame"
    return Diagnostic(
        code="ISO205",
        name="column-collision",
        severity="warning",
        subject=column,
        message=f"`{second}` overwrites column `{column}` of `{first}` {where}",
        span=after.span,
        scanners=scanners,
        related=tuple(related),
    )
