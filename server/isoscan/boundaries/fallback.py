"""The script as a single scanner, where nothing smaller is one.

Many screeners are one script: it loads symbols, loops over them, tests conditions and keeps the hits.
"""

from __future__ import annotations

from isoscan.boundaries.clues import Clue, counted
from isoscan.boundaries.decisions import OutputKind
from isoscan.boundaries.naming import name_clues
from isoscan.boundaries.outputs import named_as_signal
from isoscan.boundaries.place import Place
from isoscan.boundaries.roles import PLOTTING_ROOTS, loops_over_symbols
from isoscan.boundaries.screens import conditions_told
from isoscan.boundaries.section import content_of
from isoscan.boundaries.structural import OUTPUT_CLUES
from isoscan.boundaries.survey import Survey

PRIOR = -3.0
# A script with more plotting calls draws.
MANY_PLOTS = 5


def _ranking_clues(survey: Survey, places: list[Place], module_name: str) -> list[Clue]:
    """The clues for a script that goes through symbols and shows the best ranked of them."""
    columns = {column for place in places for column in place.flow.columns}
    looped = next(filter(None, map(loops_over_symbols, places)), "")
    if not looped or len(columns) < 2 or not any(map(_keeps_best, places)):
        return []
    return [
        Clue("module", PRIOR, ""),
        Clue("module", 1.2, f"goes through symbols (`for {looped} in ...`)"),
        Clue(
            "module", 1.0, f"reads {counted(len(columns), 'market column')} ({', '.join(list(columns)[:3])})"
        ),
        Clue("module", 1.3, "keeps the best ranked"),
        *name_clues(module_name),
    ]


def _keeps_best(place: Place) -> bool:
    """Whether a statement ranks and takes the first (`f.sort_values("gain").head(5)`)."""
    return any(
        call.name in ("nlargest", "nsmallest")
        or (call.name in ("head", "tail") and ("sort_values()" in call.callee or "sorted()" in call.callee))
        for made in place.body.calls.values()
        for call in made
    )


def module_clues(survey: Survey, module_name: str) -> list[Clue]:
    """The clues for and against the whole top-level code being one scanner (none: nothing speaks for it)."""
    places = survey.script.working_places
    content = content_of(places)
    if not content.tests and not content.texts:
        return _ranking_clues(survey, places, module_name)
    kinds: dict[OutputKind, int] = {}
    columns: dict[str, int] = {}
    for place in places:
        columns.update(place.flow.columns)
        for kind, count in place.outputs.counts.items():
            kinds[kind] = kinds.get(kind, 0) + count
        if place.flow.filtered:
            kinds["filtered"] = kinds.get("filtered", 0) + 1
    clues = [Clue("module", PRIOR, "")]
    number = content.tests + sum(conditions_told(place.body) for place in places)
    weight = 0.8 if number == 1 else 1.5 if number < 4 else 2.0
    clues.append(
        Clue("module", weight, f"top-level code makes {counted(number, 'comparison')} of market data")
    )
    if len(columns) >= 2:
        listed = ", ".join(list(columns)[:3])
        clues.append(Clue("module", 1.0, f"reads {counted(len(columns), 'market column')} ({listed})"))
    looped = next(filter(None, map(loops_over_symbols, places)), "")
    if looped:
        clues.append(Clue("module", 0.6, f"goes through symbols (`for {looped} in ...`)"))
    if kinds:
        best = max(kinds, key=lambda kind: OUTPUT_CLUES[kind][0])
        clues.append(Clue("module", min(1.8, OUTPUT_CLUES[best][0]), OUTPUT_CLUES[best][1]))
    elif content.texts and content.prints:
        clues.append(Clue("module", 1.0, "prints what it finds"))
        if any(
            call.name == "post" for place in places for made in place.body.calls.values() for call in made
        ):
            clues.append(Clue("module", 0.8, "puts its conditions to a screener"))
    else:
        clues.append(Clue("module", -2.5, "keeps nothing that depends on them"))
    plots = sum(
        call.root in PLOTTING_ROOTS
        for place in places
        for calls in place.body.calls.values()
        for call in calls
    )
    marked = {name for place in places for name in place.outputs.flags}
    if (
        plots > MANY_PLOTS
        and set(kinds) <= {"flag"}
        and not any(named_as_signal(n, surely=True) for n in marked)
    ):
        clues.append(Clue("module", -2.0, f"plots ({plots} plotting calls) and keeps no signal"))
    lines = {unit.span.line: unit.span.end_line for unit in survey.module.units}
    covered = sum(last - first + 1 for first, last in lines.items())
    if 2 * covered > survey.module.line_count:
        clues.append(Clue("module", -2.0, "most of the file is defs and classes"))
    clues.extend(
        clue
        for clue in name_clues(module_name)
        if not any(word in clue.reason for word in ("bricks", "running"))
    )
    return clues
