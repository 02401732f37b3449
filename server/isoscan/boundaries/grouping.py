"""Which anchors are one scanner, and whether several of them stand one after another.

Results that are made out of one another, or of which one decision is made, are stages of one scanner. So are
two sides of one setup. What two or more decisions are made of is a universe, no scanner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from isoscan.boundaries.anchors import Output
from isoscan.boundaries.passages import Passage
from isoscan.boundaries.vocabulary import SIDES, setup_name, words

# For each passage, the later ones that read what it binds, with the names they read.
Users = list[dict[int, set[str]]]


@dataclass(slots=True, repr=False, eq=False)
class Group:
    """Anchors that belong together: positions of passages, and the outputs with where each was begun.

    `reached` are the passages that its results get to, `compared` is what it compares, `setups` what it says.
    """

    first: int
    last: int
    outputs: dict[tuple[str, int], Output]
    reached: set[int]
    compared: set[str]
    setups: set[str]
    start: int = 0
    end: int = 0

    @property
    def name(self) -> str:
        """The first name that its hits are put into."""
        return next(iter(self.outputs))[0]

    @property
    def names(self) -> set[str]:
        """The names that its hits are put into."""
        return {name for name, _ in self.outputs}


def groups_of(passages: Sequence[Passage], users: Users, beside: Sequence[Passage]) -> list[Group]:
    """The scanners that stand one after another in some passages, by their anchors; none if not two.

    `users` are those of the passages (see `users_of`), `beside` passages around that may use what these put
    out.
    """
    groups = _grouped(passages, users, _shared(passages, users))
    given = _given(passages, beside)
    groups = [group for group in groups if _is_given_out(group, given)]
    return [] if len(groups) < 2 or _is_one_decision(groups, passages, beside) else groups


def users_of(passages: Sequence[Passage]) -> Users:
    """For each passage, the later ones that read what it binds, with the names they read."""
    users: Users = [{} for _ in passages]
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


def _shared(passages: Sequence[Passage], users: Users) -> set[int]:
    """Passages whose rows two or more later decisions are made of: a universe, no scanner."""
    found = set()
    for position, passage in enumerate(passages):
        picked = {output.name for output in passage.outputs if output.how == "picks"}
        deciding = [
            at
            for at, names in users[position].items()
            if passages[at].outputs and not names.isdisjoint(picked)
        ]
        if len(deciding) > 1:
            found.add(position)
    return found


def _grouped(passages: Sequence[Passage], users: Users, shared: set[int]) -> list[Group]:
    """The anchors in order, those put together that one another's results or names make one scanner."""
    merged: list[Group] = []
    for position, passage in enumerate(passages):
        if not passage.outputs or position in shared:
            continue
        group = _anchor(passages, users, position)
        at = next((k for k, other in enumerate(merged) if _belongs(other, group)), None)
        merged.append(group)
        if at is not None:
            _merge(merged, at)
    return merged


def _anchor(passages: Sequence[Passage], users: Users, position: int) -> Group:
    passage = passages[position]
    outputs = {(output.name, _origin(passages, output, position)): output for output in passage.outputs}
    group = Group(position, position, outputs, set(), set(passage.compared), set())
    group.setups.add(_key(passages, group))
    waiting = [
        at
        for name, origin in outputs
        for at in (_reading(passages, name, position) if origin < 0 else users[origin])
        if at > position and (origin < 0 or name in users[origin][at])
    ]
    while waiting:
        at = waiting.pop()
        if at not in group.reached:
            group.reached.add(at)
            waiting.extend(users[at])
    return group


def _reading(passages: Sequence[Passage], name: str, position: int) -> list[int]:
    """The passages below one that read a name which was begun outside."""
    return [at for at in range(position + 1, len(passages)) if name in passages[at].reads]


def _merge(groups: list[Group], at: int) -> None:
    """Put all groups from one on together: what stands between two parts of a scanner is in it."""
    first = groups[at]
    for other in groups[at + 1 :]:
        first.outputs |= other.outputs
        first.reached |= other.reached
        first.compared |= other.compared
        first.setups |= other.setups
        first.last = max(first.last, other.last)
    del groups[at + 1 :]


def _belongs(earlier: Group, later: Group) -> bool:
    """Whether a later anchor goes on with what an earlier one puts out, or says the same setup."""
    if not earlier.outputs.keys().isdisjoint(later.outputs) or later.first in earlier.reached:
        return True
    if earlier.compared and earlier.compared == later.compared:
        return True  # the two sides, or the classes, of one measure
    return not earlier.setups.isdisjoint(later.setups)


def _key(passages: Sequence[Passage], group: Group) -> str:
    """The setup that an anchor speaks of; sides of one setup speak of the same."""
    own = "_".join(sorted({setup_name(name) for name in group.names} - {""}))
    title = passages[group.first].title or passages[group.first].printed
    return own or setup_name(title) or f"{sorted(group.outputs)[0][1]}" * _is_begun_anew(passages, group)


def _is_begun_anew(passages: Sequence[Passage], group: Group) -> bool:
    """Whether a name that hits are put into (`hits`, no side of a setup) held another scanner's before."""
    return any(
        origin >= 0 and any(name in passage.binds for passage in passages[:origin])
        for name, origin in group.outputs
        if SIDES.isdisjoint(words(name))
    )


def _given(passages: Sequence[Passage], beside: Sequence[Passage]) -> dict[str, int]:
    """The names that are shown, returned or handed on as they are, with the last passage that does so."""
    given = {name: at for at, passage in enumerate(passages) for name in passage.gives}
    given.update((name, len(passages)) for passage in beside for name in passage.gives)
    return given


def _is_given_out(group: Group, given: dict[str, int]) -> bool:
    """Whether what is collected or picked is given out as it is, not reckoned with."""
    names = {output.name for output in group.outputs.values() if output.how in ("collects", "picks")}
    return len(names) < len(group.outputs) or any(given.get(name, -1) >= group.first for name in names)


def _is_one_decision(groups: Sequence[Group], passages: Sequence[Passage], beside: Iterable[Passage]) -> bool:
    """Whether something goes on deciding by what a group puts out, or makes one decision of several."""
    anchors = {position for group in groups for position in range(group.first, group.last + 1)}
    owners: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        for name in group.names:
            owners.setdefault(name, set()).add(number)
    inside = [passage for position, passage in enumerate(passages) if position not in anchors]
    for passage in (*inside, *beside):
        if not (passage.tests or passage.combines):
            continue
        used: set[int] = set().union(*(owners[name] for name in passage.reads if name in owners))
        if (used and passage.tests) or (len(used) > 1 and passage.combines):
            return True
    return False
