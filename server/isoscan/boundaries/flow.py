"""Where market data goes inside one body: which names hold frames, prices, conditions, hits.

A flow is followed statement by statement: what a statement binds is market data when it reads market
data. That is coarser than expressions and cheap, and it is enough to tell comparisons of prices from
comparisons of anything else. Lengths, dates and indices do not carry the market on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.vocabulary import column_weight, market_weight, word_set, words
from isoscan.facts.records import AttributeUse, Call, Comparison, ItemUse, NameUse, Traits, Value
from isoscan.source.spans import Span

ORDER_OPERATORS = frozenset({"<", "<=", ">", ">="})

# Calls whose result does not carry market data on.
NEUTRAL_CALLS = word_set(
    "len range print isinstance issubclass hasattr getattr type str repr format isna isnull notna "
    "notnull isnan isfinite enumerate id debug info warning error exception log input dropna"
)

# Calls that compare two series or values, in the libraries traders use.
COMPARING_CALLS = word_set(
    "isclose crossover crossunder crossed_above crossed_below crossed cross_above cross_below "
    "crosses_above crosses_below cross gt lt ge le gte lte between equals greater less greater_equal "
    "less_equal coint cross_over cross_under CrossOver CrossUp CrossDown"
)

# Calls that make a count of what they are given: comparing it says nothing about the market.
COUNTING_CALLS = frozenset({"len", "count", "nunique"})

FRAME_METHODS = word_set(
    "rolling shift ewm iterrows itertuples groupby resample pct_change diff cumsum dropna fillna "
    "set_index reset_index sort_values sort_index tail query assign to_dict describe expanding astype "
    "idxmax idxmin nlargest nsmallest merge apply"
)
FRAME_ATTRIBUTES = frozenset({"iloc", "loc", "columns", "values", "at", "iat"})

TIME_WORDS = word_set(
    "date dates time datetime timestamp day days year years month months hour hours minute minutes "
    "second seconds week weeks weekday dayofweek index idx i j k len length size shape count "
    "iteration retries attempt attempts tz expiry status code n columns rows"
)

EXCHANGE_COLUMNS = frozenset({"open", "high", "low", "close", "volume"})


@dataclass(slots=True)
class Flow:
    """What the statements of one body do with market data.

    `weights` gives, per statement, how much its comparisons of market data weigh (two for each on a
    sure market column, one for each on a likely one); `literal` counts those against a number,
    `compared` all of them. `columns` are the market columns read, with their weight.
    """

    frames: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    decided: set[str] = field(default_factory=set)
    booleans: set[str] = field(default_factory=set)
    filtered: set[str] = field(default_factory=set)
    collectors: set[str] = field(default_factory=set)
    weights: dict[int, int] = field(default_factory=dict)
    tests: dict[int, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    compared: int = 0
    literal: int = 0

    @property
    def weight(self) -> int:
        """The weight of all comparisons of market data in the body."""
        return sum(self.weights.values())


@dataclass(slots=True)
class _Reading:
    """What one statement reads, without what stands inside neutral calls."""

    names: set[str]
    columns: set[str]
    counts: list[Span]
    market: bool
    whole_frame: bool


def follow(body: Body, known: Flow | None = None) -> Flow:
    """The flow of one body. `known` is the flow of the code before it (a script's earlier chunks)."""
    flow = Flow()
    if known is not None:
        for name in ("frames", "values", "decided", "booleans", "filtered", "collectors"):
            getattr(flow, name).update(getattr(known, name))
    _seed(body, flow)
    readings = {index: _reading(body, index, flow) for index in body.own}
    by_statement: dict[int, list[int]] = {}
    for position, assignment in enumerate(body.assignments):
        by_statement.setdefault(assignment.statement, []).append(position)
    before = -1
    for _ in range(3):
        for index in body.own:
            _step(body, flow, index, readings[index], by_statement.get(index, ()))
        size = len(flow.frames) + len(flow.values) + len(flow.decided) + len(flow.filtered)
        if size == before:
            break
        before = size
    for index in body.own:
        _weigh(body, flow, index, readings[index])
    for index in body.own:
        _spread(body, flow, index, by_statement.get(index, ()))
    return flow


def _seed(body: Body, flow: Flow) -> None:
    scope = body.facts.scopes[body.scope]
    lowered = {parameter.name.lower() for parameter in scope.parameters}
    exchange = len(lowered & EXCHANGE_COLUMNS) >= 2
    for parameter in scope.parameters:
        annotation = parameter.annotation
        if "DataFrame" in annotation:
            flow.frames.add(parameter.name)
        elif (
            "Series" in annotation
            or market_weight(parameter.name) == 2
            or (exchange and parameter.name.lower() in EXCHANGE_COLUMNS)
        ):
            flow.values.add(parameter.name)
    likely: dict[str, set[str]] = {}
    for uses in body.items.values():
        for item in uses:
            if not isinstance(item.key, str):
                continue
            weight = 1 if item.pattern else column_weight(item.key)
            if weight == 2:
                flow.frames.add(item.base)
            elif weight == 1:
                likely.setdefault(item.base, set()).add(item.key)
    flow.frames.update(base for base, keys in likely.items() if len(keys) > 1)
    for calls in body.calls.values():
        for call in calls:
            if call.name in FRAME_METHODS and call.callee == f"{call.root}.{call.name}":
                flow.frames.add(call.root)
    for attributes in body.attributes.values():
        for attribute in attributes:
            if attribute.name in FRAME_ATTRIBUTES:
                flow.frames.add(attribute.base)
    flow.frames.discard("")


def _neutral_spans(calls: Iterable[Call]) -> list[Span]:
    return [call.span for call in calls if call.name in NEUTRAL_CALLS]


def _inside(span: Span, spans: list[Span]) -> bool:
    return any(outer[:2] <= span[:2] and span[2:] <= outer[2:] for outer in spans)


def _reading(body: Body, index: int, flow: Flow) -> _Reading:
    calls = body.calls.get(index, ())
    neutral = _neutral_spans(calls)
    names = {
        use.name
        for use in body.names.get(index, ())
        if use.access == "read" and not (neutral and _inside(use.span, neutral))
    }
    columns: set[str] = set()
    market = False
    whole = bool(names & flow.frames)
    for item in body.items.get(index, ()):
        if item.access == "read" and isinstance(item.key, str):
            read = _read_column(flow, columns, item)
            if not _inside(item.span, neutral):
                market |= read
                whole |= item.base in flow.frames
    called = {(call.span.line, call.span.column, call.callee) for call in calls}
    for attribute in body.attributes.get(index, ()):
        if attribute.access != "read":
            continue
        if (attribute.span.line, attribute.span.column, f"{attribute.base}.{attribute.name}") in called:
            continue
        read = _read_attribute(flow, columns, attribute)
        if not _inside(attribute.span, neutral):
            market |= read
            whole |= f"{attribute.base}.{attribute.name}" in flow.frames
    counts = [call.span for call in calls if call.name in COUNTING_CALLS]
    return _Reading(names, columns, counts, market, whole)


def _read_column(flow: Flow, columns: set[str], item: ItemUse) -> bool:
    key = str(item.key)
    weight = column_weight(key)
    if weight == 0 and item.base not in flow.frames:
        return False
    if weight < 2 and is_time(key):
        return False
    columns.add(key)
    if weight:
        flow.columns[key] = weight
    return True


def _read_attribute(flow: Flow, columns: set[str], attribute: AttributeUse) -> bool:
    weight = market_weight(attribute.name)
    if weight == 0 or (weight == 1 and not _of_data(flow, attribute)):
        return False
    columns.add(attribute.name)
    flow.columns[attribute.name] = weight
    return True


def _of_data(flow: Flow, attribute: AttributeUse) -> bool:
    """Whether a likely word is read off something that holds market data (`row.Close`, `self.data.open`)."""
    base = attribute.base
    return base in flow.frames or base in flow.values or "data" in base.rsplit(".", 1)[-1].lower()


def _step(body: Body, flow: Flow, index: int, reading: _Reading, assigned: Iterable[int]) -> None:
    market = reading.market or bool(reading.names & flow.values)
    frame = bool(reading.names & flow.frames) or reading.whole_frame
    for position in assigned:
        assignment = body.assignments[position]
        if assignment.is_item or "." in assignment.target or assignment.value is None:
            continue
        value = assignment.value
        if value.traits & Traits.EMPTY_CONTAINER:
            flow.collectors.add(assignment.target)
        if value.traits & Traits.FILTERED and (market or frame):
            flow.frames.add(assignment.target)
        if value.traits & Traits.BOOLEAN or (value.constant and isinstance(value.value, bool)):
            flow.booleans.add(assignment.target)
    if not market and not frame:
        return
    for use in body.names.get(index, ()):
        if use.access != "bind" or use.binding in ("function", "class", "import", "delete", "parameter"):
            continue
        if is_time(use.name):
            continue
        if market or use.name not in flow.frames:
            flow.values.add(use.name)


def _weigh(body: Body, flow: Flow, index: int, reading: _Reading) -> None:
    weight = tests = 0
    for comparison in body.comparisons.get(index, ()):
        found = _comparison_weight(flow, reading, comparison)
        if found:
            weight += found
            tests += 1
            flow.literal += comparison.literal is not None or comparison.other_key is not None
    market = reading.market or bool(reading.names & (flow.values | flow.frames))
    if market:
        for call in body.calls.get(index, ()):
            if call.name in COMPARING_CALLS:
                weight += 2
                tests += 1
    if not weight and body.facts.statements[index].kind == "if" and reading.columns:
        weight = min(2, sum(market_weight(column) for column in reading.columns))
        tests = 1 if weight else 0
    if weight:
        flow.weights[index] = weight
        flow.tests[index] = tests
        flow.compared += tests


def _comparison_weight(flow: Flow, reading: _Reading, comparison: Comparison) -> int:
    subject, other = comparison.subject, comparison.other
    if reading.counts and any(_inside(span, [comparison.span]) for span in reading.counts):
        return 0
    if is_time(subject) or is_time(other):
        return 0
    literal = comparison.literal
    if comparison.operator not in ORDER_OPERATORS:
        if comparison.operator not in ("==", "!=") or (
            literal is not None and isinstance(literal.value, str)
        ):
            return 0
        if not isinstance(literal.value if literal else None, (int, float)):
            return 0
        return 1 if subject in reading.columns or subject in flow.values else 0
    best = 0
    for side in (subject, other):
        if not side:
            continue
        if side in reading.columns:
            best = max(best, column_weight(side) or 1)
        elif side in flow.values:
            best = max(best, market_weight(side) or 1)
    return best


def is_time(name: str) -> bool:
    """Whether a name says it holds a date, an index or a count: its last word decides."""
    spelled = [word for word in words(name) if not word.isdigit()]
    return bool(spelled) and spelled[-1] in TIME_WORDS


def _spread(body: Body, flow: Flow, index: int, assigned: Iterable[int]) -> None:
    """Names that hold the outcome of market comparisons, and frames cut down by one."""
    reads = {use.name for use in body.names.get(index, ()) if use.access == "read"}
    decides = index in flow.weights or bool(reads & flow.decided)
    if not decides:
        decides = any(around in flow.weights for around in body.ancestors(index))
        if not decides:
            return
        for position in assigned:
            assignment = body.assignments[position]
            if not assignment.is_item and _is_constant_flag(assignment.value):
                flow.decided.add(assignment.target)
        return
    for position in assigned:
        assignment = body.assignments[position]
        if assignment.is_item or assignment.value is None or "." in assignment.target:
            continue
        traits = assignment.value.traits
        if traits & Traits.FILTERED:
            flow.filtered.add(assignment.target)
        if traits & (Traits.BOOLEAN | Traits.FLAG) or assignment.value.comparisons:
            flow.decided.add(assignment.target)


def _is_constant_flag(value: Value | None) -> bool:
    return value is not None and value.constant and isinstance(value.value, (bool, int, str))


def reads_of(uses: Iterable[NameUse]) -> set[str]:
    """The names a statement reads."""
    return {use.name for use in uses if use.access == "read"}
