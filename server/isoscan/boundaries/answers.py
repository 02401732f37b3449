"""What a body returns or yields: whether that is a verdict, what conditions let through, or a figure."""

from __future__ import annotations

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.decisions import Decisions, OutputKind, Outputs, is_signal_text
from isoscan.boundaries.flow import Flow, carries_verdict, fills_in, picks_rows
from isoscan.boundaries.reading import MARKS, reads_of
from isoscan.boundaries.vocabulary import is_neutral, word_set
from isoscan.facts.records import Constant, Return, Traits, Value

# Longer texts are no verdicts.
LONGEST_VERDICT = 24
FILTERING = frozenset({"filter", "where", "query", "eval", "set_filter", "scan"})
# A dict of as many lines lists figures, if few of them are verdicts.
FIGURES = 8
# Calls that give a number, which decides nothing by itself.
MEASURING = word_set("max min int float abs round sum mean std median log sqrt exp clip nan_to_num pow join")


def note_returns(body: Body, flow: Flow, decisions: Decisions, outputs: Outputs) -> None:
    """Note what the returns of a body put out."""
    constants: set[object] = set()
    decided = False
    for returned in body.returns:
        value = returned.value
        if value is None:
            constants.add(None)
            continue
        if value.constant:
            constants.add(_verdict_in(value.value))
            decided |= decisions.under(returned.statement)
            continue
        if returned.is_yield and decisions.under(returned.statement):
            outputs.add("hits")
            continue
        kind = _return_output(returned, value, body, flow, decisions)
        if kind is not None:
            outputs.add(kind)
    kind = _answer_of(constants) if decided and decisions.deciding else None
    if kind is not None:
        outputs.add(kind)


def _verdict_in(constant: Constant) -> Constant:
    """What a returned constant says: of several values the first, if that is a truth or a signal."""
    first = constant[0] if isinstance(constant, tuple) and constant else constant
    said = isinstance(first, bool) or (isinstance(first, str) and is_signal_text(first))
    return first if said else constant


def _answer_of(constants: set[object]) -> OutputKind | None:
    """What the constants that a def returns under its conditions amount to."""
    truths = any(isinstance(constant, bool) for constant in constants)
    if truths and {True, False} <= constants:
        return "boolean"
    if any(isinstance(constant, str) and is_signal_text(constant) for constant in constants):
        return "signal"
    if len(constants) > 1 and all(_is_mark(constant) for constant in constants):
        return "signal"
    if sum(isinstance(constant, str) and 0 < len(constant) <= LONGEST_VERDICT for constant in constants) > 1:
        return "signal"
    falls_through = constants in ({True}, {1})
    return "boolean" if falls_through or (truths and False in constants) else None


def _is_mark(constant: object) -> bool:
    """Whether a constant says a side, a strength or nothing (1, -1, 0, None): not a number to reckon with."""
    return constant is None or (isinstance(constant, (bool, int)) and abs(constant) in MARKS)


def _return_output(
    returned: Return, value: Value, body: Body, flow: Flow, decisions: Decisions
) -> OutputKind | None:
    statement = returned.statement
    reads = reads_of(body.names.get(statement, ()))
    direct = statement in flow.weights
    if (_filters(value, body, statement) or _picks(value, body, statement)) and (
        direct or reads & flow.decided
    ):
        return "filtered"
    if reads & flow.filtered and value.kind in ("name", "call", "subscript", "tuple"):
        return "filtered"
    if value.kind == "subscript" and value.root in flow.decided:
        return "filtered"
    chosen_by = reads & flow.decided if value.kind == "subscript" else reads & flow.decided & flow.booleans
    if chosen_by and value.root in flow.frames and value.kind in ("subscript", "call", "attribute"):
        return "filtered"
    outcomes = flow.decided | flow.scored
    if value.traits & Traits.BOOLEAN and (direct or reads & outcomes or decisions.under(statement)):
        return "boolean"
    if value.kind == "boolean" and (direct or reads & flow.decided):
        return "boolean"
    if value.kind == "name" and value.root in flow.decided and value.root in flow.booleans:
        return "boolean"
    if value.kind == "conditional" and (direct or reads & flow.decided or decisions.deciding):
        return None if _gives_figures(body) else "score"
    if (
        value.kind == "call"
        and value.callee.rsplit(".", 1)[-1] == "Pipeline"
        and (direct or reads & flow.decided)
    ):
        return "filtered"
    if value.kind == "call" and value.callee.rsplit(".", 1)[-1] in MEASURING:
        return "report" if reads & flow.decided else None
    if value.kind in ("tuple", "dict", "call", "list"):
        if value.kind == "tuple" and _first_read(body, statement) in flow.decided & flow.booleans:
            return "signal"
        figures = value.kind == "dict" and _lists_figures(value, reads & flow.decided & flow.booleans)
        if figures and not decisions.under(statement):
            return "report"
        if direct and value.comparisons:
            return None if _mends(value, body, statement) else "signal"
        if value.kind == "call" and carries_verdict(value, body, statement, flow.decided & flow.booleans):
            return "signal"
        outcomes = reads & flow.decided
        share = 3 if outcomes & flow.booleans else 2
        mostly = outcomes and share * len(outcomes) >= len(reads & (flow.decided | flow.values))
        if mostly or decisions.under(statement):
            return "signal"
        return "report" if outcomes else None
    if value.kind == "attribute" and decisions.under(statement) and _names_signal(body, statement):
        return "signal"
    if value.kind == "name" and value.root in flow.decided:
        return "signal"
    if value.kind == "name" and decisions.under(statement) and _returns_nothing_else(body):
        return "score" if is_neutral(value.root) else "signal"
    return None


def _lists_figures(value: Value, outcomes: set[str]) -> bool:
    """Whether a returned dict lists figures, and few of its many lines say how a comparison came out."""
    lines = value.span.end_line - value.span.line - 1
    return lines >= FIGURES and 3 * (value.comparisons + len(outcomes)) < lines


def _gives_figures(body: Body) -> bool:
    """Whether a def gives out what it calculates elsewhere (`return w * a + (1 - w) * b`)."""
    return any(
        returned.value is not None and returned.value.kind == "arithmetic" and not returned.value.traits
        for returned in body.returns
    )


def _names_signal(body: Body, statement: int) -> bool:
    """Whether a statement names a member such as `Action.BUY`."""
    return any(is_signal_text(attribute.name) for attribute in body.attributes.get(statement, ()))


def _first_read(body: Body, statement: int) -> str:
    """The name that a returned tuple begins with: whether the rest is worth reading."""
    reads = [use for use in body.names.get(statement, ()) if use.access == "read"]
    return min(reads, key=lambda use: use.span.start).name if reads else ""


def _filters(value: Value, body: Body, statement: int) -> bool:
    """Whether a value is what a condition lets through of something."""
    calls = body.calls.get(statement, ())
    if value.kind == "call" and fills_in(calls):
        return False
    if value.traits & Traits.FILTERED or value.kind == "comprehension" or picks_rows(value):
        return True
    return value.kind == "call" and any(call.name in FILTERING for call in calls)


def _mends(value: Value, body: Body, statement: int) -> bool:
    """Whether a value is figures with a number put where there are none (`ratio.where(losses > 0, 100)`)."""
    fillers = [
        call.arguments[1].value
        for call in body.calls.get(statement, ())
        if call.name == "where" and len(call.arguments) == 2
    ]
    return value.kind == "call" and any(
        filler.constant and isinstance(filler.value, (int, float)) and abs(filler.value) > 1
        for filler in fillers
    )


def _picks(value: Value, body: Body, statement: int) -> bool:
    """Whether a value is where a condition holds (`np.where(mask)[0]`)."""
    return value.kind in ("subscript", "attribute") and any(
        call.name in FILTERING or call.name in ("nonzero", "flatnonzero", "argwhere")
        for call in body.calls.get(statement, ())
    )


def _returns_nothing_else(body: Body) -> bool:
    """Whether the other returns say "no": None, False, 0, empty, or in words."""
    others = [returned.value for returned in body.returns if returned.value and returned.value.kind != "name"]
    return bool(others) and all(
        value.constant and (not value.value or isinstance(value.value, str)) for value in others
    )
