"""A scanner changes the frame it is given, and others see it.

## What it does
Finds scanners that add or change columns of the frame they are given, or its rows or index
(`inplace=True`), without copying it first, where the file shows that the frame is used after the call or
handed to another scanner, by name, in a loop over scanners or by a pool. Of the methods of a class that
holds many scanners one is reported too if it answers with something else than the frame: the others are
called with the same frame.

## Why is this bad?
The result of whatever comes next depends on whether this scanner ran before: columns are there or not, rows
are gone, the index is another.

## Known problems
A function that gives back the frame it was given, bound to the same name (`df = add_bands(df)`), is the
usual idiom and is left alone, and so is a function that returns nothing. Use by code in other files is not
seen. A copy that is made on one branch only does not count, but for `if copy:` with an argument that is
true by default.

## Example
```python
def scan_gap_up(df):
    df["gap"] = df["open"] / df["close"].shift(1) - 1
  # ^^^^^^^^^ ISO206 mutated-input-frame
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]


def scan_fade(df):
    return df[(df["close"] < df["open"]) & (df["volume"] > 900_000)]


def run(df):
    return scan_gap_up(df), scan_fade(df)
```

## Use instead
```python
def scan_gap_up(df):
    df = df.copy()
    df["gap"] = df["open"] / df["close"].shift(1) - 1
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]


def scan_fade(df):
    return df[(df["close"] < df["open"]) & (df["volume"] > 900_000)]


def run(df):
    return scan_gap_up(df), scan_fade(df)
```

## Fix safety
The fix copies the frame at the start of the function. It is unsafe: code that reads the new columns from the
frame it handed in no longer finds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isoscan.facts.records import FunctionParameter
from isoscan.model.module import ScopeRef
from isoscan.model.parts import Part
from isoscan.parameters.reading import ScannerReadings
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Fix, Related
from isoscan.rules.frame_effects import ColumnWrite, Effect, FrameWrites
from isoscan.rules.frame_sharing import Dealings, Handing, Use, runs_before
from isoscan.rules.removing import body_insertion
from isoscan.rules.wording import line_of, named, plural

# What is asked of a frame without looking at its columns.
_HARMLESS = frozenset({"len", "print", "isinstance", "type", "id", "display", "bool"})
_WHOLE_METHODS = frozenset({"to_csv", "to_excel", "to_parquet", "to_dict", "to_json", "to_sql", "to_html"})
_LEAST_SIBLINGS = 2
_MOST_COLUMNS = 3


class _Sight(NamedTuple):
    """Who sees the change: where, by which scanner (its namespace, "" for the caller), in words."""

    use: Use
    scanner: str
    words: str


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the first change of each frame that a scanner is given and others see changed."""
    for scanner in context.readings_in(part):
        unit = scanner.unit
        if unit is None or unit.kind != "function":
            continue
        for parameter in context.frames.parameters(unit):
            done = context.frames.writes_of(unit.body, parameter.name)
            if done is None or not done.in_place or done.returns == "nothing":
                continue
            sight = context.ask(_seen_in_file, (unit.qualified_name, unit.body, parameter.name))
            if sight is not None:
                yield _finding(context, scanner, parameter.name, done, sight)
            elif done.returns == "other":
                siblings = _siblings(context, scanner, parameter)
                if len(siblings) >= _LEAST_SIBLINGS:
                    yield _finding_among(context, scanner, parameter.name, done, siblings)


def _seen_in_file(context: RuleContext, given: tuple[str, ScopeRef, str]) -> _Sight | None:
    """The first place that sees what a function does to a frame."""
    qualified_name, body, parameter = given
    done = context.frames.effect_of(body, parameter)
    if done is None:
        return None
    for caller in context.sharing.callers_of(qualified_name):
        dealings = context.sharing.dealings_of(caller)
        for handing in dealings.to.get(body, ()):
            if handing.parameter != parameter:
                continue
            if handing.target == handing.name and done.returns in ("input", "derived"):
                continue
            sight = _seen_in_turn(context, dealings, handing)
            if sight is not None:
                return sight
            for use in dealings.uses.get(handing.frame, ()):
                if _comes_after(context, handing, use):
                    sight = _sight(context, dealings, handing, use, done)
                    if sight is not None:
                        return sight
    return None


def _seen_in_turn(context: RuleContext, dealings: Dealings, handing: Handing) -> _Sight | None:
    """The scanner that the same call runs next on the frame, in a loop over scanners."""
    at = dealings.handings.index(handing)
    for other in dealings.handings[at + 1 :]:
        if other.span != handing.span or other.ref != handing.ref or other.frame != handing.frame:
            continue
        readers = context.roster.of_unit(other.function.qualified_name)
        if readers and other.function.body != handing.function.body:
            use = Use(handing.frame, handing.name, handing.ref, handing.span)
            return _Sight(use, readers[-1], f"`{readers[-1]}` is given it next")
    return None


def _comes_after(context: RuleContext, handing: Handing, use: Use) -> bool:
    if use.name != handing.name or use.name == handing.target:
        return False
    if use.ref == handing.ref:
        return use.span >= handing.span[2:] and use.span[:2] >= handing.span[2:]
    return use.ref > handing.ref and runs_before(context.module, handing.ref, use.ref)


def _sight(
    context: RuleContext, dealings: Dealings, handing: Handing, use: Use, done: Effect
) -> _Sight | None:
    """What a read of the frame sees of the change, None if nothing."""
    part = context.module.parts[use.ref.part]
    start = (use.span.line - part.first_line, use.span.column)
    for other in dealings.handings:
        if other.ref == use.ref and other.frame == use.frame and _holds(other, use):
            readers = context.roster.of_unit(other.function.qualified_name)
            if readers and other.function.body != handing.function.body:
                return _Sight(use, readers[-1], f"`{readers[-1]}` is given it next")
    for call in part.by_statement.calls[use.ref.statement]:
        if any(given.value.kind == "name" and given.value.span[:2] == start for given in call.arguments):
            if call.name in _HARMLESS or call.callee == handing.function.name:
                return None
            return _Sight(use, "", f"`{call.name}` is given it next")
        if call.span[:2] == start and call.name in _WHOLE_METHODS:
            return _Sight(use, "", f"`{call.name}` writes it next")
    if _is_returned(part, use.ref.statement, start):
        return _Sight(use, "", "its caller returns it")
    for item in part.by_statement.items[use.ref.statement]:
        is_read = item.access != "write" and item.base == use.name and item.span[:2] == start
        if is_read and item.key in done.columns:
            return _Sight(use, "", f"its caller reads `{item.key}` next")
    return None


def _is_returned(part: Part, statement: int, start: tuple[int, int]) -> bool:
    return any(
        given.statement == statement
        and given.value is not None
        and given.value.kind == "name"
        and given.value.span[:2] == start
        for given in part.facts.returns
    )


def _holds(handing: Handing, use: Use) -> bool:
    return handing.span.start <= use.span.start and use.span.end <= handing.span.end


def _siblings(context: RuleContext, scanner: ScannerReadings, parameter: FunctionParameter) -> list[str]:
    """The other scanners of a class that take a frame of the same name, if the file calls none of them."""
    unit = scanner.unit
    if unit is None or unit.parent_kind != "class":
        return []
    if any(
        context.sharing.dealings_of(caller).to.get(unit.body)
        for caller in context.sharing.callers_of(unit.qualified_name)
    ):
        return []
    return [
        namespace
        for namespace in context.roster.in_class(unit.parent)
        if namespace != scanner.boundary.namespace
        and parameter.name in context.ask(_parameters_of, namespace)
    ]


def _parameters_of(context: RuleContext, namespace: str) -> frozenset[str]:
    """The names of the parameters of a scanner that is a function."""
    unit = context.readings_of(namespace).unit
    if unit is None or unit.kind != "function":
        return frozenset()
    return frozenset([known.name for known in context.frames.parameters(unit)])


def _finding(
    context: RuleContext, scanner: ScannerReadings, parameter: str, done: FrameWrites, sight: _Sight
) -> Diagnostic:
    namespace = scanner.boundary.namespace
    scanners = (namespace, sight.scanner) if sight.scanner else (namespace,)
    line = line_of(sight.use.span)
    return _diagnostic(
        _fixes(context, scanner, parameter),
        parameter,
        done,
        f"`{namespace}` changes `{parameter}`{_what(done)} without a copy, and {sight.words} (line {line})",
        scanners,
        [Related(sight.use.span, sight.words)],
    )


def _finding_among(
    context: RuleContext,
    scanner: ScannerReadings,
    parameter: str,
    done: FrameWrites,
    others: list[str],
) -> Diagnostic:
    namespace = scanner.boundary.namespace
    return _diagnostic(
        _fixes(context, scanner, parameter),
        parameter,
        done,
        f"`{namespace}` changes `{parameter}`{_what(done)} without a copy: called after it, {named(others)} "
        f"{plural(others, 'sees', 'see')} that",
        (namespace, *others),
        [],
    )


def _what(done: FrameWrites) -> str:
    columns = list(dict.fromkeys(write.column for write in done.in_place if write.column is not None))
    if not columns:
        return ""
    shown = ", ".join(f"`{column}`" for column in columns[:_MOST_COLUMNS])
    more = f" and {len(columns) - _MOST_COLUMNS} more" if len(columns) > _MOST_COLUMNS else ""
    return f" ({shown}{more})"


def _diagnostic(
    fixes: tuple[Fix, ...],
    parameter: str,
    done: FrameWrites,
    message: str,
    scanners: tuple[str, ...],
    related: list[Related],
) -> Diagnostic:
    first, *others = done.in_place
    return Diagnostic(
        code="ISO206",
        name="mutated-input-frame",
        severity="warning",
        subject=parameter,
        message=message,
        span=first.span,
        scanners=scanners,
        related=(*(_changed(write) for write in others), *related),
        fixes=fixes,
    )


def _fixes(context: RuleContext, scanner: ScannerReadings, parameter: str) -> tuple[Fix, ...]:
    if scanner.unit is None:
        return ()
    edit = body_insertion(context.module, scanner.unit, [f"{parameter} = {parameter}.copy()"])
    return (Fix(f"Work on a copy of `{parameter}`", "unsafe", (edit,)),) if edit is not None else ()


def _changed(write: ColumnWrite) -> Related:
    through = f" through `{write.via}`" if write.via else ""
    return Related(write.span, f"changed here too{through}")
