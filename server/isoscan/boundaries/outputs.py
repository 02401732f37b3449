"""What comes out of a body: booleans, flag columns, filtered rows, hits, signals, orders.

Each output counts only where it depends on a comparison of market data: in the same statement, through
a name that holds the outcome of one, under an `if` on one, or behind a guard (`if ...: continue`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.flow import Flow, carries_verdict, is_plain_name
from isoscan.boundaries.naming import pattern_in
from isoscan.boundaries.reading import MARKS, grades, reads_of
from isoscan.boundaries.vocabulary import is_neutral, market_weight, word_set, words
from isoscan.facts.records import Assignment, Call, Constant, Return, Traits, Value

OutputKind = Literal[
    "boolean", "filtered", "hits", "flag", "signal", "order", "alert", "print", "ranking", "score", "report"
]  # fmt: skip

SIGNAL_TEXTS = word_set(
    "buy sell long short hold bullish bearish neutral entry exit wait none flat signal breakout "
    "breakdown up down strong_buy strong_sell call put no watch skip yes true false"
)
SIGNAL_WORDS = word_set(
    "signal signals sig buy sell long short entry exit enter position positions trade trades alert "
    "hit hits setup trigger flag match pattern scan pass passed candidate breakout decision action "
    "direction"
)
# Lists of texts for people.
REMARK_WORDS = word_set(
    "notes note reasons reason lines line messages message msgs parts part warnings errors text texts "
    "risks risk insights issues problems labels logs log html output out_lines args"
)
COLLECTING = frozenset({"append", "add", "extend", "update", "appendleft", "add_row", "insert"})
ORDER_CALLS = word_set(
    "buy sell order_target_percent order_target order_target_value order order_value order_percent "
    "submit_order place_order create_order market_order limit_order set_holdings SetHoldings "
    "MarketOrder LimitOrder Liquidate liquidate close_position open_position enter_long enter_short "
    "go_long go_short buy_bracket sell_bracket order_shares order_buy_market order_sell_market "
    "create_market_buy_order create_market_sell_order StopMarketOrder Buy Sell Short Cover short "
    "cover"
)
TRADED_SIDES = word_set("buy sell long short sell_short buy_to_cover")
# Calls that are handed signals or positions to try them out.
SIGNAL_USERS = word_set("from_signals from_order_func from_orders sim hold_until")
# Longer texts are no verdicts.
LONGEST_VERDICT = 24
# What an attribute is called that tells others to act.
ACTING_WORDS = word_set("signal signals sig buy sell long short alert trigger setup decision action enter")
# What a call is named that tells people (or another program) at once; the second set needs company.
ALERTING_WORDS = word_set(
    "alert alerts notify notification telegram discord slack pushover webhook whatsapp sms"
)
TELLING_WORDS = word_set("send message msg email mail post tweet push trigger beep")
FILTERING = frozenset({"filter", "where", "query", "eval", "set_filter", "scan"})
# Calls that give a number, which decides nothing by itself.
MEASURING = word_set("max min float abs round sum mean std median log sqrt exp clip nan_to_num pow")
RANKING = frozenset({"sorted", "sort", "nlargest", "nsmallest", "sort_values"})
LEAVING = frozenset({"continue", "return", "break", "raise"})


@dataclass(slots=True, repr=False, eq=False)
class Outputs:
    """Counts of outputs by kind; `flags` are the flag columns written, by name."""

    counts: dict[OutputKind, int] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    columns_written: set[str] = field(default_factory=set)

    def add(self, kind: OutputKind) -> None:
        """Count one more output of a kind."""
        self.counts[kind] = self.counts.get(kind, 0) + 1


@dataclass(slots=True, repr=False, eq=False)
class _Decisions:
    """Which statements of the body stand under a decision about market data."""

    body: Body
    flow: Flow
    deciding: set[int] = field(default_factory=set)
    guards: list[int] = field(default_factory=list)

    def direct(self, statement: int) -> bool:
        """Whether the statement itself compares market data or reads the outcome of a comparison."""
        return statement in self.flow.weights or bool(
            reads_of(self.body.names.get(statement, ())) & (self.flow.decided | self.flow.scored)
        )

    def under(self, statement: int) -> bool:
        """Whether the statement runs only if a comparison of market data says so."""
        around = list(self.body.ancestors(statement))
        if any(outer in self.deciding for outer in around):
            return True
        statements = self.body.facts.statements
        places = {self.body.statement, *around}
        return any(guard < statement and statements[guard].parent in places for guard in self.guards)


def outputs_of(body: Body, flow: Flow) -> Outputs:
    """The outputs of a body that depend on comparisons of market data."""
    outputs = Outputs()
    decisions = _decisions(body, flow)
    _columns(body, flow, decisions, outputs)
    _calls(body, flow, decisions, outputs)
    _returns(body, flow, decisions, outputs)
    return outputs


def _decisions(body: Body, flow: Flow) -> _Decisions:
    decisions = _Decisions(body, flow)
    statements = body.facts.statements
    for index in body.own:
        kind = statements[index].kind
        if (kind in ("if", "while", "match") and decisions.direct(index)) or (
            kind == "for" and reads_of(body.names.get(index, ())) & flow.filtered
        ):
            decisions.deciding.add(index)
    leaving = {statements[index].parent for index in body.own if statements[index].kind in LEAVING}
    decisions.guards = [index for index in sorted(decisions.deciding) if index in leaving]
    return decisions


def _columns(body: Body, flow: Flow, decisions: _Decisions, outputs: Outputs) -> None:
    for assignment in body.assignments:
        column = _column_written(body, assignment, flow)
        if column is None:
            continue
        outputs.columns_written.add(column)
        if _is_flag(assignment, decisions):
            outputs.flags[column] = outputs.flags.get(column, 0) + 1
            series = _marks(assignment) and assignment.target.split("[", 1)[0] not in flow.frames
            outputs.add("signal" if series else "flag")
        elif assignment.target in flow.collectors and decisions.under(assignment.statement):
            outputs.add("hits")
    for assignment in body.assignments:
        if _tells_to_act(assignment) and decisions.under(assignment.statement):
            outputs.add("signal")
    for index in body.own:
        if index in flow.weights:
            for call in body.calls.get(index, ()):
                if call.name == "alias" and call.arguments and isinstance(call.arguments[0].value.value, str):
                    outputs.flags[call.arguments[0].value.value] = 1
                    outputs.add("flag")
        for item in body.items.get(index, ()):
            if item.via in ("loc", "at") and item.access == "write" and isinstance(item.key, str):
                outputs.columns_written.add(item.key)
                if decisions.direct(index) or decisions.under(index):
                    outputs.flags[item.key] = outputs.flags.get(item.key, 0) + 1
                    outputs.add("flag")


def _column_written(body: Body, assignment: Assignment, flow: Flow) -> str | None:
    if assignment.is_item and (isinstance(assignment.key, str) or assignment.pattern):
        return str(assignment.key)
    if assignment.target in flow.frames and not is_plain_name(assignment):
        return ""
    if flow.trading and _marks(assignment) and assignment.target.split("[", 1)[0] not in flow.frames:
        return assignment.target.split("[", 1)[0]
    root = assignment.target.split("[", 1)[0]
    if root != assignment.target:
        if root not in flow.frames:
            return None
        items = body.items.get(assignment.statement, ())
        return next((str(item.key) for item in items if item.base == root and isinstance(item.key, str)), "")
    base, _, attribute = assignment.target.rpartition(".")
    value = assignment.value
    if base in flow.frames or (base not in ("", "self", "cls") and value and value.traits & Traits.BOOLEAN):
        return attribute
    return None


def _marks(assignment: Assignment) -> bool:
    """Whether a constant is put where a condition holds (`signals[rsi < 30] = 1`)."""
    value = assignment.value
    if value is None or not value.constant or not value.value or assignment.is_item:
        return False
    span = assignment.target_span
    return span.end_column - span.column > len(assignment.target) and "." not in assignment.target


def _is_flag(assignment: Assignment, decisions: _Decisions) -> bool:
    value = assignment.value
    if value is None:
        return False
    if not value.constant and value.traits & (Traits.BOOLEAN | Traits.FLAG):
        made = decisions.body.calls.get(assignment.statement, ())
        return decisions.direct(assignment.statement) and not (value.kind == "call" and grades(made))
    if value.traits & Traits.FILTERED and assignment.is_item:
        return assignment.statement in decisions.flow.weights
    if value.kind == "call" and named_as_signal(str(assignment.key or "")):
        return decisions.direct(assignment.statement)
    if decisions.flow.trading and _marks(assignment) and assignment.statement in decisions.flow.weights:
        return True
    if value.constant and isinstance(value.value, (bool, int, str)):
        return decisions.under(assignment.statement) and _is_frame(assignment, decisions.flow)
    return False


def _tells_to_act(assignment: Assignment) -> bool:
    """Whether an attribute that others act on is set (`context.buy_alert = True`, `self.signal = "BUY"`)."""
    value = assignment.value
    base, _, attribute = assignment.target.rpartition(".")
    if not base or assignment.is_item or assignment.operator or value is None or not value.constant:
        return False
    said = value.value is True or (isinstance(value.value, str) and _is_signal_text(value.value))
    return said and any(word in ACTING_WORDS for word in words(attribute))


def _is_frame(assignment: Assignment, flow: Flow) -> bool:
    root = assignment.target.split("[", 1)[0]
    return root in flow.frames or root in flow.values


def _calls(body: Body, flow: Flow, decisions: _Decisions, outputs: Outputs) -> None:
    statements = body.facts.statements
    parameters = set(body.parameters)
    for index in body.own:
        for call in body.calls.get(index, ()):
            if call.name in RANKING and _ranks(call, flow):
                outputs.add("ranking")
                continue
            kind = _call_output(call, flow, parameters)
            if kind is None:
                continue
            if kind == "hits" and _appends_outcome(call, flow):
                outputs.add("signal")
                continue
            if not (_decided_itself(kind, call, index, decisions) or decisions.under(index)):
                continue
            looped = any(statements[a].kind in ("for", "while") for a in body.ancestors(index))
            if kind == "print" and not looped and not _says_signal(call):
                continue
            outputs.add(kind)


def _says_signal(call: Call) -> bool:
    """Whether a call prints a signal and nothing else (`print("BUY")`)."""
    return any(
        isinstance(argument.value.value, str) and _is_signal_text(argument.value.value)
        for argument in call.arguments
    )


def _decided_itself(kind: OutputKind, call: Call, index: int, decisions: _Decisions) -> bool:
    """Whether a call holds its decision: a condition in it, or signals handed to a backtest."""
    if kind == "hits":
        return index in decisions.flow.weights
    if kind == "order" and any(argument.value.root in decisions.flow.decided for argument in call.arguments):
        return True
    return call.name in SIGNAL_USERS and decisions.direct(index)


def _ranks(call: Call, flow: Flow) -> bool:
    """Whether a sorting call is given collected or market data."""
    given = [call.root, *(argument.value.root for argument in call.arguments)]
    return any(name and (name in flow.collectors or name in flow.values) for name in given)


def _appends_outcome(call: Call, flow: Flow) -> bool:
    """Whether a collecting call adds the outcome of a comparison itself (`signals.append(signal)`)."""
    return any(
        argument.value.kind == "name" and argument.value.root in flow.decided for argument in call.arguments
    )


def _call_output(call: Call, flow: Flow, parameters: set[str]) -> OutputKind | None:
    if call.name in COLLECTING and call.callee == f"{call.root}.{call.name}":
        if any(word in REMARK_WORDS for word in words(call.root)):
            return None
        if call.root in flow.collectors or call.root in parameters:
            return "hits"
        return "hits" if any(word in SIGNAL_WORDS for word in words(call.root)) else None
    if call.name in ORDER_CALLS or call.name in SIGNAL_USERS or _gives_side(call):
        return "order"
    if _alerts(call):
        return "alert"
    return "print" if call.callee == "print" else None


def _gives_side(call: Call) -> bool:
    """Whether a call is told a side as a text or a member (`submit("BUY", symbol)`, `order(Side.SELL)`)."""
    return call.callee != "print" and any(
        (value.constant and isinstance(value.value, str) and value.value.lower() in TRADED_SIDES)
        for value in (argument.value for argument in call.arguments)
    )


def _alerts(call: Call) -> bool:
    """Whether a call tells people what was found (`send_telegram(text)`, `bot.send_message(...)`)."""
    spelled = words(call.name)
    if any(word in ALERTING_WORDS for word in spelled):
        return True
    return sum(word in TELLING_WORDS for word in spelled) > 1


def _returns(body: Body, flow: Flow, decisions: _Decisions, outputs: Outputs) -> None:
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
    said = isinstance(first, bool) or (isinstance(first, str) and _is_signal_text(first))
    return first if said else constant


def _answer_of(constants: set[object]) -> OutputKind | None:
    """What the constants that a def returns under its conditions amount to."""
    truths = any(isinstance(constant, bool) for constant in constants)
    if truths and {True, False} <= constants:
        return "boolean"
    if any(isinstance(constant, str) and _is_signal_text(constant) for constant in constants):
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


def _is_signal_text(text: str) -> bool:
    found = words(text)
    return 0 < len(found) <= 4 and (any(word in SIGNAL_TEXTS for word in found) or bool(pattern_in(found)))


def _return_output(
    returned: Return, value: Value, body: Body, flow: Flow, decisions: _Decisions
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
    if value.kind == "name" and value.root in flow.decided and value.root in flow.booleans:
        return "boolean"
    if value.kind == "conditional" and (direct or reads & flow.decided or decisions.deciding):
        return "score"
    if value.kind == "call" and value.callee.rsplit(".", 1)[-1] in MEASURING:
        return "report" if reads & flow.decided else None
    if value.kind in ("tuple", "dict", "call", "list"):
        if value.kind == "tuple" and _first_read(body, statement) in flow.decided & flow.booleans:
            return "signal"
        if direct and value.comparisons:
            return "signal"
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


def _names_signal(body: Body, statement: int) -> bool:
    """Whether a statement names a member such as `Action.BUY`."""
    return any(_is_signal_text(attribute.name) for attribute in body.attributes.get(statement, ()))


def _first_read(body: Body, statement: int) -> str:
    """The name that a returned tuple begins with: whether the rest is worth reading."""
    reads = [use for use in body.names.get(statement, ()) if use.access == "read"]
    return min(reads, key=lambda use: use.span.start).name if reads else ""


def _filters(value: Value, body: Body, statement: int) -> bool:
    """Whether a value is what a condition lets through of something."""
    if value.traits & Traits.FILTERED or value.kind == "comprehension":
        return True
    return value.kind == "call" and any(call.name in FILTERING for call in body.calls.get(statement, ()))


def _picks(value: Value, body: Body, statement: int) -> bool:
    """Whether a value is where a condition holds (`np.where(mask)[0]`)."""
    return value.kind in ("subscript", "attribute") and any(
        call.name in FILTERING or call.name in ("nonzero", "flatnonzero", "argwhere")
        for call in body.calls.get(statement, ())
    )


def _returns_nothing_else(body: Body) -> bool:
    """Whether the other returns say "no": None, False, 0 or empty."""
    others = [returned.value for returned in body.returns if returned.value and returned.value.kind != "name"]
    return bool(others) and all(value.constant and not value.value for value in others)


def named_as_signal(column: str, surely: bool = False) -> bool:
    """Whether a column's name says it holds signals (or market data, unless it has to say so surely)."""
    if any(word in SIGNAL_WORDS for word in words(column)):
        return True
    return not surely and market_weight(column) == 2
