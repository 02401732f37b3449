"""Several scanners one after another in a script, a def or a loop, told apart by what holds their code together.

No banner, def or mask says where such a scanner begins. What it puts its hits into does (`gaps.append(...)`,
`fades = df[...]`): each of these is an anchor. Between two anchors the code is cut where names, columns and
vocabulary change (see `cohesion`), never between what is computed and what reads it. Results that are made
out of one another, or of which one decision is made, are stages of one scanner and stay together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from isoscan.boundaries.clues import Clue, counted, total
from isoscan.boundaries.cohesion import best_cuts, cohesion
from isoscan.boundaries.naming import name_clues
from isoscan.boundaries.passages import Output, Passage, level_of, outputs_in, passages_beside, passages_of
from isoscan.boundaries.place import Place
from isoscan.boundaries.survey import Survey
from isoscan.boundaries.vocabulary import setup_name
from isoscan.source.spans import Span
from isoscan.tracking.store import Family

PRIOR = -1.6


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


@dataclass(slots=True, repr=False, eq=False)
class _Group:
    """Anchors that belong together: positions of passages, and the outputs with where each was begun."""

    first: int
    last: int
    outputs: dict[tuple[str, int], Output]
    start: int = 0
    end: int = 0

    @property
    def names(self) -> set[str]:
        """The names that its hits are put into."""
        return {name for name, _ in self.outputs}


class Semantics:
    """Tells the scanners apart that stand one after another in a module's script; what it reads is tracked."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        store = survey.module.store
        self._passages: Family[int, tuple[Passage, ...]] = Family(store, self._find_passages)
        self._within: Family[int, tuple[Block, ...]] = Family(store, self._find_within)

    def of_script(self) -> list[Block]:
        """The scanners of the top-level code, two at least, or none."""
        script = self._survey.script
        if not script.telling:
            return []
        passages = [passage for part in script.working_parts for passage in self._passages(part)]
        anchors = [passage for passage in passages if passage.outputs]
        if len(anchors) == 1:
            return list(self._within(self._survey.module.parts.index_around(anchors[0].first_line)))
        return blocks_in(passages, ()) if anchors else []

    def _find_passages(self, part: int) -> tuple[Passage, ...]:
        place = self._survey.script.place(part)
        if place is None:
            return ()
        return passages_of(place, outputs_in(place, shows=True), (place.body.statement, ""))

    def _find_within(self, part: int) -> tuple[Block, ...]:
        place = self._survey.script.place(part)
        return tuple(blocks_of(place, shows=True)) if place is not None else ()


def blocks_of(place: Place, shows: bool = False) -> list[Block]:
    """The scanners that stand one after another in a def; none if it is one scanner or does something else.

    `shows` is as for `outputs_in`.
    """
    outputs = outputs_in(place, shows)
    if len({output.name for output in outputs}) < 2:
        return []
    level = level_of(place, outputs)
    if level is None:
        return []
    passages = passages_of(place, outputs, level)
    return blocks_in(passages, passages_beside(place, level))


def blocks_in(passages: Sequence[Passage], beside: Sequence[Passage]) -> list[Block]:
    """The scanners that stand one after another in some passages, two of them at least, or none.

    `beside` are passages around these that may use what they put out.
    """
    users = _users(passages)
    shared = _shared(passages, users)
    groups = _grouped(passages, users, shared)
    groups = [group for group in groups if _is_given_out(group, passages, beside)]
    if len(groups) < 2 or _is_one_decision(groups, passages, beside):
        return []
    _cut(passages, users, groups)
    return _blocks(passages, groups)


def _users(passages: Sequence[Passage]) -> list[dict[int, set[str]]]:
    """For each passage, the later ones that read what it binds, with the names they read."""
    users: list[dict[int, set[str]]] = [{} for _ in passages]
    binder: dict[str, int] = {}
    for position, passage in enumerate(passages):
        for name in passage.reads:
            source = binder.get(name, -1)
            if source >= 0:
                users[source].setdefault(position, set()).add(name)
        for name in passage.binds:
            # A column that is written goes on being the frame's.
            binder[name] = position
    return users


def _origin(passages: Sequence[Passage], output: Output, position: int) -> int:
    """Where a name that hits are put into was begun: the last passage that binds it, up to its own."""
    if output.how in ("picks", "shows", "keeps"):
        return position
    return next((at for at in range(position, -1, -1) if output.name in passages[at].binds), -1)


def _readers(passages: Sequence[Passage], name: str, position: int) -> list[int]:
    """The passages that read what a passage puts into a name, until the name is bound anew."""
    found = []
    for at in range(position + 1, len(passages)):
        if name in passages[at].reads:
            found.append(at)
        if name in passages[at].binds:
            break
    return found


def _shared(passages: Sequence[Passage], users: list[dict[int, set[str]]]) -> set[int]:
    """Passages whose rows two or more later decisions are made of: a universe, no scanner."""
    found = set()
    for position, passage in enumerate(passages):
        picked = {output.name for output in passage.outputs if output.how == "picks"}
        deciding = [
            at for at, names in users[position].items() if passages[at].outputs and not names.isdisjoint(picked)
        ]
        if len(deciding) > 1:
            found.add(position)
    return found


def _grouped(passages: Sequence[Passage], users: list[dict[int, set[str]]], shared: set[int]) -> list[_Group]:
    """The anchors in order, those put together that one another's results or names make one scanner."""
    groups: list[_Group] = []
    for position, passage in enumerate(passages):
        if passage.outputs and position not in shared:
            found = {
                (output.name, _origin(passages, output, position)): output for output in passage.outputs
            }
            groups.append(_Group(position, position, found))
    merged: list[_Group] = []
    for group in groups:
        at = next((k for k, other in enumerate(merged) if _belongs(passages, users, other, group)), None)
        merged.append(group)
        if at is not None:
            _merge(merged, at)
    return merged


def _merge(groups: list[_Group], at: int) -> None:
    """Put all groups from one on together: what stands between two parts of a scanner is in it."""
    first = groups[at]
    for other in groups[at + 1 :]:
        first.outputs |= other.outputs
        first.last = max(first.last, other.last)
    del groups[at + 1 :]


def _belongs(
    passages: Sequence[Passage], users: list[dict[int, set[str]]], earlier: _Group, later: _Group
) -> bool:
    """Whether a later anchor goes on with what an earlier one puts out, or says the same setup."""
    if not earlier.outputs.keys().isdisjoint(later.outputs):
        return True
    if _reaches(users, passages, earlier, later):
        return True
    return _key(passages, earlier) == _key(passages, later)


def _reaches(
    users: list[dict[int, set[str]]], passages: Sequence[Passage], earlier: _Group, later: _Group
) -> bool:
    """Whether data flow from an earlier anchor's results into a later anchor."""
    carried = {earlier.last: earlier.names}
    for position in range(earlier.last, later.last + 1):
        for name in carried.get(position, set()):
            for reader in _readers(passages, name, position):
                if later.first <= reader <= later.last:
                    return True
                if passages[reader].binds and reader < later.first:
                    carried.setdefault(reader, set()).update(passages[reader].binds)
    return False


def _key(passages: Sequence[Passage], group: _Group) -> str:
    """The setup that an anchor speaks of; sides of one setup speak of the same."""
    own = "_".join(sorted({setup_name(name) for name in group.names} - {""}))
    title = passages[group.first].title or passages[group.first].printed
    return own or setup_name(title) or f"{sorted(group.outputs)[0][1]}" * _is_begun_anew(passages, group)


def _is_begun_anew(passages: Sequence[Passage], group: _Group) -> bool:
    """Whether the name that hits are put into has held another scanner's before."""
    return any(
        origin >= 0 and any(name in passage.binds for passage in passages[:origin]) for name, origin in group.outputs
    )


def _is_given_out(group: _Group, passages: Sequence[Passage], beside: Iterable[Passage]) -> bool:
    """Whether what is picked is shown, returned or handed on as it is, not reckoned with."""
    names = {output.name for output in group.outputs.values() if output.how == "picks"}
    if len(names) < len(group.outputs):
        return True
    return any(
        not names.isdisjoint(passage.gives) for passage in (*passages[group.first + 1 :], *beside)
    )


def _is_one_decision(
    groups: Sequence[_Group], passages: Sequence[Passage], beside: Iterable[Passage]
) -> bool:
    """Whether something decides by what two or more of the groups put out."""
    anchors = {position for group in groups for position in range(group.first, group.last + 1)}
    inside = [passage for position, passage in enumerate(passages) if position not in anchors]
    return any(
        passage.combines and sum(not group.names.isdisjoint(passage.reads) for group in groups) > 1
        for passage in (*inside, *beside)
    )


def _cut(passages: Sequence[Passage], users: list[dict[int, set[str]]], groups: list[_Group]) -> None:
    """Give each group its first and last passage."""
    windows = [range(groups[0].first + 1)]
    windows += [
        _window(passages, users, earlier, later) for earlier, later in zip(groups, groups[1:], strict=False)
    ]
    end = groups[-1].last + 1
    cuts = best_cuts([p.terms for p in passages[:end]], windows, [p.begins for p in passages])
    bounds = [*cuts, len(passages)]
    for number, group in enumerate(groups):
        group.start = _first_own(passages, users, groups, group, bounds[number])
        group.end = _last_own(passages, groups, group, bounds[number + 1])


def _window(
    passages: Sequence[Passage], users: list[dict[int, set[str]]], earlier: _Group, later: _Group
) -> range:
    """Where the cut between two groups may be: below what goes on with the one, above what prepares the other."""
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


def _first_own(
    passages: Sequence[Passage], users: list[dict[int, set[str]]], groups: Sequence[_Group], group: _Group, lowest: int
) -> int:
    """The first passage of a group: above its anchor, as far as it alone uses what is bound there."""
    start = group.first
    for position in range(group.first - 1, lowest - 1, -1):
        readers = users[position]
        if not readers or any(not start <= at <= group.last for at in readers if at <= _end_of(groups, group)):
            break
        if any(other is not group and other.first <= at <= other.last for at in readers for other in groups):
            break
        start = position
    return start


def _end_of(groups: Sequence[_Group], group: _Group) -> int:
    return group.last


def _last_own(passages: Sequence[Passage], groups: Sequence[_Group], group: _Group, limit: int) -> int:
    """The last passage of a group: below its anchor, as far as its results and no others are used."""
    end = group.last
    results = set(group.names)
    others = {name for other in groups if other is not group for name in other.names} - results
    for position in range(group.last + 1, limit):
        passage = passages[position]
        if results.isdisjoint(passage.reads) or not others.isdisjoint(passage.reads):
            break
        results |= passage.binds
        end = position
    return end


def _blocks(passages: Sequence[Passage], groups: Sequence[_Group]) -> list[Block]:
    stretches = [[passages[at].terms for at in range(group.start, group.end + 1)] for group in groups]
    found = []
    for number, group in enumerate(groups):
        own = passages[group.start : group.end + 1]
        held = cohesion(stretches, number)
        title = _title(own, own[group.first - group.start], group)
        clues = [
            Clue("semantic", PRIOR, ""),
            *_decision_clues(own, group),
            *_cohesion_clues(len(own), held.within, held.across),
            Clue(
                "semantic",
                min(1.0, 0.5 * (len(groups) - 1)),
                f"stands beside {counted(len(groups) - 1, 'other block')} with results of their own",
            ),
        ]
        if title:
            clues.append(Clue("semantic", 0.5, f'is called "{title}" by its author'))
        name = title or next(iter(group.names))
        clues.extend(clue for clue in name_clues(name) if clue.weight > 0)
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


def _title(own: Sequence[Passage], anchor: Passage, group: _Group) -> str:
    """What the author calls a group: in a comment, or in what is printed; "" if its results tell."""
    title = own[0].title or anchor.title
    if title or len(group.names) == 1 and setup_name(next(iter(group.names))):
        return title
    return next((passage.printed for passage in own if passage.printed), "")


def _decision_clues(own: Sequence[Passage], group: _Group) -> list[Clue]:
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
        f"its {counted(number, 'statement')} share {counted(within, 'word')} with each other "
        f"and {across} with their neighbours"
    )
    if number == 1:
        reason = f"its statement shares {counted(across, 'word')} with its neighbours"
        return [Clue("semantic", 0.2 if across < 3 else -0.2, reason)]
    weight = 0.8 if within >= 2 * across else 0.4 if within >= across else -0.6
    return [Clue("semantic", weight, reason)]
