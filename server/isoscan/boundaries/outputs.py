"""What comes out of a body: booleans, flag columns, filtered rows, hits, signals, orders.

Each output counts only where it depends on a comparison of market data: in the same statement, through
a name that holds the outcome of one, under an `if` on one, or behind a guard (`if ...: continue`).
"""

from __future__ import annotations

from collections.abc import Iterable

from isoscan.boundaries.answers import note_returns
from isoscan.boundaries.bodies import Body
from isoscan.boundaries.decisions import Decisions, OutputKind, Outputs, decisions_of, is_signal_text
from isoscan.boundaries.flow import Flow, is_plain_name
from isoscan.boundaries.reading import MARKS, grades, reads_of
from isoscan.boundaries.vocabulary import market_weight, word_set, words
from isoscan.facts.records import Assignment, Call, Traits

SIGNAL_WORDS = word_set(
    "signal signals sig buy sell long short entry exit enter position positions trade trades alert "
    "hit hits setup trigger flag match pattern scan pass passed candidate breakout decision action "
    "direction entries exits eligible qualified"
)
# Lists of texts for people.
REMARK_WORDS = word_set(
    "notes note reasons reason lines line messages message msgs parts part warnings errors text texts "
    "risks risk insights issues problems labels logs log html output out_lines args"
)
COLLECTING = frozenset({"append", "add", "extend", "update", "appendleft", "add_row", "insert", "setdefault"})
ORDER_CALLS = word_set(
    "buy sell order_target_percent order_target order_target_value order order_value order_percent "
    "submit_order place_order create_order market_order limit_order set_holdings SetHoldings "
    "MarketOrder LimitOrder Liquidate liquidate close_position open_position enter_long enter_short "
    "go_long go_short buy_bracket sell_bracket order_shares order_buy_market order_sell_market "
    "create_market_buy_order create_market_sell_order StopMarketOrder Buy Sell Short Cover short "
    "cover"
)
ORDER_VERBS = word_set("execute place submit send open enter close make do market limit create issue")
ORDER_SIDES = word_set("buy sell long short order trade position")
TRADED_SIDES = word_set("buy sell long short sell_short buy_to_cover")
# Calls that are handed signals or positions to try them out.
SIGNAL_USERS = word_set("from_signals from_order_func from_orders sim hold_until")
# What an attribute is called that tells others to act.
ACTING_WORDS = word_set("signal signals sig buy sell long short alert trigger setup decision action enter")
# What an attribute is called that holds the symbols or rows picked.
PICKED_WORDS = word_set(
    "long longs short shorts candidates picks picked selected selection universe watchlist securities "
    "targets buys sells hits matches signals"
)
# What a series is called that says when to be in the market.
POSITIONS = word_set("longs shorts positions entries exits buys sells signals")
# What a call is named that tells people (or another program) at once; the second set needs company.
ALERTING_WORDS = word_set(
    "alert alerts notify notification telegram discord slack pushover webhook whatsapp sms"
)
TELLING_WORDS = word_set("send message msg email mail post tweet push trigger beep")
RANKING = frozenset({"sorted", "sort", "nlargest", "nsmallest", "sort_values"})


def outputs_of(body: Body, flow: Flow) -> Outputs:
    """The outputs of a body that depend on comparisons of market data."""
    outputs = Outputs()
    decisions = decisions_of(body, flow)
    _columns(body, flow, decisions, outputs)
    _calls(body, flow, decisions, outputs)
    note_returns(body, flow, decisions, outputs)
    if not outputs.counts and flow.trading and _takes_positions(body, flow):
        outputs.add("signal")
    return outputs


def _takes_positions(body: Body, flow: Flow) -> bool:
    """Whether a def says where to be long or short, and tries it out itself (`longs = (gap > 2) * 1`)."""
    return any(
        assignment.statement in flow.weights
        and assignment.value is not None
        and assignment.value.traits & (Traits.BOOLEAN | Traits.FLAG)
        and is_plain_name(assignment)
        and not POSITIONS.isdisjoint(words(assignment.target))
        for assignment in body.assignments
    )


def _columns(body: Body, flow: Flow, decisions: Decisions, outputs: Outputs) -> None:
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
        if flow.trading and _keeps_by_key(assignment, flow) and decisions.under(assignment.statement):
            outputs.add("hits")
        if _tells_to_act(assignment) and decisions.under(assignment.statement):
            outputs.add("signal")
        if flow.trading and _keeps_picked(assignment, flow):
            outputs.add("filtered")
    computing = {
        assignment.statement
        for assignment in body.assignments
        if assignment.value is not None
        and assignment.value.kind in ("subscript", "attribute", "arithmetic")
        and not assignment.value.traits & (Traits.BOOLEAN | Traits.FLAG)
    }
    for index in body.own:
        if index in flow.weights:
            for call in body.calls.get(index, ()):
                if call.name == "alias" and call.arguments and isinstance(call.arguments[0].value.value, str):
                    outputs.flags[call.arguments[0].value.value] = 1
                    outputs.add("flag")
        for item in body.items.get(index, ()):
            if item.via in ("loc", "at") and item.access == "write" and isinstance(item.key, str):
                outputs.columns_written.add(item.key)
                if index in computing and not named_as_signal(item.key, surely=True):
                    continue
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
    if value is None or not value.constant or not value.value or assignment.is_item or assignment.operator:
        return False
    span = assignment.target_span
    return span.end_column - span.column > len(assignment.target) and "." not in assignment.target


def _marked_by_mask(assignment: Assignment, decisions: Decisions) -> bool:
    """Whether a side is put into a series where a mask holds (`signals[buy_condition] = 1`)."""
    flow, value = decisions.flow, assignment.value
    names = reads_of(decisions.body.names.get(assignment.statement, ()))
    return (
        assignment.target.split("[", 1)[0] in flow.arrays
        and value is not None
        and (
            isinstance(value.value, str)
            or (isinstance(value.value, (int, float)) and abs(value.value) in MARKS)
        )
        and bool(names & flow.decided & flow.booleans)
    )


def _is_flag(assignment: Assignment, decisions: Decisions) -> bool:
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
    marks = decisions.flow.trading and _marks(assignment)
    if marks and (assignment.statement in decisions.flow.weights or _marked_by_mask(assignment, decisions)):
        return True
    if value.constant and isinstance(value.value, (bool, int, str)):
        return decisions.under(assignment.statement) and _is_frame(assignment, decisions.flow)
    return False


def _keeps_by_key(assignment: Assignment, flow: Flow) -> bool:
    """Whether something is kept under a key that the code found (`hits[symbol] = volume`)."""
    value = assignment.value
    if assignment.target not in flow.collectors or assignment.is_item or is_plain_name(assignment):
        return False
    return (
        not assignment.operator
        and value is not None
        and not any(word in REMARK_WORDS for word in words(assignment.target))
    )


def _tells_to_act(assignment: Assignment) -> bool:
    """Whether an attribute that others act on is set (`context.buy_alert = True`, `self.signal = "BUY"`)."""
    value = assignment.value
    base, _, attribute = assignment.target.rpartition(".")
    if not base or assignment.is_item or assignment.operator or value is None or not value.constant:
        return False
    said = value.value is True or (isinstance(value.value, str) and is_signal_text(value.value))
    return said and any(word in ACTING_WORDS for word in words(attribute))


def _keeps_picked(assignment: Assignment, flow: Flow) -> bool:
    """Whether an attribute called after what is picked is given it (`context.longs = f[f.score > 0]`)."""
    value = assignment.value
    base, _, attribute = assignment.target.rpartition(".")
    if not base or value is None or assignment.is_item or assignment.statement not in flow.weights:
        return False
    picked = value.traits & Traits.FILTERED or (
        value.kind in ("call", "attribute") and value.root in flow.frames and "[]." in value.callee
    )
    return bool(picked) and any(word in PICKED_WORDS for word in words(attribute))


def _is_frame(assignment: Assignment, flow: Flow) -> bool:
    root = assignment.target.split("[", 1)[0]
    return root in flow.frames or root in flow.values


def _calls(body: Body, flow: Flow, decisions: Decisions, outputs: Outputs) -> None:
    statements = body.facts.statements
    parameters = set(body.parameters)
    for index in body.own:
        if index in flow.keeping & flow.carrying and decisions.under(index):
            outputs.add("hits")
        for call in body.calls.get(index, ()):
            if call.name in RANKING and _ranks(call, flow):
                outputs.add("ranking")
                continue
            kind = _call_output(call, flow, parameters, _keys_before(body, index, call))
            if kind is None and statements[index].kind == "expression" and _acts(call):
                kind = "order"
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


def _keys_before(body: Body, index: int, call: Call) -> tuple[str, ...]:
    """The keys under which what a call is called on is kept (`data["hits"].append(...)`)."""
    if "[]" not in call.callee:
        return ()
    return tuple(
        item.key
        for item in body.items.get(index, ())
        if item.base == call.root and isinstance(item.key, str) and item.span.start == call.span.start
    )


def _says_signal(call: Call) -> bool:
    """Whether a call prints a signal and nothing else (`print("BUY")`)."""
    return any(
        isinstance(argument.value.value, str) and is_signal_text(argument.value.value)
        for argument in call.arguments
    )


def _decided_itself(kind: OutputKind, call: Call, index: int, decisions: Decisions) -> bool:
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


def _call_output(call: Call, flow: Flow, parameters: set[str], keys: Iterable[str] = ()) -> OutputKind | None:
    """What a call puts out; `keys` are those under which what it is called on is kept."""
    kept = (f"{call.root}.", f"{call.root}[].", f"{call.root}.setdefault().")
    if call.name in COLLECTING and call.callee in [f"{way}{call.name}" for way in kept]:
        spelled = (*words(call.root), *(word for key in keys for word in words(key)))
        if any(word in REMARK_WORDS for word in spelled):
            return None
        if call.root in flow.collectors or call.root in parameters:
            return "hits"
        return "hits" if any(word in SIGNAL_WORDS for word in spelled) else None
    if is_order(call) or call.name in SIGNAL_USERS or _gives_side(call):
        return "order"
    if _alerts(call):
        return "alert"
    return "print" if call.callee == "print" else None


def is_order(call: Call) -> bool:
    """Whether a call places an order: by its name, or by a verb and a side in it (`self.execute_buy()`)."""
    if call.name in ORDER_CALLS:
        return True
    spelled = words(call.name)
    return len(spelled) > 1 and spelled[0] in ORDER_VERBS and not ORDER_SIDES.isdisjoint(spelled[1:])


def _acts(call: Call) -> bool:
    """Whether a call that stands for itself takes a side (`self.short_spread()`)."""
    first = words(call.name)[:1]
    return call.callee == f"self.{call.name}" and first in (("buy",), ("sell",), ("short",), ("long",))


def _gives_side(call: Call) -> bool:
    """Whether a call is told a side to trade (`self.submit("BUY", symbol)`)."""
    return call.callee != "print" and any(
        isinstance(argument.value.value, str) and argument.value.value.lower() in TRADED_SIDES
        for argument in call.arguments
    )


def _alerts(call: Call) -> bool:
    """Whether a call tells people what was found (`send_telegram(text)`, `bot.send_message(...)`)."""
    spelled = words(call.name)
    if any(word in ALERTING_WORDS for word in spelled):
        return True
    return sum(word in TELLING_WORDS for word in spelled) > 1


def named_as_signal(column: str, surely: bool = False) -> bool:
    """Whether a column's name says it holds signals (or market data, unless it has to say so surely)."""
    if any(word in SIGNAL_WORDS for word in words(column)):
        return True
    return not surely and market_weight(column) == 2
