"""Tables: lists and dicts whose entries each define a scanner.

An entry defines one when it holds a condition: a string that spells one, or a lambda that compares
market data. Entries that only name a function (a registry) or give it numbers (a grid) define nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.clues import Clue, counted
from isoscan.boundaries.naming import name_clues
from isoscan.boundaries.place import Place
from isoscan.boundaries.screens import is_condition_text
from isoscan.boundaries.survey import Survey
from isoscan.boundaries.vocabulary import column_weight, market_weight, word_set, words
from isoscan.facts.records import DictEntry, Traits
from isoscan.source.spans import Position, Span
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family

PRIOR = -2.0

DEFINING = word_set(
    "logic condition conditions rule rules query filter filters scan_clause clause expr expression "
    "criteria when formula test predicate check scan screen entry entry_condition func function fn "
    "where definition"
)
NAMING_KEYS = ("name", "title", "label", "id", "scanner", "scan_name", "strategy")

# Keys of remarks for people: what they say about the market decides nothing.
PROSE_KEYS = frozenset(
    {"description", "desc", "note", "notes", "comment", "help", "tooltip", "summary", "reason"}
)

# Containers named so hold texts for people, not definitions.
LABEL_WORDS = word_set(
    "column columns map rename message messages help menu menus menudict label labels text texts title "
    "titles doc docs description descriptions legend tooltip tooltips"
)

# How many entries beside one are compared with it: tables are regular, and the cost stays linear.
LOOKED_AT = 12

# What a table of thresholds is called, and how its keys and operators are.
SCREEN_WORDS = word_set(
    "filter filters screen screens screener screeners scan scans scanner scanners criteria strategy "
    "strategies preset presets rule rules setup setups signals conditions profiles"
)
BOUND_WORDS = word_set(
    "min max above below over under gt lt gte lte ge le least most threshold lower upper minimum maximum"
)
OPERATORS = word_set(
    "< > <= >= gt lt gte lte ge le above below crosses_above crosses_below between egreater eless"
)

Path = tuple[str | int | float | bool | None, ...]


class TableEntry(NamedTuple):
    """An entry that defines a scanner; lines are file lines, `name_span` the key or the whole entry."""

    name: str
    container: str
    place: Place
    start_line: int
    end_line: int
    definition_line: int
    name_span: Span
    clues: tuple[Clue, ...]


class Tables:
    """The entries of all tables of a module, part by part; everything read is tracked."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        module = survey.module
        self._found: Family[int, _Found] = Family(module.store, self._find)
        self._single: Index[int, None, None] = Index(module.store, self._count_single)
        module.parts.follow(self._single)

    def of_part(self, part: int) -> tuple[TableEntry, ...]:
        """The entries in a part; one that is alone in its table counts beside another such one only."""
        found = self._found(part)
        return (*found.several, *found.single) if found.single and self._counts_single() else found.several

    def _counts_single(self) -> bool:
        return len(self._single.of(None)) > 1

    def _count_single(self, part: int) -> dict[None, tuple[None, ...]]:
        single = self._found(part).single
        return {None: (None,) * len(single)} if single else {}

    def _find(self, part: int) -> _Found:
        survey = self._survey
        script = survey.script.unfollowed(part)
        several: list[TableEntry] = []
        single: list[TableEntry] = []
        for place in (*([script] if script else []), *survey.classes(part), *survey.functions(part)):
            containers: dict[tuple[str, int], list[DictEntry]] = {}
            for entry in place.body.entries:
                containers.setdefault((entry.container, entry.statement), []).append(entry)
            for entries in containers.values():
                entries += _given_to_makers(place.body, entries)
            for (container, _), entries in containers.items():
                found = list(_of_container(survey, place, container, entries))
                if len(found) > 1:
                    several += found
                elif len({entry.path[:1] for entry in entries}) == 1:
                    single += found
        return _Found(tuple(several), tuple(single))


class _Found(NamedTuple):
    """The entries of tables with several, and those that are alone in theirs."""

    several: tuple[TableEntry, ...]
    single: tuple[TableEntry, ...]


def _given_to_makers(body: Body, entries: list[DictEntry]) -> list[DictEntry]:
    """What the entries that are records (`Scan(name="gap", min_gap=4)`) are given, as entries below them."""
    records = {
        (entry.value.span.start, entry.value.span.end): entry
        for entry in entries
        if entry.value.kind == "call" and entry.value.callee.rsplit(".", 1)[-1][:1].isupper()
    }
    if not records:
        return []
    return [
        DictEntry(
            entry.container,
            (*entry.path, argument.keyword or position),
            argument.value.span,
            argument.value.span,
            argument.value,
            entry.scope,
            entry.statement,
        )
        for call in body.calls.get(entries[0].statement, ())
        if (entry := records.get((call.span.start, call.span.end))) is not None
        for position, argument in enumerate(call.arguments)
        if not argument.star
    ]


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
    if not units and place.unit is None:
        units = _conditions_kept(place.body, entries, market)
    if not units and any(word in SCREEN_WORDS for word in words(container)):
        units = _threshold_sets(entries, children) or _filter_sets(entries)
    units = {path: found for path, found in units.items() if path in by_path}
    for path, found in units.items():
        yield _entry(survey, place, container, path, by_path, children, found, len(units))


def _defines(entry: DictEntry, market: list[Position]) -> bool:
    value = entry.value
    if isinstance(value.value, str):
        return str(entry.path[-1]).lower() not in PROSE_KEYS and is_condition_text(value.value)
    if value.kind != "lambda" or not value.comparisons:
        return False
    return _holds_one(value.span, market)


def _conditions_kept(
    body: Body, entries: list[DictEntry], market: list[Position]
) -> dict[Path, list[DictEntry]]:
    """Entries of a script's dict that are boolean series (`{"dip": df["rsi"] < 30, ...}`), if most are."""
    columns = sorted(item.span.start for item in body.items.get(entries[0].statement, ()))
    kept = [
        entry
        for entry in entries
        if entry.value.traits & Traits.BOOLEAN
        and entry.value.comparisons
        and _holds_one(entry.value.span, market)
        and _holds_one(entry.value.span, columns)
    ]
    mostly = len(kept) > 1 and 3 * len(kept) > 2 * len(entries)
    return {entry.path: [entry] for entry in kept} if mostly else {}


def _holds_one(span: Span, places: list[Position]) -> bool:
    """Whether one of some places, which are in order, lies in a span."""
    at = bisect_left(places, span.start)
    return at < len(places) and places[at] < span.end


def _threshold_sets(
    entries: list[DictEntry], children: dict[Path, list[Path]]
) -> dict[Path, list[DictEntry]]:
    """Entries of a screener's table that each give two or more bounds on market data."""
    units: dict[Path, list[DictEntry]] = {}
    for entry in entries:
        if len(entry.path) > 1 and _is_bound(entry):
            units.setdefault(_outermost(entry.path, children), []).append(entry)
    whole = {path: found for path, found in units.items() if _mostly(found, path, entries)}
    return whole if len(whole) > 1 else {}


def _filter_sets(entries: list[DictEntry]) -> dict[Path, list[DictEntry]]:
    """Entries that each keep their settings under a key such as `filters`: most of them bounds on the market.

    Entries of one table speak for one another: one without a bound of its own (`"stage": 2`) counts, too.
    """
    units: dict[Path, list[DictEntry]] = {}
    for entry in entries:
        value = entry.value
        if value.constant and value.value is not None and not isinstance(value.value, str):
            depth = next((at for at, key in enumerate(entry.path[:-1]) if str(key).lower() in DEFINING), 0)
            if depth:
                units.setdefault(entry.path[:depth], []).append(entry)
    telling = [found for found in units.values() if _tells_bounds(found)]
    return units if len(units) > 1 and 2 * len(telling) > len(units) else {}


def _tells_bounds(settings: list[DictEntry]) -> bool:
    """Whether one of the settings is a bound, and one is about market figures."""
    keys = [[str(key) for key in entry.path if isinstance(key, str)] for entry in settings]
    return any(any(word in BOUND_WORDS for word in words(path[-1])) for path in keys if path) and any(
        market_weight(key) for path in keys for key in path
    )


def _mostly(bounds: list[DictEntry], path: Path, entries: list[DictEntry]) -> bool:
    """Whether bounds are most of what an entry says: settings of an indicator hold periods as well."""
    displays = {entry.path for entry in entries if isinstance(entry.value.value, tuple)}
    told = sum(
        entry.path[: len(path)] == path
        and entry.path[:-1] not in displays
        and entry.value.constant
        and not isinstance(entry.value.value, str)
        for entry in entries
    )
    return len(bounds) > 1 and 4 * len(bounds) >= 3 * told


def _outermost(path: Path, children: dict[Path, list[Path]]) -> Path:
    """The outermost entry around a bound that stands beside another one with entries of its own."""
    for depth in range(1, len(path)):
        beside = children.get(path[: depth - 1], ())[:LOOKED_AT]
        if sum(1 for other in beside if other in children) > 1:
            return path[:depth]
    return path[:-1]


def _is_bound(entry: DictEntry) -> bool:
    """Whether an entry bounds a market figure: `"min_roe": 0.15`, `"pe": (0, 15)`, `"operator": "<"`."""
    value = entry.value.value
    if isinstance(value, str):
        return value in OPERATORS
    keys = [key for key in entry.path if isinstance(key, str)]
    if not any(market_weight(key) for key in keys):
        return False
    if isinstance(value, tuple):
        if not value:
            return False
        told = any(isinstance(part, (int, float)) for part in value) or value[0] in OPERATORS
        return len(value) == 2 and told
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    number = number and isinstance(entry.path[-1], str)
    return number and bool(keys) and any(word in BOUND_WORDS for word in words(keys[-1]))


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
    for depth in range(1, len(path)):
        if _is_one_of_a_kind(path[:depth], children):
            return path[:depth]
    if len(path) > 1 and (str(path[-1]).lower() in DEFINING or isinstance(path[-1], int)):
        path = path[:-1]
        if len(path) > 1 and str(path[-1]).lower() in DEFINING:
            path = path[:-1]
    if len(path) > 1 and isinstance(path[-2], int) and len(children.get(path[:-1], ())) == 1:
        path = path[:-1]
    return path


def _is_one_of_a_kind(path: Path, children: dict[Path, list[Path]]) -> bool:
    """Whether an entry holds entries of its own, under keys that one beside it has as well."""
    own = {child[-1] for child in children.get(path, ())}
    if not own:
        return False
    beside = children.get(path[:-1], ())[:LOOKED_AT]
    return any(
        other != path and any(child[-1] in own for child in children.get(other, ())) for other in beside
    )


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
        start_line=_start_line(survey, place, first),
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
    first = by_path.get((*path, 0))
    if first is not None and isinstance(first.value.value, str) and 2 < len(first.value.value) < 40:
        return first.value.value, first.value.span
    inner = children.get(path, ())
    if len(inner) == 1 and isinstance(inner[0][-1], str):
        return inner[0][-1], by_path[inner[0]].key_span
    return None


def _start_line(survey: Survey, place: Place, first: int) -> int:
    """The first line of the comment attached above an entry, unless it disables a sibling."""
    start = first
    while start > place.first_line:
        text = survey.module.line(start - 1).strip()
        if not text.startswith("#") or text.lstrip("# ")[:1] in ("{", "(", "[", '"', "'", "=", "-", "─", "═"):
            break
        start -= 1
    return start
