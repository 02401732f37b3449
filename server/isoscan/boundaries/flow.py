"""Where market data goes inside one body: which names hold frames, prices, conditions, hits.

A flow is followed statement by statement: what a statement binds is market data when it reads market
data. That is coarser than expressions and cheap, and it is enough to tell comparisons of prices from
comparisons of anything else. Lengths, dates, symbols and settings do not carry the market on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.market import Knowledge, noted_for
from isoscan.boundaries.reading import Reading, reading_of, reads_of
from isoscan.boundaries.seeds import seeds_of
from isoscan.boundaries.vocabulary import is_neutral, speaks_of_level, word_set
from isoscan.boundaries.weighing import compares, weigh
from isoscan.facts.records import Assignment, Call, Traits, Value

# Names of what a quote holds: two of them side by side tell of quotes wherever they come from.
QUOTES = word_set("price volume close high low change rsi prev_close last_price pct_change market_cap")

# Methods whose result is rows of the same frame.
SAME_ROWS = word_set(
    "copy head tail dropna reset_index set_index sort_values sort_index query fillna ffill bfill to_dict "
    "drop_duplicates last first squeeze to_records iterrows itertuples"
)


# Calls that fetch a frame of market data.
FRAME_SOURCES = word_set(
    "download DataReader get_data_yahoo get_historical_data history get_history pipeline_output get_k_data"
)

# Calls that make an array or a series that is filled in later.
BLANK = word_set("zeros ones empty full zeros_like ones_like full_like empty_like Series")

# Methods that give what a frame holds as a list or an index.
KEEPING = word_set("tolist to_list unique copy head reset_index to_dict index")


@dataclass(slots=True, repr=False, eq=False)
class Flow:
    """What the statements of one body do with market data.

    `weights` gives, per statement, how much its comparisons of market data weigh (two for each on a
    sure market column, one for each on a likely one) and `tests` how many they are; `literal` counts
    those against a number or a setting. `columns` are the market columns read, with their weight.
    `asks` counts, per statement, the questions put to other defs; `held` says how many comparisons
    stand behind a name; `carrying` are the statements that read market data, `keeping` those that call a def
    which collects what it is given.
    """

    frames: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    decided: set[str] = field(default_factory=set)
    booleans: set[str] = field(default_factory=set)
    scored: set[str] = field(default_factory=set)
    filtered: set[str] = field(default_factory=set)
    collectors: set[str] = field(default_factory=set)
    arrays: set[str] = field(default_factory=set)
    weights: dict[int, int] = field(default_factory=dict)
    tests: dict[int, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    asks: dict[int, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    carrying: set[int] = field(default_factory=set)
    keeping: set[int] = field(default_factory=set)
    compared: int = 0
    literal: int = 0
    trading: bool = False
    quoting: bool = False

    @property
    def weight(self) -> int:
        """The weight of all comparisons of market data in the body."""
        return sum(self.weights.values())

    def continued(self) -> Flow:
        """A flow for the code that follows: it shares what names hold and counts anew."""
        return Flow(
            self.frames,
            self.values,
            self.decided,
            self.booleans,
            self.scored,
            self.filtered,
            self.collectors,
            self.arrays,
        )


def follow(body: Body, flow: Flow, known: Knowledge) -> Flow:
    """Follow one body. `flow` is empty, or goes on from the code before (a script's earlier chunks)."""
    known = noted_for(body.holder, known)
    frames, values = seeds_of(body, known)
    flow.trading = known.trading > 0
    quoted = {assignment.target for assignment in body.assignments} & QUOTES
    flow.quoting = flow.trading or (len(quoted) > 1 and not quoted.isdisjoint(("price", "volume")))
    flow.frames |= frames
    flow.values |= values
    assigned: dict[int, list[Assignment]] = {}
    for assignment in body.assignments:
        assigned.setdefault(assignment.statement, []).append(assignment)
    if known.trading:
        _hand_on_frames(body, flow)
    written = {
        item.key
        for uses in body.items.values()
        for item in uses
        if item.access != "read" and isinstance(item.key, str) and item.base in flow.frames
    }
    readings = {index: reading_of(body, index, flow.frames, written, known) for index in body.own}
    before = -1
    for _ in range(3):
        for index in body.own:
            _step(body, flow, index, readings[index], assigned.get(index, ()))
        size = len(flow.frames) + len(flow.values)
        if size == before:
            break
        before = size
    _recognise_defs(body, flow, known)
    for index in body.own:
        weigh(body, flow, index, readings[index], known)
    for index in body.own:
        _spread(body, flow, index, assigned.get(index, ()))
    return flow


def _hand_on_frames(body: Body, flow: Flow) -> None:
    """Names for the same frame, for parts of it and for its rows are frames too."""
    statements = body.facts.statements
    loops = [index for index in body.own if statements[index].kind == "for"]
    for _ in range(2):
        before = len(flow.frames)
        for assignment in body.assignments:
            value = assignment.value
            if value is None or not is_plain_name(assignment):
                continue
            fetched = value.kind in ("call", "await") and value.callee.rsplit(".", 1)[-1] in FRAME_SOURCES
            if fetched or (value.traits & Traits.FRAME and value.root in ("pd", "pandas", "pl")):
                flow.frames.add(assignment.target)
            if value.root not in flow.frames:
                continue
            if value.traits & Traits.BOOLEAN or is_neutral(assignment.target):
                continue
            rows = value.kind == "subscript" and not _picks_column(body, assignment)
            same = value.kind == "call" and value.callee.rsplit(".", 1)[-1] in SAME_ROWS
            if rows or same or value.kind == "name":
                flow.frames.add(assignment.target)
        for index in loops:
            uses = body.names.get(index, ())
            if reads_of(uses) & flow.frames:
                bound = {use.name for use in uses if use.binding == "for"}
                flow.frames |= {name for name in bound if not is_neutral(name)}
        if len(flow.frames) == before:
            return


def _picks_column(body: Body, assignment: Assignment) -> bool:
    """Whether the assigned value is one column (`df["close"]`), not rows."""
    return any(
        isinstance(item.key, str) and item.access == "read"
        for item in body.items.get(assignment.statement, ())
    )


def _names_in(body: Body) -> set[str]:
    return {use.name for uses in body.names.values() for use in uses}


def _recognise_defs(body: Body, flow: Flow, known: Knowledge) -> None:
    """Names of defs that answer questions about the market, in this module or inside of this body."""
    flow.decided |= {name for name in _names_in(body) if name in known.deciding}
    scopes = body.facts.scopes
    inner = {
        scope.name: index
        for index, scope in enumerate(scopes)
        if scope.kind == "function" and scope.name and index != body.scope and _is_inside(body, index)
    }
    if not inner:
        return
    scope_of = [statement.scope for statement in body.facts.statements]
    comparing = {scope_of[index] for index in body.comparisons if index in flow.carrying}
    flow.decided |= {name for name, index in inner.items() if index in comparing}


def _is_inside(body: Body, scope: int) -> bool:
    scopes = body.facts.scopes
    while scope > 0:
        scope = scopes[scope].parent
        if scope == body.scope:
            return body.scope > 0
    return False


def _step(body: Body, flow: Flow, index: int, reading: Reading, assigned: Iterable[Assignment]) -> None:
    market = reading.market or reading.source or not reading.names.isdisjoint(flow.values)
    frame = reading.frame or not reading.names.isdisjoint(flow.frames)
    for assignment in assigned:
        value = assignment.value
        if value is None or not is_plain_name(assignment):
            continue
        if value.kind == "call" and value.callee.rsplit(".", 1)[-1] in BLANK:
            flow.arrays.add(assignment.target)
        if value.constant and isinstance(value.value, bool):
            flow.booleans.add(assignment.target)
        if value.traits:
            _note_traits(flow, assignment.target, value, market or frame)
    if not market and not frame:
        if flow.quoting:
            flow.values |= _named_as_market(assigned)
        return
    flow.carrying.add(index)
    for use in body.names.get(index, ()):
        if use.access != "bind" or use.binding in ("function", "class", "import", "delete", "parameter"):
            continue
        if not is_neutral(use.name) and (market or use.name not in flow.frames):
            flow.values.add(use.name)


def _note_traits(flow: Flow, name: str, value: Value, of_market: bool) -> None:
    if value.traits & Traits.EMPTY_CONTAINER:
        flow.collectors.add(name)
    if value.traits & Traits.FILTERED and of_market:
        flow.frames.add(name)
    if value.traits & Traits.BOOLEAN:
        flow.booleans.add(name)


def _named_as_market(assigned: Iterable[Assignment]) -> set[str]:
    """Names that say they hold market data, given something that is no constant (a file about the market)."""
    return {
        assignment.target
        for assignment in assigned
        if (
            assignment.unpacked
            or (
                assignment.value is not None
                and assignment.value.kind in ("call", "await", "subscript", "arithmetic")
            )
        )
        and is_plain_name(assignment)
        and not assignment.operator
        and not is_neutral(assignment.target)
        and speaks_of_level(assignment.target)
        and not (assignment.value is not None and assignment.value.constant)
    }


def _spread(body: Body, flow: Flow, index: int, assigned: Iterable[Assignment]) -> None:
    """Names that hold the outcome of market comparisons, and frames cut down by one."""
    reads = reads_of(body.names.get(index, ()))
    if index not in flow.weights and flow.decided.isdisjoint(reads):
        _spread_undecided(body, flow, index, assigned, reads)
        return
    unpacked = [assignment.target for assignment in assigned if assignment.unpacked]
    if unpacked and index in flow.asks:
        flow.decided.add(unpacked[0])
        flow.booleans.add(unpacked[0])
    for assignment in assigned:
        value = assignment.value
        if value is not None and value.connectives and _is_part(assignment):
            flow.decided.add(assignment.target)
            flow.booleans.add(assignment.target)
        if value is None or not is_plain_name(assignment):
            continue
        filled = value.kind == "call" and fills_in(body.calls.get(index, ()))
        if not filled and (value.traits & Traits.FILTERED or is_filter_call(value) or picks_rows(value)):
            flow.filtered.add(assignment.target)
        if holds_outcomes(value, reads, flow.decided) or carries_verdict(
            value, body, index, flow.decided & flow.booleans
        ):
            flow.decided.add(assignment.target)
            flow.booleans.add(assignment.target)
        elif value.kind == "call" and value.callee == "sum" and reads & flow.decided:
            flow.scored.add(assignment.target)
        asked = value.kind == "call" and compares(value.callee.rsplit(".", 1)[-1])
        if value.traits & (Traits.BOOLEAN | Traits.FLAG) or value.comparisons or asked or index in flow.asks:
            flow.decided.add(assignment.target)
            behind = sum([flow.held.get(name, 0) for name in reads])
            flow.held[assignment.target] = min(12, behind + flow.tests.get(index, 0))


def _spread_undecided(
    body: Body, flow: Flow, index: int, assigned: Iterable[Assignment], reads: set[str]
) -> None:
    """What a statement binds that compares nothing: a score that is compared, flags set under a decision."""
    if not flow.scored.isdisjoint(reads):
        flow.decided |= {
            assignment.target
            for assignment in assigned
            if assignment.value is not None
            and assignment.value.traits & Traits.BOOLEAN
            and is_plain_name(assignment)
        }
    if not any(around in flow.weights for around in body.ancestors(index)):
        return
    for assignment in assigned:
        if assignment.operator:
            if is_plain_name(assignment):
                flow.scored.add(assignment.target)
            continue
        if not _is_flag(assignment.value, flow.trading):
            continue
        column = assignment.is_item and assignment.target in flow.frames
        filled = assignment.target in flow.arrays and _is_part(assignment)
        if filled or (not column and (assignment.is_item or is_plain_name(assignment))):
            flow.decided.add(assignment.target)


def _is_flag(value: Value | None, trading: bool) -> bool:
    """Whether a value is a constant of some kind, a truth (`s and False`), or a member (`Side.LONG`)."""
    if value is None:
        return False
    if value.kind == "attribute":
        return trading
    return value.kind == "boolean" or (value.constant and isinstance(value.value, (bool, int, float, str)))


def holds_outcomes(value: Value, reads: set[str], decided: set[str]) -> bool:
    """Whether a value is a display of the outcomes of comparisons (`[above_ema, high_volume]`)."""
    outcomes = reads & decided
    return value.kind in ("list", "tuple", "dict") and len(outcomes) > 1 and 2 * len(outcomes) >= len(reads)


def carries_verdict(value: Value, body: Body, index: int, verdicts: set[str]) -> bool:
    """Whether a value is a record that is given a verdict (`Result(passed=bool(passed), close=close)`)."""
    made = value.callee.rsplit(".", 1)[-1]
    if value.kind != "call" or not made[:1].isupper() or made.isupper() or not verdicts:
        return False
    given = [
        argument.value.span
        for call in body.calls.get(index, ())
        if call.callee == value.callee
        for argument in call.arguments
        if argument.value.kind in ("name", "call", "boolean")
    ]
    return any(
        use.name in verdicts and any(span.start <= use.span.start < span.end for span in given)
        for use in body.names.get(index, ())
        if use.access == "read"
    )


def is_filter_call(value: Value) -> bool:
    """Whether a value is what `frame.filter(...)`, `.query(...)` or `.where(...)` lets through."""
    if value.kind != "call":
        return False
    last = value.callee.rsplit(".", 1)[-1]
    return last in ("filter", "query", "where") or (last in KEEPING and ".query()" in value.callee)


def picks_rows(value: Value) -> bool:
    """Whether a value is the rows that a lambda lets through (`df.pipe(f).loc[lambda f: f.rsi < 30]`)."""
    return value.kind == "subscript" and value.comparisons > 0 and not value.traits


def fills_in(calls: Iterable[Call]) -> bool:
    """Whether a `where` is told what to put where its condition fails: it cuts nothing down."""
    return any(call.name == "where" and len(call.arguments) > 1 for call in calls)


def _is_part(assignment: Assignment) -> bool:
    """Whether the target is a stretch of what a name holds (`mask[1:]`)."""
    return not (assignment.is_item or "." in assignment.target or is_plain_name(assignment))


def is_plain_name(assignment: Assignment) -> bool:
    """Whether the target is a name itself, not an attribute or an item (of any key) of it."""
    if assignment.is_item or "." in assignment.target or "[" in assignment.target:
        return False
    span = assignment.target_span
    return span.end_column - span.column == len(assignment.target)
