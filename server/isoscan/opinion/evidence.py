"""From units in pieces to opinions on parts: under the texts they are about, weighed by their worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log
from typing import NamedTuple

from isoscan.boundaries.boundary import ParameterNote
from isoscan.boundaries.opinion import STRONGEST, Opinion, Opinions
from isoscan.model.module import Module
from isoscan.opinion.answer import Unit
from isoscan.opinion.pieces import Piece


class _Placed(NamedTuple):
    """A unit by the file's lines."""

    first: int
    last: int
    unit: Unit


def weight_of(unit: Unit, accuracy: float) -> float:
    """What a unit's judgement weighs, in log-odds.

    A model that is right as often as `accuracy` and is wholly sure weighs as much as that; one that is not
    sure weighs less; none ever weighs more than `STRONGEST`.
    """
    right = 0.5 + (accuracy - 0.5) * unit.confidence
    weight = min(STRONGEST, log(right / (1 - right)))
    return weight if unit.is_scanner else -weight


def opinions_on(
    module: Module, answers: Iterable[tuple[Piece, Sequence[Unit]]], accuracy: float
) -> dict[str, tuple[Opinion, ...]]:
    """The opinions on a module (built from a whole text) that answers about its pieces give."""
    placed = [
        _Placed(piece.lines[unit.first].number, piece.lines[unit.last].number, unit)
        for piece, units in answers
        for unit in units
    ]
    found: dict[str, list[Opinion]] = {}
    for one in _once(placed):
        parts = module.parts.between(one.first, one.last)
        first, last = parts[0], parts[-1]
        opinion = Opinion(
            one.first - first.index,
            one.last - last.index,
            weight_of(one.unit, accuracy),
            one.unit.name,
            one.unit.description,
            one.unit.reason,
            tuple(part.chunk.text for part in parts[1:]),
            one.unit.parameters,
        )
        found.setdefault(first.chunk.text, []).append(opinion)
    return {text: tuple(opinions) for text, opinions in found.items()}


def _once(placed: list[_Placed]) -> list[_Placed]:
    """Pieces overlap: of what two of them say about the same line, the surer one counts, else the longer."""
    best: dict[int, _Placed] = {}
    for one in placed:
        known = best.get(one.first)
        if known is None or _rank(known) < _rank(one):
            best[one.first] = one
    return [best[first] for first in sorted(best)]


def _rank(one: _Placed) -> tuple[float, int]:
    return one.unit.confidence, one.last - one.first


def as_plain(opinions: Opinions) -> list[list[object]]:
    """Opinions as JSON has them, to be sent to another process."""
    return [[text, [list(opinion) for opinion in given]] for text, given in opinions.items()]


def of_plain(plain: Iterable[Sequence[object]]) -> dict[str, tuple[Opinion, ...]]:
    """The opinions that `as_plain` wrote down."""
    return {
        str(text): tuple(_opinion(fields) for fields in given)
        for text, given in plain
        if isinstance(given, list)
    }


def _opinion(fields: Sequence[object]) -> Opinion:
    opinion = Opinion(*fields)  # type: ignore[arg-type]
    notes = tuple(ParameterNote(*note) for note in opinion.parameters)
    return opinion._replace(following=tuple(opinion.following), parameters=notes)
