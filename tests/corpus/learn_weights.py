#!/usr/bin/env python3
"""Whether weights learnt from labelled files tell scanners better than the ones set by hand.

    learn_weights.py --sources DIR [--penalty P] LABELS [LABELS ...]

Everything a detector looked at (defs, masks, framework classes, table entries, sections) is one example: what
its clues sum up to, by detector and by side (for, against), and whether a labelled scanner is there.
A logistic regression over these sums, held near the hand-set weights by a penalty, gives a factor for each
side of each detector and a shift for each detector. Cross-validation leaves out whole repositories; files
that are held out are never trained on, and measured last. A second regression asks whether the log-odds of
what is reported in held-out files need stretching or moving to be probabilities. DIR holds git directories
named `OWNER+NAME/repo`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Iterator, Sequence
from math import exp, log
from pathlib import Path
from typing import Any, NamedTuple

from isoscan.boundaries.calls import CallGraph
from isoscan.boundaries.clues import Clue
from isoscan.boundaries.framework import framework_classes
from isoscan.boundaries.mask import Masks
from isoscan.boundaries.ranges import Headings
from isoscan.boundaries.section import sections
from isoscan.boundaries.structural import Judges
from isoscan.boundaries.survey import Survey
from isoscan.boundaries.table import Tables
from isoscan.model.module import Module, build_module

FOLDS = 8
# How strongly a weight is held at the one set by hand.
PENALTY = 3.0
# The sums of one side of one detector; its shift.
FOR, AGAINST, SHIFT = "for", "against", "shift"

Label = dict[str, Any]


class Example(NamedTuple):
    """One thing a detector looked at: its sums by feature, what no weight touches, and the truth."""

    repository: str
    held_out: bool
    sums: dict[str, float]
    prior: float
    right: bool


class Fit(NamedTuple):
    """What was learnt: a weight per feature."""

    names: list[str]
    weights: list[float]

    def log_odds(self, example: Example) -> float:
        """The log-odds that the example is a scanner."""
        learnt = dict(zip(self.names, self.weights, strict=True))
        return example.prior + sum(
            learnt[name] * value for name, value in example.sums.items() if name in learnt
        )


def hand_set(name: str) -> float:
    """The weight before anything was learnt."""
    return 0.0 if name.endswith(SHIFT) else 1.0


# Examples


def looked_at(module: Module) -> Iterator[tuple[str, int, int, list[Clue]]]:
    """What the detectors look at: what it is, first and last line (from 1), and its clues."""
    survey = Survey(module)
    headings, masks, tables = Headings(survey), Masks(survey), Tables(survey)
    judges = Judges(survey, CallGraph(survey))
    for part in module.parts.order:
        for judged in judges.judged(part):
            if judged.place.unit is not None:
                span = judged.place.unit.span
                yield "def", span.line + 1, span.end_line + 1, judged.clues
        for found in framework_classes(survey, part):
            if found.place.unit is not None:
                span = found.place.unit.span
                yield "class", span.line + 1, span.end_line + 1, list(found.clues)
        for entry in tables.of_part(part):
            yield "table", entry.start_line + 1, entry.end_line + 1, entry.clues
        for group in masks.of_part(part):
            for mask in group.standing():
                yield "mask", mask.start_line + 1, mask.end_line + 1, mask.clues
    for mask in masks.of_script.standing():
        yield "mask", mask.start_line + 1, mask.end_line + 1, mask.clues
    for section in sections(survey, headings):
        yield "section", section.start_line + 1, section.end_line + 1, section.clues


def summed(clues: Sequence[Clue]) -> tuple[dict[str, float], float]:
    """The sums of the clues by feature, and the priors."""
    sums: dict[str, float] = {}
    prior = 0.0
    for clue in clues:
        if clue.reason:
            name = f"{clue.detector} {FOR if clue.weight > 0 else AGAINST}"
            sums[name] = sums.get(name, 0.0) + clue.weight
        else:
            prior += clue.weight
            sums[f"{clue.detector} {SHIFT}"] = 1.0
    return sums, prior


def overlap(label: Label, first: int, last: int) -> float:
    """Intersection over union of a label's lines and others."""
    start, end = int(label["start"]), int(label["end"])
    both = max(0, min(end, last) - max(start, first) + 1)
    return both / (end - start + last - first + 2 - both)


def truth(what: str, first: int, last: int, label: Label) -> bool | None:
    """Whether a scanner is there; None where the labels cannot tell (borderline, a part of a scanner)."""
    scanners = label["scanners"]
    if any(overlap(unit, first, last) >= 0.5 for unit in scanners):
        return True
    others = [
        *label.get("borderline", ()),
        *(one for unit in scanners for one in unit.get("alternatives", ())),
    ]
    if any(overlap(unit, first, last) >= 0.5 for unit in others):
        return None
    if any(unit["start"] <= first and last <= unit["end"] for unit in scanners):
        return None
    if what in ("def", "class") and any(first <= unit["start"] and unit["end"] <= last for unit in scanners):
        return None
    return False


def examples(sources: Path, folders: Sequence[Path]) -> Iterator[Example]:
    """The examples of all labelled files."""
    for folder in folders:
        for file in sorted(folder.glob("*.json")):
            label = json.loads(file.read_text(encoding="utf-8"))
            git = f"--git-dir={sources / label['repo'].replace('/', '+')}/repo"
            shown = subprocess.run(
                ["git", git, "show", f"{label['commit']}:{label['path']}"], capture_output=True, check=True
            )
            module = build_module(shown.stdout.decode("utf-8-sig"))
            for what, first, last, clues in looked_at(module):
                right = truth(what, first, last, label)
                if right is not None:
                    yield Example(label["repo"], bool(label.get("held_out")), *summed(clues), right)


# Regression


def probability(log_odds: float) -> float:
    """The probability that log-odds stand for."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, log_odds))))


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of linear equations, by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(size):
            if row != column and rows[row][column]:
                share = rows[row][column] / rows[column][column]
                rows[row] = [a - share * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [rows[at][size] / rows[at][at] for at in range(size)]


def fitted(given: Sequence[Example], names: list[str], penalty: float = PENALTY) -> Fit:
    """Logistic regression by Newton's method, each weight drawn to the one set by hand."""
    start = [hand_set(name) for name in names]
    at = {name: position for position, name in enumerate(names)}
    rows = [[(at[name], value) for name, value in one.sums.items() if name in at] for one in given]
    learnt = [*start]
    for _ in range(50):
        slope = [penalty * (now - first) for now, first in zip(learnt, start, strict=True)]
        bend = [[penalty * (row == column) for column in range(len(names))] for row in range(len(names))]
        for one, row in zip(given, rows, strict=True):
            guess = probability(one.prior + sum(learnt[place] * value for place, value in row))
            for place, value in row:
                slope[place] += (guess - one.right) * value
                for other, weight in row:
                    bend[place][other] += guess * (1 - guess) * value * weight
        step = solved(bend, slope)
        learnt = [now - move for now, move in zip(learnt, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return Fit(names, learnt)


# Measures


def measured(title: str, given: Sequence[Example], log_odds: Sequence[float]) -> None:
    """Prints how well examples are told apart and how far off the probabilities are."""
    hit = sum(odds > 0 and one.right for one, odds in zip(given, log_odds, strict=True))
    false = sum(odds > 0 and not one.right for one, odds in zip(given, log_odds, strict=True))
    missed = sum(odds <= 0 and one.right for one, odds in zip(given, log_odds, strict=True))
    loss = -sum(
        log(probability(odds if one.right else -odds)) for one, odds in zip(given, log_odds, strict=True)
    )
    print(
        f"{title:34} examples {len(given):5}  F1 {2 * hit / max(1, 2 * hit + false + missed):.3f}"
        f"  right {hit:3} false {false:3} missed {missed:3}  log loss {loss / len(given):.4f}"
    )


def cross_validated(given: Sequence[Example], names: list[str], penalty: float) -> list[float]:
    """The log-odds of each example by weights learnt without its repository."""
    repositories = sorted({one.repository for one in given})
    fold = {repository: position % FOLDS for position, repository in enumerate(repositories)}
    fits = [fitted([one for one in given if fold[one.repository] != k], names, penalty) for k in range(FOLDS)]
    return [fits[fold[one.repository]].log_odds(one) for one in given]


def stretched(given: Sequence[Example], log_odds: Sequence[float]) -> None:
    """Prints how log-odds would have to be stretched and moved, and whether other repositories gain by it."""
    sides = ["log-odds for", "moved shift"]
    reported = [
        Example(one.repository, True, {sides[0]: min(odds, 6.0), sides[1]: 1.0}, 0.0, one.right)
        for one, odds in zip(given, log_odds, strict=True)
        if odds > 0
    ]
    as_is = Fit(sides, [1.0, 0.0])
    fit = fitted(reported, sides, 1.0)
    print(
        f"reported in held-out files: {len(reported)}; "
        f"factor {fit.weights[0]:.2f}, shift {fit.weights[1]:.2f}"
    )
    measured("as they are", reported, [as_is.log_odds(one) for one in reported])
    measured("stretched, other repositories", reported, cross_validated(reported, sides, 1.0))


def main() -> None:
    """Learn, measure, and write where asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--penalty", type=float, default=PENALTY)
    parser.add_argument("labels", type=Path, nargs="+")
    options = parser.parse_args()
    everything = list(examples(options.sources, options.labels))
    known = [one for one in everything if not one.held_out]
    unseen = [one for one in everything if one.held_out]
    names = sorted({name for one in known for name in one.sums if "shift" not in name})
    by_hand = Fit(names, [hand_set(name) for name in names])
    fit = fitted(known, names, options.penalty)
    measured("set by hand", known, [by_hand.log_odds(one) for one in known])
    measured("learnt, other repositories", known, cross_validated(known, names, options.penalty))
    measured("learnt, the same repositories", known, [fit.log_odds(one) for one in known])
    if unseen:
        measured("set by hand, held out", unseen, [by_hand.log_odds(one) for one in unseen])
        measured("learnt, held out", unseen, [fit.log_odds(one) for one in unseen])
        stretched(unseen, [by_hand.log_odds(one) for one in unseen])
    for name, weight in zip(fit.names, fit.weights, strict=True):
        print(f"    {name:22} {weight:5.2f}")


if __name__ == "__main__":
    main()
