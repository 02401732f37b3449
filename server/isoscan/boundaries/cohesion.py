"""Where a run of passages is best cut, and how much its stretches hold together: lexical cohesion.

Code that serves one purpose repeats its names, columns and words; where the vocabulary changes, something
else begins (Hearst 1997, "TextTiling: Segmenting Text into Multi-paragraph Subtopic Passages"). The best cuts
are those under which the text is likeliest, if every stretch draws its words from a distribution of its own
(Utiyama and Isahara 2001, "A Statistical Model for Domain-Independent Text Segmentation"), found by dynamic
programming. Nothing is learnt and nothing is random: the result depends on the words alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

Terms = Mapping[str, int]

# What a cut in the middle of a paragraph costs, in nats: about what two words in the wrong place do.
INSIDE_A_PARAGRAPH = 4.0


class Cohesion(NamedTuple):
    """How a stretch holds together.

    `within` counts the names that two or more of its passages share, `across` those that it shares with the
    stretches beside it; what is spoken of everywhere counts for neither.
    """

    within: int
    across: int


def best_cuts(terms: Sequence[Terms], windows: Sequence[range], breaks: Sequence[bool]) -> tuple[int, ...]:
    """The likeliest cuts of a run of passages: one for each window, in order.

    `terms` are each passage's words with their counts; a window holds the positions (a cut at 3 is above
    passage 3) that one cut may take, and windows ascend without overlap. `breaks` says of each passage
    whether a paragraph begins with it.
    """
    kinds = len({term for passage in terms for term in passage})
    # Cost and cuts of the best way to reach each position of the window before.
    reached: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    share = log(sum(count for passage in terms for count in passage.values()) + 1)
    for window in windows:
        nearer: dict[int, tuple[float, tuple[int, ...]]] = {}
        for cut in window:
            penalty = 0.0 if cut == 0 or breaks[cut] else INSIDE_A_PARAGRAPH
            nearer[cut] = min(
                (cost + _cost(terms[start:cut], kinds, share) + penalty, (*cuts, cut))
                for start, (cost, cuts) in reached.items()
            )
        reached = nearer
    last = len(terms)
    return min(
        (cost + _cost(terms[start:last], kinds, share), cuts) for start, (cost, cuts) in reached.items()
    )[1]


def _cost(passages: Sequence[Terms], kinds: int, share: float) -> float:
    """The negative log-likelihood of a stretch under its own words, smoothed as by Laplace.

    `share` is what there being one more stretch costs.
    """
    if not passages:
        return 0.0
    counts: dict[str, int] = {}
    for passage in passages:
        for term, count in passage.items():
            counts[term] = counts.get(term, 0) + count
    total = sum(counts.values()) + kinds
    return share + sum(count * log(total / (count + 1)) for count in counts.values())


def cohesions(stretches: Sequence[Sequence[frozenset[str]]], common: frozenset[str]) -> list[Cohesion]:
    """How each stretch holds together, among its neighbours.

    Passages are given by the names in them; `common` are those of the code around, which all may share.
    """
    spoken = [frozenset().union(*stretch) - common for stretch in stretches]
    if len(stretches) > 2:
        everywhere = frozenset.intersection(*spoken)
        spoken = [each - everywhere for each in spoken]
    found = []
    for at, (stretch, names) in enumerate(zip(stretches, spoken, strict=True)):
        beside = frozenset().union(*spoken[max(0, at - 1) : at], *spoken[at + 1 : at + 2])
        repeated = sum(sum(name in passage for passage in stretch) > 1 for name in names)
        found.append(Cohesion(repeated, len(names & beside)))
    return found
