"""A scanner changes module state that another scanner reads.

## What it does
Finds scanners that, when they run, bind a module-level name (`global`), set an item or an attribute of a
module-level object, or change it by a method such as `append` or `update`, themselves or through a helper,
where another scanner reads the same thing. So is it with attributes of an object whose methods are
scanners, and with names of a function that defines scanners (`nonlocal`).

## Why is this bad?
The second scanner's result depends on whether, and how often, the first one ran before it. In another order,
in parallel, or on its own it finds something else.

## Known problems
Caches (a value that is only set where it was missing, by all who read it), logs, counters and names that say
so are left alone. So is a scanner that sets the value itself before it reads it. What is changed through
objects that the file does not define, or through computed names in `globals()`, is not seen. Where a name may
stand for the module's dict or for a copy, depending on a branch, it is taken for the module's.

## Example
```python
P = {"gap_min": 0.04, "volume_min": 500_000}


def scan_quiet_gap(df):
    P["volume_min"] = 100_000
  # ^^^^^^^^^^^^^^^ ISO204 mutated-shared-state
    return df[(df["gap"] > 0.02) & (df["volume"] > P["volume_min"])]


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]
```

## Use instead
```python
P = {"gap_min": 0.04, "volume_min": 500_000}


def scan_quiet_gap(df):
    volume_min = 100_000
    return df[(df["gap"] > 0.02) & (df["volume"] > volume_min)]


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]
```

## Options
`shared-globals` names further shell patterns (`DESK_*`) of values that every scanner may use.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.model.module import StatementRef
from isoscan.parameters.bindings import Place
from isoscan.parameters.reading import Reading, ScannerReadings
from isoscan.parameters.words import FRAMES, says
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Related
from isoscan.rules.module_state import Name, StateWrite, state_readings, state_writes
from isoscan.rules.state_places import concerns
from isoscan.rules.wording import line_of, named, plural, read_by
from isoscan.source.spans import Span

_Writes = dict[str, list[StateWrite]]
_Readings = dict[str, list[Reading]]


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at the first write of each place that one scanner changes and another reads."""
    for name in context.state.changed_in(part):
        for finding in context.ask(_findings_on, name):
            if context.module.parts.index_around(finding.span.line) == part:
                yield finding


def _findings_on(context: RuleContext, name: Name) -> tuple[Diagnostic, ...]:
    """The findings on what one name holds."""
    changes = context.state.changes_of(name)
    by_place: dict[Place, _Writes] = {}
    writes_of: _Writes = {}
    for namespace in context.state.writers_of(name):
        found = state_writes(context, context.readings_of(namespace), name, changes)
        writes_of[namespace] = found
        for write in found:
            by_place.setdefault(write.place, {}).setdefault(namespace, []).append(write)
    if not by_place:
        return ()
    read = []
    for namespace in context.state.readers_of(name):
        scanner = context.readings_of(namespace)
        read.append((scanner, state_readings(context, scanner, name)))
    findings = []
    for place, all_writes in sorted(by_place.items(), key=lambda item: _first(item[1])):
        writes = _that_matter(all_writes)
        fillers = all_writes if all(write.fills for found in writes.values() for write in found) else {}
        filling = {_unit_at(context, write.ref) for found in fillers.values() for write in found}
        readings: _Readings = {}
        for scanner, readable in read:
            namespace = scanner.boundary.namespace
            if writes.keys() - {namespace} and namespace not in fillers:
                own = writes_of.get(namespace, [])
                mine = [
                    reading
                    for other, reading in readable
                    if concerns(other, place)
                    and not _reads_other_columns(other, place)
                    and (not filling or _unit_at(context, reading.ref) not in filling)
                    and not _is_set_before(context, scanner, own, place, other, reading)
                ]
                if mine:
                    readings[namespace] = mine
        if readings:
            findings.append(_finding(context, place, writes, readings))
    return tuple(findings)


def _that_matter(writes: _Writes) -> _Writes:
    """The writes that give something else; where all only fill what is missing, these."""
    changing = {name: [write for write in found if not write.fills] for name, found in writes.items()}
    return {name: found for name, found in changing.items() if found} or writes


def _unit_at(context: RuleContext, ref: StatementRef) -> str:
    """The qualified name of the def around a statement."""
    unit = context.module.enclosing_unit(ref.part, context.module.statement(ref).scope)
    return unit.qualified_name if unit is not None else ""


def _reads_other_columns(read: Place, changed: Place) -> bool:
    """Whether a frame is read, of which only a column is changed: whoever decides by that one names it."""
    return len(read.path) < len(changed.path) and says(changed.name, FRAMES)


def _is_set_before(
    context: RuleContext,
    scanner: ScannerReadings,
    own: list[StateWrite],
    changed: Place,
    read: Place,
    reading: Reading,
) -> bool:
    """Whether the scanner gives what is changed and read a value of its own at the start of every run."""
    if scanner.unit is None or reading.ref not in scanner.slice.own:
        return False
    path = max(changed.path, read.path, key=len)
    for write in own:
        statement = context.module.statement(write.ref)
        always = StatementRef(write.ref.part, statement.parent) == scanner.unit.ref
        covers = write.place[:2] == read[:2] and path[: len(write.place.path)] == write.place.path
        if always and covers and (write.whole or _empties(context, write)) and write.span < reading.span:
            return True
    return False


def _empties(context: RuleContext, write: StateWrite) -> bool:
    calls = context.module.parts[write.ref.part].by_statement.calls[write.ref.statement]
    return any(call.name == "clear" for call in calls)


def _first(writes: _Writes) -> Span:
    return min(write.span for found in writes.values() for write in found)


def _finding(context: RuleContext, place: Place, writes: _Writes, readings: _Readings) -> Diagnostic:
    subject = context.description.workshop.subject_of(place)
    writers = list(writes)
    readers = list(readings)
    writer = next(name for name in writers if readings.keys() - {name})
    first = min(writes[writer], key=lambda write: write.span)
    related = [
        Related(
            write.span, f"changed by scanner `{namespace}`" + (f" through `{write.via}`" if write.via else "")
        )
        for namespace, found in writes.items()
        for write in found
        if write.span != first.span
    ]
    for namespace, found_readings in readings.items():
        related.extend(read for read in read_by(namespace, found_readings) if read.span != first.span)
    through = f" through `{first.via}`" if first.via else ""
    others = [reader for reader in readers if reader != writer]
    line = line_of(min(reading.span for reading in readings[others[0]]))
    return Diagnostic(
        code="ISO204",
        name="mutated-shared-state",
        severity="warning",
        subject=subject,
        message=(
            f"`{writer}` changes `{subject}`{through}, and {named(others)} "
            f"{plural(others, 'reads', 'read')} it (line {line}): the result depends on which ran before"
        ),
        span=first.span,
        scanners=tuple(dict.fromkeys((*writers, *readers))),
        related=tuple(dict.fromkeys(related)),
    )
