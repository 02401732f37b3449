"""Several scanners one after another in a script, a def or a loop, told apart by what their code speaks of.

No banner, def or mask says where such a scanner begins. What it puts its hits into does
(`gaps.append(...)`, `fades = df[...]`): each of these is an anchor. Between the anchors of two scanners (see
`grouping`) the code is cut where names, columns and vocabulary change (see `cohesion`), never between what is
computed and what reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from isoscan.boundaries.anchors import outputs_in
from isoscan.boundaries.clues import Clue, counted, total
from isoscan.boundaries.cohesion import best_cuts, cohesions
from isoscan.boundaries.grouping import Group, Users, groups_of, users_of
from isoscan.boundaries.naming import name_clues
from isoscan.boundaries.passages import Level, Passage, level_of, passages_beside, passages_of
from isoscan.boundaries.place import Place
from isoscan.boundaries.section import Section
from isoscan.boundaries.survey import Survey
from isoscan.boundaries.vocabulary import setup_name
from isoscan.source.spans import Span
from isoscan.tracking.store import Family

PRIOR = -2.2

# No more is believed of what no labelled file has shown so far: its author is to look (`needs_review`).
MOST = 1.0


@dataclass(slots=True, repr=False, eq=False)
class Block:
    """A stretch of passages that is a scanner of its own; lines are core lines, inclusive."""

    name: str
    start_line: int
    end_line: int
    definition_line: int
    name_span: Span
    clues: list[Clue] = field(default_factory=list)

    @property
    def log_odds(self) -> float:
        """All clues together, in log-odds."""
        return total(self.clues)


class Semantics:
    """Tells scanners apart that stand one after another in a module's script; what it reads is tracked."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        store = survey.module.store
        self._passages: Family[int, tuple[Passage, ...]] = Family(store, self._find_passages)
        self._inner: Family[int, tuple[Passage, ...]] = Family(store, self._find_inner)

    def of_script(self) -> list[Block]:
        """The scanners of the top-level code, two at least, or none."""
        script = self._survey.script
        if not script.telling:
            return []
        passages = [passage for part in script.working_parts for passage in self._passages(part)]
        anchors = [passage for passage in passages if passage.outputs]
        if len(anchors) != 1:
            return blocks_in(passages, ()) if anchors else []
        inner = self._inner(self._survey.module.parts.index_around(anchors[0].first_line))
        return blocks_in(inner, [passage for passage in passages if passage is not anchors[0]])

    def speak_of(self, found: list[Section]) -> None:
        """Add to sections what holds the code of each together, and what it shares with the others."""
        inside = {place.part.index for section in found for place in section.places}
        said = {part: self._passages(part) for part in self._survey.script.working_parts}
        common = _spoken_in(
            [each for part, passages in said.items() if part not in inside for each in passages]
        )
        parts = [dict.fromkeys(place.part.index for place in section.places) for section in found]
        stretches = [
            [names for part in own for passage in said.get(part, ()) for names in passage.names]
            for own in parts
        ]
        for section, stretch, held in zip(found, stretches, cohesions(stretches, common), strict=True):
            clues = _cohesion_clues(len(stretch), *held)
            section.clues += [clue._replace(weight=clue.weight / 4) for clue in clues]

    def _find_passages(self, part: int) -> tuple[Passage, ...]:
        place = self._survey.script.place(part)
        if place is None:
            return ()
        return passages_of(place, outputs_in(place, shows=True), (place.body.statement, ""))

    def _find_inner(self, part: int) -> tuple[Passage, ...]:
        place = self._survey.script.place(part)
        return _passages_within(place, shows=True)[0] if place is not None else ()


def blocks_of(place: Place) -> list[Block]:
    """The scanners that stand one after another in a def, none if it is one scanner or something else."""
    passages, level = _passages_within(place, shows=False)
    return blocks_in(passages, passages_beside(place, level)) if passages else []


def _passages_within(place: Place, shows: bool) -> tuple[tuple[Passage, ...], Level]:
    """The passages of the innermost block that puts out different things, and what block that is."""
    outputs = outputs_in(place, shows)
    level = level_of(place, outputs) if len({output.name for output in outputs}) > 1 else None
    return (passages_of(place, outputs, level), level) if level is not None else ((), (-1, ""))


def blocks_in(passages: Sequence[Passage], beside: Sequence[Passage]) -> list[Block]:
    """The scanners that stand one after another in some passages, two of them at least, or none.

    `beside` are passages around these that may use what they put out.
    """
    users = users_of(passages)
    groups = groups_of(passages, users, beside)
    if not groups:
        return []
    _cut(passages, users, groups)
    return _blocks(passages, groups)


def _cut(passages: Sequence[Passage], users: Users, groups: list[Group]) -> None:
    """Give each group its first and last passage."""
    windows = [range(groups[0].first + 1)]
    windows += [_window(passages, users, earlier, later) for earlier, later in pairwise(groups)]
    end = groups[-1].last + 1
    cuts = best_cuts([p.terms for p in passages[:end]], windows, [p.begins for p in passages])
    bounds = [*cuts, len(passages)]
    results = {name for group in groups for name in group.names}
    for number, group in enumerate(groups):
        group.start = _first_own(users, group, bounds[number], bounds[number + 1])
        group.end = _last_own(passages, results, group, bounds[number + 1])


def _window(passages: Sequence[Passage], users: Users, earlier: Group, later: Group) -> range:
    """Where a cut may be: below what goes on with the one group, above what prepares the other."""
    lowest = earlier.last + 1
    results = set(earlier.names)
    for position in range(lowest, later.first):
        if not results.isdisjoint(passages[position].reads):
            lowest = position + 1
            results |= passages[position].binds
    highest = later.first
    for position in range(later.first - 1, lowest - 1, -1):
        if any(at >= highest for at in users[position]):
            highest = position
    return range(lowest, max(lowest, highest) + 1)


def _first_own(users: Users, group: Group, lowest: int, limit: int) -> int:
    """The first passage of a group: above its anchor, as far as nothing else uses what is bound there."""
    start = group.first
    while start > lowest and users[start - 1] and all(at < limit for at in users[start - 1]):
        start -= 1
    return start


def _last_own(passages: Sequence[Passage], all_results: set[str], group: Group, limit: int) -> int:
    """The last passage of a group: below its anchor, as far as its results and no others are used."""
    end = group.last
    results = group.names
    others = all_results - results
    for position in range(group.last + 1, limit):
        passage = passages[position]
        if results.isdisjoint(passage.reads) or not others.isdisjoint(passage.reads):
            break
        results |= passage.binds
        end = position
    return end


def _blocks(passages: Sequence[Passage], groups: Sequence[Group]) -> list[Block]:
    stretches = [
        [names for passage in passages[group.start : group.end + 1] for names in passage.names]
        for group in groups
    ]
    inside = {at for group in groups for at in range(group.start, group.end + 1)}
    common = _spoken_in([passage for at, passage in enumerate(passages) if at not in inside])
    held = cohesions(stretches, common)
    found = []
    for number, group in enumerate(groups):
        own = passages[group.start : group.end + 1]
        title = _title(own, own[group.first - group.start], group)
        clues = [
            Clue("semantic", PRIOR, ""),
            *_decision_clues(own, group),
            *_cohesion_clues(len(stretches[number]), *held[number]),
            Clue(
                "semantic",
                min(1.0, 0.5 * (len(groups) - 1)),
                f"stands beside {counted(len(groups) - 1, 'other block')} with results of their own",
            ),
        ]
        if title:
            clues.append(Clue("semantic", 0.5, f'is called "{title}" by its author'))
        name = title or group.name
        clues.extend(clue for clue in name_clues(name) if clue.weight > 0)
        if (sure := total(clues)) > MOST:
            clues.append(
                Clue("semantic", MOST - sure, "is told from its neighbours by what it speaks of alone")
            )
        head = own[0]
        found.append(
            Block(
                name=name,
                start_line=head.head.line,
                end_line=own[-1].end_line,
                definition_line=head.first_line,
                name_span=head.head,
                clues=clues,
            )
        )
    return found


def _spoken_in(passages: Sequence[Passage]) -> frozenset[str]:
    return frozenset().union(*(names for passage in passages for names in passage.names))


def _title(own: Sequence[Passage], anchor: Passage, group: Group) -> str:
    """What the author calls a group: in a comment, or in what is printed; "" if its results tell."""
    title = own[0].title or anchor.title
    if title or (len(group.names) == 1 and setup_name(group.name)):
        return title
    return next((passage.printed for passage in own if passage.printed), "")


def _decision_clues(own: Sequence[Passage], group: Group) -> list[Clue]:
    tests = sum(passage.tests for passage in own)
    if not tests:
        return [Clue("semantic", -4.0, "compares no market data itself")]
    weight = 0.9 if tests == 1 else 1.6 if tests < 4 else 2.0
    names = ", ".join(f"`{name}`" for name in sorted(group.names)[:3])
    return [
        Clue("semantic", weight, f"makes {counted(tests, 'comparison')} of market data"),
        Clue("semantic", 1.2, f"puts what meets them into {names}"),
    ]


def _cohesion_clues(number: int, within: int, across: int) -> list[Clue]:
    """What shared words say: a lone statement shares nothing with itself."""
    reason = (
        f"its {counted(number, 'statement')} share {counted(within, 'name')} with each other "
        f"and {across} with their neighbours"
    )
    if number == 1:
        reason = f"its one statement shares {counted(across, 'name')} with its neighbours"
        return [Clue("semantic", 0.2 if across < 3 else -0.2, reason)]
    if not within and not across:
        return []
    weight = 0.8 if within >= 2 * across else 0.4 if within >= across else -0.6
    return [Clue("semantic", weight, reason)]
