"""Tables: lists and dicts whose entries each define a scanner.

An entry defines one when it holds a condition: a string that spells one, or a lambda that compares
market data. Entries that only name a function (a registry) or give it numbers (a grid) define nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.clues import Clue, counted
from isoscan.boundaries.naming import name_clues
from isoscan.boundaries.screens import is_condition_text
from isoscan.boundaries.survey import Place, Survey
from isoscan.boundaries.vocabulary import column_weight, market_weight, word_set, words
from isoscan.facts.records import DictEntry
from isoscan.source.spans import Position, Span

PRIOR = -2.0

DEFINING = word_set(
    "logic condition conditions rule rules query filter filters scan_clause clause expr expression "
    "criteria when formula test predicate check scan screen entry entry_condition func function fn "
    "where definition"
)
NAMING_KEYS = ("name", "title", "label", "id", "scanner", "scan_name", "strategy")

# Containers named so hold texts for people, not definitions.
LABEL_WORDS = word_set(
    "column columns map rename message messages help menu menus menudict label labels text texts title "
    "titles doc docs description descriptions legend tooltip tooltips"
)

Path = tuple[str | int | float | bool | None, ...]


@dataclass(frozen=True, slots=True)
class TableEntry:
    """An entry that defines a scanner; lines are file lines, `name_span` the key or the whole entry."""

    name: str
    container: str
    place: Place
    start_line: int
    end_line: int
    definition_line: int
    name_span: Span
    clues: tuple[Clue, ...]


def table_entries(survey: Survey) -> Iterator[TableEntry]:
    """The entries of all tables of the module (top level and class attributes)."""
    for place in (*survey.script, *survey.classes):
        containers: dict[tuple[str, int], list[DictEntry]] = {}
        for entry in place.body.entries:
            containers.setdefault((entry.container, entry.statement), []).append(entry)
        for (container, _), entries in containers.items():
            yield from _of_container(survey, place, container, entries)


def _of_container(
    survey: Survey, place: Place, container: str, entries: list[DictEntry]
) -> Iterator[TableEntry]:
    by_path: dict[Path, DictEntry] = {}
    children: dict[Path, list[Path]] = {}
    for entry in entries:
        by_path[entry.path] = entry
        children.setdefault(entry.path[:-1], []).append(entry.path)
    units: dict[Path, list[DictEntry]] = {}
    market = _market_comparisons(place.body, entries[0].statement)
    for entry in entries:
        if _defines(entry, market):
            units.setdefault(_unit_path(entry, children), []).append(entry)
    units = {path: found for path, found in units.items() if path in by_path}
    if len(units) < 2:
        return
    for path, found in units.items():
        yield _entry(survey, place, container, path, by_path, children, found, len(units))


def _defines(entry: DictEntry, market: list[Position]) -> bool:
    value = entry.value
    if isinstance(value.value, str):
        return is_condition_text(value.value)
    if value.kind != "lambda" or not value.comparisons:
        return False
    place = bisect_left(market, value.span.start)
    return place < len(market) and market[place] < value.span.end


def _market_comparisons(body: Body, statement: int) -> list[Position]:
    """Where a statement's comparisons of market data begin, in order."""
    keys = {item.key for item in body.items.get(statement, ()) if item.key and column_weight(str(item.key))}
    return sorted(
        comparison.span.start
        for comparison in body.comparisons.get(statement, ())
        if any(side in keys or market_weight(side) for side in (comparison.subject, comparison.other))
    )


def _unit_path(entry: DictEntry, children: dict[Path, list[Path]]) -> Path:
    """The path of the whole definition that a condition belongs to."""
    path = entry.path
    if len(path) > 1 and (str(path[-1]).lower() in DEFINING or isinstance(path[-1], int)):
        path = path[:-1]
        if len(path) > 1 and str(path[-1]).lower() in DEFINING:
            path = path[:-1]
    if len(path) > 1 and isinstance(path[-2], int) and len(children.get(path[:-1], ())) == 1:
        path = path[:-1]
    return path


def _entry(
    survey: Survey,
    place: Place,
    container: str,
    path: Path,
    by_path: dict[Path, DictEntry],
    children: dict[Path, list[Path]],
    found: list[DictEntry],
    number: int,
) -> TableEntry:
    entry = by_path[path]
    named = _name(path, by_path, children)
    name, name_span = named if named else (f"{container}_{path[-1]}", entry.span)
    first = entry.span.line + place.first_line
    clues = [
        Clue("table", PRIOR, ""),
        Clue("table", 2.4, f"an entry of `{container}` that holds {counted(len(found), 'condition')}"),
        Clue("table", 0.8, f"one of {counted(number, 'such entry')}"),
        *(clue for clue in name_clues(name) if clue.weight > 0),
    ]
    if any(word in LABEL_WORDS for word in words(container)):
        clues.append(Clue("table", -1.5, f"`{container}` is named as something else"))
    return TableEntry(
        name=name,
        container=container,
        place=place,
        start_line=_start_line(survey, first),
        end_line=entry.span.end_line + place.first_line,
        definition_line=first,
        name_span=place.part.span(name_span),
        clues=tuple(clues),
    )


def _name(
    path: Path, by_path: dict[Path, DictEntry], children: dict[Path, list[Path]]
) -> tuple[str, Span] | None:
    for child in children.get(path, ()):
        value = by_path[child].value.value
        if str(child[-1]).lower() in NAMING_KEYS and isinstance(value, str):
            return value, by_path[child].value.span
    if isinstance(path[-1], str):
        return path[-1], by_path[path].key_span
    inner = children.get(path, ())
    if len(inner) == 1 and isinstance(inner[0][-1], str):
        return inner[0][-1], by_path[inner[0]].key_span
    return None


def _start_line(survey: Survey, first: int) -> int:
    """The first line of the comment attached above an entry, unless it disables a sibling."""
    start = first
    while start > 0:
        text = survey.lines[start - 1].strip()
        if not text.startswith("#") or text.lstrip("# ")[:1] in ("{", "(", "[", '"', "'", "=", "-", "─", "═"):
            break
        start -= 1
    return start
