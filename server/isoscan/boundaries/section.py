"""Sections: stretches of a script that are scanners without a def.

Two shapes are known: banners (or `# %%` cells) that cut the script, and one block of statements that is
repeated with other numbers. Sections must decide something each on its own: stages that hand their
selection on to the next stage are one scanner, and then the script is it.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from isoscan.boundaries.clues import Clue, counted, probability, total
from isoscan.boundaries.naming import name_clues
from isoscan.boundaries.passages import title_of
from isoscan.boundaries.place import Place
from isoscan.boundaries.ranges import Headings
from isoscan.boundaries.reading import reads_of
from isoscan.boundaries.screens import condition_texts
from isoscan.boundaries.survey import Survey
from isoscan.facts.records import Banner
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span

PRIOR = -2.0

CELL_KINDS = ("markdown", "code", "codecell", "cell", "md", "raw", "")
_MARKDOWN = lazily(r"#\s(#{1,4})\s")
LONGEST_BLOCK = 40


@dataclass(slots=True, repr=False, eq=False)
class Section:
    """A stretch of top-level code; lines are file lines, inclusive."""

    name: str
    start_line: int
    end_line: int
    definition_line: int
    name_span: Span
    places: list[Place]
    clues: list[Clue] = field(default_factory=list)

    @property
    def log_odds(self) -> float:
        """All clues together, in log-odds."""
        return total(self.clues)


@dataclass(slots=True, repr=False, eq=False)
class _Content:
    """What the top-level code of some places does: comparisons, condition texts, outputs."""

    tests: int
    texts: int
    outputs: int
    prints: int


def sections(survey: Survey, headings: Headings) -> list[Section]:
    """The sections that scan, at least two of them, or none."""
    if survey.script.telling < 2:
        return []
    repeated = list(_repeated(survey, headings))
    bannered = [] if repeated and not _may_cut(headings) else _in_company(list(_bannered(survey, headings)))
    found = bannered if not repeated or _hold_one_each(bannered, repeated) else repeated
    likely = [section for section in found if probability(section.log_odds) >= 0.3]
    return found if len(likely) >= 2 else []


def _may_cut(headings: Headings) -> bool:
    """Whether there are banners enough to cut a script."""
    return len(headings.banners) > 1


def _hold_one_each(bannered: list[Section], repeated: list[Section]) -> bool:
    """Whether each of the repeated blocks stands between banners of its own: these say where it begins."""
    around = [
        [section.name for section in bannered if section.start_line <= block.start_line <= section.end_line]
        for block in repeated
    ]
    names = {name for names in around for name in names}
    return all(around) and len(names) == len(repeated)


def _in_company(found: list[Section]) -> list[Section]:
    """Sections that each decide something for themselves speak for one another."""
    deciding = [section for section in found if all(clue.weight > -1.5 for clue in section.clues[1:])]
    if len(deciding) > 1:
        beside = counted(len(deciding) - 1, "other section")
        for section in deciding:
            weight = min(1.0, 0.4 * (len(deciding) - 1))
            section.clues.append(Clue("section", weight, f"stands beside {beside} that decide something"))
    return found


def content_of(places: list[Place]) -> _Content:
    """What some places of the script do together."""
    return _Content(
        tests=sum(place.flow.compared for place in places),
        texts=sum(condition_texts(place.body) for place in places),
        outputs=sum(
            count for place in places for kind, count in place.outputs.counts.items() if kind != "print"
        ),
        prints=sum(
            call.callee == "print" for p in places for calls in p.body.calls.values() for call in calls
        ),
    )


def _bannered(survey: Survey, headings: Headings) -> Iterator[Section]:
    titled = _headings(survey, headings)
    script = survey.script.places
    if len(titled) < 2 or not script:
        return
    passed: set[str] = set()
    starts = [_first(place) for place in script]
    defs = sorted(unit.span.line for unit in survey.module.units)
    for position, banner in enumerate(titled):
        last = titled[position + 1].start_line - 1 if position + 1 < len(titled) else sys.maxsize
        places = script[bisect_right(starts, banner.end_line) : bisect_right(starts, last)]
        handed_on = bool(passed & _read_before_bound(places))
        if not places or bisect_right(defs, banner.end_line) < bisect_right(defs, last):
            passed |= _selected(places)
            continue
        content = content_of(places)
        passed |= _selected(places)
        if not content.tests and not content.texts:
            continue
        first = _first(places[0])
        start = banner.start_line if _attached(survey, banner.end_line, first) else first
        title = banner.title or _printed(places) or f"cell {position + 1}"
        clues = _clues(content, title)
        if handed_on:
            clues.append(Clue("section", -2.5, "goes on with what an earlier section selected"))
        span = _line_span(survey, banner.start_line)
        yield Section(title, start, _last(places), first, span, places, clues)


def _line_span(survey: Survey, line: int) -> Span:
    return Span(line, 0, line, len(survey.module.line(line).rstrip("\r\n")))


def _headings(survey: Survey, headings: Headings) -> list[Banner]:
    """The banners that cut the script: titles before bare cells, of the outermost level that repeats."""
    banners = [banner for banner in headings.banners if banner.title or banner.cell]
    titled = [banner for banner in banners if banner.title and banner.title.strip("[]") not in CELL_KINDS]
    levels = [(_level(survey, banner), banner) for banner in titled]
    marked = sorted(level for level, _ in levels if level)
    outermost = next((level for level in marked if marked.count(level) > 1), 9)
    titled = [banner for level, banner in levels if level <= outermost]
    return titled if sum(not banner.cell for banner in titled) > 1 else banners


def _level(survey: Survey, banner: Banner) -> int:
    """How deep a Markdown heading is (`# ## Title`: 2), 0 for other banners."""
    match = _MARKDOWN.match(survey.module.line(banner.start_line).strip())
    return len(match[1]) if match else 0


def _attached(survey: Survey, banner_end: int, first: int) -> bool:
    return all(text.strip() for _, text in survey.module.lines_between(banner_end, first))


def _repeated(survey: Survey, headings: Headings) -> Iterator[Section]:
    places = [place for place in survey.script.places if not _is_import(place)]
    places = [place for place in places if not _is_shown(place)]
    shapes = [_shape(place) for place in places]
    run = _longest_repetition(shapes)
    if run is None:
        return
    begin, period, times = run
    blocks = [places[begin + k * period : begin + (k + 1) * period] for k in range(times)]
    for number, block in enumerate(blocks, 1):
        content = content_of(block)
        if not content.tests and not content.texts:
            continue
        first = block[0]
        statement = first.statement(first.body.own[0])
        attached = statement.attached_line + first.first_line
        banner = headings.banner_within(attached, _first(first))
        above = first.part.lines[statement.attached_line : statement.span.line]
        told = (banner.title if banner else "") or next(filter(None, map(title_of, above)), "")
        title = told or _printed(block) or f"section {number}"
        deciding = next((p for p in block if p.flow.compared or condition_texts(p.body)), first)
        clues = _clues(content, title)
        clues.append(
            Clue("section", 1.2, f"one of {times} blocks of the same {counted(period, 'statement')}")
        )
        span = _line_span(survey, _first(first))
        yield Section(title, attached, _last(block), _first(deciding), span, block, clues)


def _longest_repetition(shapes: list[str]) -> tuple[int, int, int] | None:
    """Where a run of statements is repeated right behind itself: begin, period, times."""
    best: tuple[int, int, int] | None = None
    covered = 3
    for period in range(2, min(LONGEST_BLOCK, len(shapes) // 2) + 1):
        same = 0
        for index in range(len(shapes) - period + 1):
            if index + period < len(shapes) and shapes[index] == shapes[index + period]:
                same += 1
                continue
            times = same // period + 1
            if times > 1 and times * period > covered:
                covered = times * period
                best = (index - same, period, times)
            same = 0
    return best


def _shape(place: Place) -> str:
    statement = place.statement(place.body.own[0])
    targets = ",".join(
        f"{assignment.target}[{assignment.key if assignment.is_item else ''}]"
        for assignment in place.body.assignments
        if assignment.statement == place.body.own[0]
    )
    calls = place.body.calls.get(place.body.own[0], [])
    return f"{statement.kind}:{targets}:{calls[0].callee if calls else ''}"


def _clues(content: _Content, title: str) -> list[Clue]:
    clues = [Clue("section", PRIOR, "")]
    if content.tests:
        weight = 1.0 if content.tests == 1 else 1.8
        clues.append(Clue("section", weight, f"makes {counted(content.tests, 'comparison')} of market data"))
    if content.texts:
        clues.append(Clue("section", 1.8, f"holds {counted(content.texts, 'condition')} as text"))
    if content.outputs:
        clues.append(Clue("section", 1.4, "keeps what meets its conditions"))
    elif content.prints and (content.texts or content.tests):
        clues.append(Clue("section", 0.9, "prints what it finds"))
    else:
        clues.append(Clue("section", -1.5, "keeps nothing that depends on them"))
    clues.extend(name_clues(title))
    return clues


def _printed(places: list[Place]) -> str:
    """The first constant text that the code prints: what its author calls it."""
    for place in places:
        for index in place.body.own:
            for call in place.body.calls.get(index, ()):
                if call.callee == "print" and len(call.arguments) == 1:
                    text = call.arguments[0].value.value
                    if isinstance(text, str) and text.strip():
                        return text.strip()
    return ""


def _selected(places: list[Place]) -> set[str]:
    """Names that hold what some places selected."""
    selected: set[str] = set()
    for place in places:
        bound = {use.name for uses in place.body.names.values() for use in uses if use.access == "bind"}
        used = bound | {call.root for calls in place.body.calls.values() for call in calls}
        selected |= (place.flow.filtered & bound) | (place.flow.decided & bound)
        if place.outputs.counts.get("hits"):
            selected |= place.flow.collectors & used
    return selected


def _read_before_bound(places: list[Place]) -> set[str]:
    bound: set[str] = set()
    read: set[str] = set()
    for place in places:
        for index in place.body.own:
            uses = place.body.names.get(index, [])
            read |= reads_of(uses) - bound
            bound |= {use.name for use in uses if use.access == "bind"}
    return read


def _is_shown(place: Place) -> bool:
    """Whether a statement is only there to be seen in a notebook (`data`, `data.head()` on its own line)."""
    index = place.body.own[0]
    return place.statement(index).kind == "expression" and not place.body.calls.get(index)


def _is_import(place: Place) -> bool:
    return place.statement(place.body.own[0]).kind in ("import", "function", "class")


def _first(place: Place) -> int:
    return place.statement(place.body.own[0]).span.line + place.first_line


def _last(places: list[Place]) -> int:
    return max(
        place.statement(index).span.end_line + place.first_line
        for place in places
        for index in place.body.own
    )
