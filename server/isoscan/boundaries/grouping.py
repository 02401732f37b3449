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
    """Anchors that belong together: positions of passages, and the outputs with where each was begun."""

    first: int
    last: int
    outputs: dict[tuple[str, int], Output]
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
    groups = [group for group in groups if _is_given_out(group, passages, beside)]
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


def _readers(passages: Sequence[Passage], name: str, position: int) -> list[int]:
    """The passages that read what a passage puts into a name, until the name is bound anew."""
    found = []
    for at in range(position + 1, len(passages)):
        if name in passages[at].reads:
            found.append(at)
        if name in passages[at].binds:
            break
    return found


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
    groups: list[Group] = []
    for position, passage in enumerate(passages):
        if passage.outputs and position not in shared:
            found = {(output.name, _origin(passages, output, position)): output for output in passage.outputs}
            groups.append(Group(position, position, found))
    merged: list[Group] = []
    for group in groups:
        at = next((k for k, other in enumerate(merged) if _belongs(passages, other, group)), None)
        merged.append(group)
        if at is not None:
            _merge(merged, at)
    return merged


def _merge(groups: list[Group], at: int) -> None:
    """Put all groups from one on together: what stands between two parts of a scanner is in it."""
    first = groups[at]
    for other in groups[at + 1 :]:
        first.outputs |= other.outputs
        first.last = max(first.last, other.last)
    del groups[at + 1 :]


def _belongs(passages: Sequence[Passage], earlier: Group, later: Group) -> bool:
    """Whether a later anchor goes on with what an earlier one puts out, or says the same setup."""
    if not earlier.outputs.keys().isdisjoint(later.outputs):
        return True
    if _reaches(passages, earlier, later):
        return True
    compared = _compared(passages, earlier)
    if compared and compared == _compared(passages, later):
        return True  # the two sides, or the classes, of one measure
    return _key(passages, earlier) == _key(passages, later)


def _compared(passages: Sequence[Passage], group: Group) -> frozenset[str]:
    return frozenset().union(*(passages[at].compared for at in range(group.first, group.last + 1)))


def _reaches(passages: Sequence[Passage], earlier: Group, later: Group) -> bool:
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


def _is_given_out(group: Group, passages: Sequence[Passage], beside: Iterable[Passage]) -> bool:
    """Whether what is collected or picked is shown, returned or handed on as it is, not reckoned with."""
    names = {output.name for output in group.outputs.values() if output.how in ("collects", "picks")}
    if len(names) < len(group.outputs):
        return True
    return any(not names.isdisjoint(passage.gives) for passage in (*passages[group.first :], *beside))


def _is_one_decision(groups: Sequence[Group], passages: Sequence[Passage], beside: Iterable[Passage]) -> bool:
    """Whether something goes on deciding by what a group puts out, or makes one decision of several."""
    anchors = {position for group in groups for position in range(group.first, group.last + 1)}
    inside = [passage for position, passage in enumerate(passages) if position not in anchors]
    for passage in (*inside, *beside):
        used = sum(not group.names.isdisjoint(passage.reads) for group in groups)
        if (used and passage.tests) or (used > 1 and passage.combines):
            return True
    return False
