"""Functions and methods judged by what they do with market data.

For each def: what goes in (frames, columns, prices), what is compared with what, what comes out, and
its place in the call graph: a worker around another scanner, a runner of several, a predicate that
only a scanner calls, none of these is a scanner itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from isoscan.boundaries.calls import CallGraph, counted_in
from isoscan.boundaries.clues import Clue, counted, total
from isoscan.boundaries.decisions import OutputKind
from isoscan.boundaries.naming import name_clues
from isoscan.boundaries.outputs import named_as_signal
from isoscan.boundaries.place import Place
from isoscan.boundaries.reading import is_source
from isoscan.boundaries.roles import loops_over_symbols, role_clues
from isoscan.boundaries.screens import declared_filters, sql_conditions
from isoscan.boundaries.survey import Survey
from isoscan.boundaries.vocabulary import market_weight, word_set, words
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family

PRIOR = -3.2

OUTPUT_CLUES: dict[OutputKind, tuple[float, str]] = {
    "boolean": (2.2, "returns whether the data qualifies"),
    "filtered": (2.2, "returns the rows that meet its conditions"),
    "hits": (2.2, "collects what meets its conditions"),
    "order": (2.2, "places orders when its conditions are met"),
    "flag": (1.7, "marks the rows that meet its conditions"),
    "signal": (1.9, "returns a signal that depends on its conditions"),
    "score": (1.5, "returns a result or none, as its conditions say"),
    "alert": (1.9, "raises an alert when its conditions are met"),
    "print": (1.3, "prints what meets its conditions"),
    "report": (-1.0, "only reports their outcome among other figures"),
    "ranking": (1.3, "keeps the best ranked"),
}

# What a decorator says that makes a def a scanner of a program.
REGISTERED = word_set("strategy strategies scanner screener signal")

MARKET_CALLS = word_set("coint crossover crossed_above crossed_below cross_above cross_below")


@dataclass(slots=True, repr=False, eq=False)
class Judged:
    """A def with the clues for and against it."""

    place: Place
    clues: list[Clue] = field(default_factory=list)

    @property
    def log_odds(self) -> float:
        """All clues together, in log-odds."""
        return total(self.clues)


class Gist(NamedTuple):
    """What other defs need to know of a def to be judged, without its places.

    `own` are its comparisons without the questions it puts to others; `passes_on` says that it goes through
    symbols, or only lists what it was told.
    """

    is_likely: bool
    compared: int
    own: int
    passes_on: bool


class _Asker(NamedTuple):
    """A likely scanner that may ask others to decide; `own` as in `Gist`, None if it passes nothing on.

    That is all that those whom it asks depend on: further comparisons of a scanner concern no helper of it.
    """

    own: int | None


class Judges:
    """Judges the defs of a module, part by part; everything read is tracked."""

    def __init__(self, survey: Survey, graph: CallGraph) -> None:
        self._survey = survey
        self._graph = graph
        module = survey.module
        self._builders: Index[int, str, int] = Index(module.store, self._find_builders)
        module.parts.follow(self._builders)
        self._alone: Family[int, tuple[Judged, ...]] = Family(module.store, self._judge_alone)
        self._gists: Index[int, str, Gist] = Index(module.store, self._find_gists)
        module.parts.follow(self._gists)
        self.asker: Family[str, _Asker | None] = Family(module.store, self._find_asker)
        self.judged: Family[int, tuple[Judged, ...]] = Family(module.store, self._judge)

    def _find_builders(self, part: int) -> dict[str, tuple[int]]:
        """Defs that only declare filters, with how many."""
        return {
            place.name: (declared,)
            for place in self._survey.functions(part)
            if (declared := declared_filters(place.body)) >= 2
            and not _returns_call(place)
            and not place.outputs.counts
        }

    def _judge_alone(self, part: int) -> tuple[Judged, ...]:
        judged = []
        for place in self._survey.functions(part):
            declared = declared_filters(place.body)
            for callee in sorted(self._graph.callees(place.name)):
                declared += sum(self._builders.of(callee)[-1:])
            judged.append(Judged(place, _own_clues(place, declared)))
        return tuple(judged)

    def _find_gists(self, part: int) -> dict[str, tuple[Gist, ...]]:
        found: dict[str, list[Gist]] = {}
        for judged in self._alone(part):
            place = judged.place
            gist = Gist(judged.log_odds > 0, place.flow.compared, _own(place), _passes_on(place))
            found.setdefault(place.name, []).append(gist)
        return {name: tuple(gists) for name, gists in found.items()}

    def _judge(self, part: int) -> tuple[Judged, ...]:
        return tuple(
            Judged(found.place, [*found.clues, *_graph_clues(found, self._graph, self)])
            if self._survey.is_in_force(found.place)
            else found
            for found in self._alone(part)
        )

    def _find_asker(self, name: str) -> _Asker | None:
        gist = self.gist(name)
        if gist is None or not gist.is_likely or gist.compared <= 0:
            return None
        if _runs_many(gist.own, counted_in(self._graph.callees(name), self.is_likely)):
            return None
        return _Asker(gist.own if gist.passes_on else None)

    def gist(self, name: str) -> Gist | None:
        """What is known of the def in force under a name."""
        found = self._gists.of(name)
        return found[-1] if found else None

    def is_likely(self, name: str) -> bool:
        """Whether the def in force under a name is likely to be a scanner, looked at alone."""
        gist = self.gist(name)
        return gist is not None and gist.is_likely

    def is_worker(self, name: str) -> bool:
        """Whether defs of a name compare the columns that several callers name."""
        return name in self._survey.known.workers


def _own_clues(place: Place, declared: int) -> list[Clue]:
    clues = [Clue("structural", PRIOR, "")]
    if declared >= 2:
        return [*clues, *_declared_clues(place, declared)]
    asked = 0 if place.flow.compared else sql_conditions(place.body)
    if asked:
        return [*clues, *_sql_clues(place, asked)]
    registered = "" if place.flow.compared else _registered_as(place)
    if registered:
        return [*clues, *_registered_clues(place, registered)]
    if place.flow.compared == 0 and not ("ranking" in place.outputs.counts and loops_over_symbols(place)):
        return [*clues, Clue("structural", -3.0, "compares no market data")]
    clues.extend(_input_clues(place))
    clues.extend(_comparison_clues(place))
    clues.extend(_output_clues(place))
    clues.extend(role_clues(place))
    clues.extend(_name_clues(place))
    return clues


def _name_clues(place: Place) -> list[Clue]:
    """What the name says; one that gives out signals may be called after its indicator."""
    answers = {"boolean", "signal", "filtered", "order"} & set(place.outputs.counts)
    return [
        clue._replace(weight=clue.weight / 3) if answers and "indicator" in clue.reason else clue
        for clue in name_clues(place.body.name)
    ]


def _declared_clues(place: Place, declared: int) -> list[Clue]:
    """A screen told in words: a dict of filters that is handed to something that runs it."""
    clues = [Clue("structural", 2.4, f"declares {counted(declared, 'screen filter')}")]
    if _returns_call(place) or place.outputs.counts:
        clues.append(Clue("structural", 2.2, "returns what the screen lets through"))
    else:
        clues.append(Clue("structural", -1.0, "does not run them itself"))
    return [*clues, *name_clues(place.body.name)]


def _sql_clues(place: Place, asked: int) -> list[Clue]:
    """A screen that a database runs."""
    clues = [Clue("structural", 2.6, f"asks a database with {counted(asked, 'condition')} on market data")]
    shown = any(call.callee == "print" for calls in place.body.calls.values() for call in calls)
    if shown or any(returned.value is not None for returned in place.body.returns):
        clues.append(Clue("structural", 1.4, "gives out the rows that meet them"))
    return [*clues, *name_clues(place.body.name)]


def _registered_as(place: Place) -> str:
    """The decorator that makes a strategy of a def which only passes on a frame ("": there is none)."""
    given = place.flow.frames & set(place.body.parameters)
    passed_on = any(
        returned.value is not None
        and returned.value.kind == "call"
        and any(
            argument.value.root in given
            for call in place.body.calls.get(returned.statement, ())
            if call.callee == returned.value.callee
            for argument in call.arguments
        )
        for returned in place.body.returns
    )
    decorators = [name.split("(", 1)[0] for name in place.statement(place.body.statement).decorators]
    return next((name for name in decorators if passed_on and REGISTERED & set(words(name))), "")


def _registered_clues(place: Place, decorator: str) -> list[Clue]:
    """A scanner whose conditions another file holds, with settings of its own."""
    return [
        Clue("structural", 2.2, f"is registered by `@{decorator}`"),
        Clue("structural", 1.4, "returns what others find in the frame that it is given"),
        *name_clues(place.body.name),
    ]


def _returns_call(place: Place) -> bool:
    return any(returned.value and returned.value.kind == "call" for returned in place.body.returns)


def _input_clues(place: Place) -> list[Clue]:
    columns = place.flow.columns
    clues = []
    if place.flow.frames & set(place.body.parameters):
        clues.append(Clue("structural", 0.4, "takes a frame of data"))
    if columns:
        surely = sum(columns.values())
        listed = ", ".join(list(columns)[:3])
        weight = 1.4 if surely >= 4 or len(columns) >= 3 else 1.0 if surely > 1 else 0.5
        return [
            *clues,
            Clue("structural", weight, f"reads {counted(len(columns), 'market column')} ({listed})"),
        ]
    if any(market_weight(name) == 2 for name in place.flow.values):
        return [Clue("structural", 0.0, "works on prices it is given")]
    if any(named_as_signal(name) for name in place.outputs.flags):
        return [*clues, Clue("structural", 0.3, "writes a signal column")]
    if any(is_source(call) for made in place.body.calls.values() for call in made):
        return [*clues, Clue("structural", 0.3, "fetches market data itself")]
    calls = {call.name for made in place.body.calls.values() for call in made}
    called = sorted(name for name in calls if name in MARKET_CALLS or market_weight(name) == 2)
    if called:
        return [*clues, Clue("structural", 0.0, f"calls {called[0]}")]
    if place.flow.asks:
        return [*clues, Clue("structural", 0.2, "asks other defs about the market")]
    if place.flow.trading and place.flow.frames:
        return [*clues, Clue("structural", 0.2, "works on frames of a file about the market")]
    if _grades_a_score(place):
        return [Clue("structural", -1.6, "puts a score it is given in words")]
    if place.flow.trading and len(place.flow.values & set(place.body.parameters)) > 1:
        return [*clues, Clue("structural", 0.4, "works on prices it is given")]
    if place.flow.trading and place.flow.values:
        return [*clues, Clue("structural", -0.4, "works on values of a file about the market")]
    return [Clue("structural", -2.5, "reads nothing that is named as market data")]


def _grades_a_score(place: Place) -> bool:
    """Whether all that a def is given and compares is a score (`get_recommendation(self, score)`)."""
    given = [name for name in place.body.parameters if name not in ("self", "cls")]
    return len(given) == 1 and bool({"score", "scores", "rating", "probability"} & set(words(given[0])))


def _comparison_clues(place: Place) -> list[Clue]:
    flow = place.flow
    clues: list[Clue] = []
    number = flow.compared
    if number == 0:
        return clues
    weight = 0.7 if number == 1 else 1.1 if number == 2 else 1.6 if number < 6 else 2.0
    if flow.weight < 2:
        weight = 0.6 if flow.trading else -0.5
    clues.append(Clue("structural", weight, f"makes {counted(number, 'comparison')} of market data"))
    if flow.literal:
        clues.append(Clue("structural", 0.4, f"{flow.literal} of them with a number or a setting"))
    return clues


def _output_clues(place: Place) -> list[Clue]:
    outputs = place.outputs
    counts = {
        kind
        for kind in outputs.counts
        if kind != "ranking" or (loops_over_symbols(place) and not place.flow.compared)
    }
    if not counts:
        return [Clue("structural", -2.6, "gives out nothing that depends on a comparison")]
    known = [kind for kind in OUTPUT_CLUES if kind in counts]
    ranked = sorted(known, key=lambda kind: -OUTPUT_CLUES[kind][0])
    clues = []
    for position, kind in enumerate(ranked[:3]):
        weight, reason = OUTPUT_CLUES[kind]
        if kind == "flag":
            names = [name for name in outputs.flags if name]
            if names:
                reason += f" ({', '.join(names[:3])})"
            if names and not any(named_as_signal(name) for name in names):
                weight = 0.6
        clues.append(Clue("structural", weight if position == 0 else 0.3, reason))
    if counts <= {"flag"} and len(outputs.columns_written) > 3 * len(outputs.flags):
        share = f"{len(outputs.flags)} of {len(outputs.columns_written)}"
        weight = -0.5 if any(named_as_signal(name, surely=True) for name in outputs.flags) else -1.6
        clues.append(Clue("structural", weight, f"mostly computes columns: {share} are flags"))
    return clues


def _graph_clues(found: Judged, graph: CallGraph, judges: Judges) -> list[Clue]:
    name = found.place.name
    own = _own(found.place)
    clues = []
    callees = graph.callees(name)
    runs = sorted(callee for callee in callees if callee != name and judges.is_likely(callee))
    asked = all(graph.asks(name, run) for run in runs)
    composed = asked and ((0 < len(runs) < 3 and own > 0) or _answers_itself(found.place))
    if composed and any(
        2 * own < gist.own and _passes_on(found.place)
        for run in runs
        if (gist := judges.gist(run)) is not None
    ):
        composed = False
        own = 0
    if runs and not composed and (own <= len(runs) or _runs_many(own, len(runs))):
        what = "only runs" if own <= 1 else "runs"
        clues.append(
            Clue("structural", -4.0, f"{what} {counted(len(runs), 'other scanner')} ({_spelled(runs)})")
        )
    if judges.is_worker(found.place.body.name) and not found.place.body.name.startswith("scan"):
        clues.append(Clue("structural", -3.0, "compares the columns that its callers name"))
    callers = graph.callers(name) - {name}
    # The first caller that decides nothing settles it: a helper of many is not judged anew with each of them.
    asking = sorted(callers)
    if asking and all(_decides_by(caller, name, own, graph, judges) for caller in asking):
        clues.append(Clue("structural", -3.5, f"only helps {_spelled(asking)} decide"))
    elif (
        found.place.body.name.startswith("_")
        and callers
        and not any(counted_in(graph.callees(caller), judges.is_likely) >= 3 for caller in callers)
    ):
        clues.append(Clue("structural", -1.2, f"is private, for {_spelled(asking)} alone"))
    return clues


def _runs_many(own: int, runs: int) -> bool:
    """Whether a def is there to run several others: its `own` comparisons are not far more."""
    return runs >= 3 and own < 4 * runs


def _decides_by(caller: str, name: str, own: int, graph: CallGraph, judges: Judges) -> bool:
    """Whether a caller is likely a scanner that asks a def (with `own` comparisons) to decide something."""
    asker = judges.asker(caller)
    if asker is None:
        return False
    goes_through = asker.own is not None and 2 * asker.own < own
    return not goes_through and graph.asks(caller, name)


def _passes_on(place: Place) -> bool:
    """Whether a def goes through symbols, or lists what it was told."""
    return bool(loops_over_symbols(place)) or set(place.outputs.counts) <= {"print", "hits"}


def _own(place: Place) -> int:
    """The comparisons of a def without the questions it puts to others."""
    return place.flow.compared - sum(place.flow.asks.values())


def _answers_itself(place: Place) -> bool:
    """Whether a def that asks others makes one answer of theirs, for data it is given."""
    return bool({"boolean", "signal"} & set(place.outputs.counts)) and not (
        "hits" in place.outputs.counts or loops_over_symbols(place)
    )


def _spelled(names: list[str]) -> str:
    return ", ".join(f"`{name.rsplit('.', 1)[-1]}`" for name in names[:3])
