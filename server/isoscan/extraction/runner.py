"""How the runner of a `standard` module calls its scanner: what each of its inputs is fed with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from isoscan.extraction.layout import Layout
from isoscan.facts.records import FunctionParameter
from isoscan.model.module import Unit

_SYMBOL = frozenset(
    (
        "symbol", "sym", "ticker", "tkr", "code", "stock", "stock_name", "stock_code",
        "instrument", "pair", "name", "asset",
    )
)  # fmt: skip
_SYMBOLS = frozenset(
    (
        "symbols", "tickers", "universe", "watchlist", "stocks", "symbol_list", "ticker_list",
        "tickers_list",
    )
)  # fmt: skip
_START = frozenset(["start", "start_date", "from_date", "date_from", "begin", "since", "start_dt"])
_END = frozenset(["end", "end_date", "to_date", "date_to", "until", "stop_date", "end_dt"])
_FRAME = frozenset(
    (
        "df", "data", "frame", "bars", "dataframe", "ohlcv", "ohlc", "prices", "history", "hist",
        "candles", "stock_data", "price_data",
    )
)  # fmt: skip
_ROW = frozenset(["row", "candle", "bar", "rx", "last", "latest"])
_METHODS = (
    "scan", "screen", "run", "detect", "check", "find", "signals", "find_signals", "generate_signals",
    "get_signals", "generate_signal", "analyze", "evaluate", "signal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Input:
    """One input: `source` is `bars`, `row`, `symbol`, `symbols`, `start`, `end`, `collector` or `option`."""

    name: str
    source: str
    keyword: bool
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Runner:
    """`kind` is `mask`, `function`, `method`, `table`, `data`, `freqtrade` or `framework`.

    For a `table` the name is the expression that tries its entry on `bars`; a `data` entry cannot be tried.

    `construction` are the inputs of a class's `__init__`, `owner` the class; `framework` names the
    base class of a strategy that only its framework can run. `prepares`: the bars go through `prepare`.
    """

    kind: str
    name: str
    inputs: tuple[Input, ...] = ()
    owner: str = ""
    construction: tuple[Input, ...] = ()
    framework: str = ""
    is_async: bool = False
    prepares: bool = False

    @property
    def is_runnable(self) -> bool:
        """Whether it can be run: strategies are run by their frameworks, data by its reader."""
        return self.kind not in ("framework", "data")

    @property
    def all_inputs(self) -> tuple[Input, ...]:
        """The inputs of construction and call."""
        return (*self.construction, *self.inputs)

    @property
    def needs_bars(self) -> bool:
        """Whether bars are read from files."""
        sources = {each.source for each in self.all_inputs}
        return self.kind in ("mask", "freqtrade", "table") or bool(sources & {"bars", "row"})

    @property
    def runs_by_row(self) -> bool:
        """Whether the scanner looks at one row of the bars at a time."""
        return any(each.source == "row" for each in self.all_inputs)

    def uses(self, source: str) -> bool:
        """Whether an input is fed from `source`."""
        return any(each.source == source for each in self.all_inputs)

    def requires(self, source: str) -> bool:
        """Whether an input that has no default is fed from `source`."""
        return any(each.source == source and not each.optional for each in self.all_inputs)

    @property
    def optional_dates(self) -> tuple[tuple[str, str], ...]:
        """Inputs with defaults that are dates: name and source."""
        return tuple((each.name, each.source) for each in self.inputs if _is_optional_date(each))

    @property
    def options(self) -> tuple[str, ...]:
        """The inputs that have to be given on the command line, each by an option of its name."""
        return tuple(dict.fromkeys(each.name for each in self.all_inputs if each.source == "option"))

    def call(self, inputs: tuple[Input, ...]) -> str:
        """The arguments of a call as source text."""
        texts = [
            f"{each.name}={_VALUES[each.source].format(each.name)}"
            if each.keyword
            else _VALUES[each.source].format(each.name)
            for each in inputs
            if not _is_optional_date(each)
        ]
        if any(_is_optional_date(each) for each in inputs):
            texts.append("**dates")
        return ", ".join(texts)

    @property
    def call_text(self) -> str:
        """The expression that runs the scanner for `symbol` and `bars`."""
        if self.kind == "table":
            return self.name
        call = f"{self.name}({self.call(self.inputs)})"
        if self.kind == "method":
            call = f"{self.owner}({self.call(self.construction)}).{call}"
        return f"asyncio.run({call})" if self.is_async else call


def _is_optional_date(each: Input) -> bool:
    return each.optional and each.source in ("start", "end")


_VALUES = {
    "bars": "bars",
    "row": "row",
    "symbol": "symbol",
    "symbols": "symbols",
    "start": "start",
    "end": "end",
    "collector": "hits",
    "option": 'options["{0}"]',
}


def runner_of_function(layout: Layout, unit: Unit) -> Runner:
    """The runner of a function scanner."""
    return Runner(
        "function",
        unit.name,
        inputs_of(layout, unit, skip_first=False),
        is_async=layout.statement(unit.ref).is_async,
    )


def runner_of_method(layout: Layout, unit: Unit, owner: Unit) -> Runner:
    """The runner of a method scanner: its class is constructed, then the method called."""
    init = layout.module.unit_named(f"{owner.qualified_name}.__init__")
    is_static = "staticmethod" in layout.statement(unit.ref).decorators
    return Runner(
        "method",
        unit.name,
        inputs_of(layout, unit, skip_first=not is_static),
        owner.name,
        inputs_of(layout, init, skip_first=True) if init is not None else (),
        is_async=layout.statement(unit.ref).is_async,
    )


def runner_of_class(layout: Layout, unit: Unit) -> Runner:
    """The runner of a class scanner: by freqtrade's methods, by a method that scans, or none."""
    bases = layout.statement(unit.ref).bases
    if any(base.split(".")[-1] == "IStrategy" for base in bases):
        return Runner("freqtrade", unit.name, owner=unit.name)
    if not bases or layout.module.unit_named(bases[0]) is not None:
        for name in _METHODS:
            method = layout.module.unit_named(f"{unit.qualified_name}.{name}")
            if method is not None:
                return runner_of_method(layout, method, unit)
    return Runner("framework", unit.name, owner=unit.name, framework=next(iter(bases), ""))


def inputs_of(layout: Layout, unit: Unit, *, skip_first: bool) -> tuple[Input, ...]:
    """What a function's parameters are fed with; optional ones only where the runner knows a value."""
    part = layout.module.parts[unit.body.part]
    scope = part.facts.scopes[unit.body.scope]
    frames = _frames(layout, unit)
    collected = _collected(layout, unit)
    inputs = []
    by_keyword = False
    for index, parameter in enumerate(scope.parameters):
        if (skip_first and index == 0) or parameter.star:
            by_keyword = by_keyword or bool(parameter.star)
            continue
        source = _source(parameter, frames, collected)
        if parameter.default is not None and source not in ("bars", "symbol", "start", "end"):
            by_keyword = True
            continue
        optional = parameter.default is not None
        inputs.append(Input(parameter.name, source, by_keyword or optional, optional))
    return tuple(inputs)


def inputs_of_names(names: Iterable[str], frames: frozenset[str]) -> tuple[Input, ...]:
    """What the inputs of a section are fed with, by their names; `frames` are those that hold bars."""
    return tuple(Input(name, _source_of_name(name, frames), False) for name in names)


def _source_of_name(name: str, frames: frozenset[str]) -> str:
    if name in frames or name.lower() in _FRAME:
        return "bars"
    known = ((_SYMBOL, "symbol"), (_SYMBOLS, "symbols"), (_START, "start"), (_END, "end"))
    return next((source for names, source in known if name.lower() in names), "option")


def _source(parameter: FunctionParameter, frames: frozenset[str], collected: frozenset[str]) -> str:
    name = parameter.name.lower()
    if name in _ROW and "DataFrame" not in parameter.annotation:
        return "row" if parameter.default is None else "option"
    if (
        "DataFrame" in parameter.annotation
        or (parameter.name in frames and name not in _SYMBOL)
        or name in _FRAME
    ):
        return "bars" if parameter.default is None or "DataFrame" in parameter.annotation else "option"
    for names, source in ((_SYMBOL, "symbol"), (_SYMBOLS, "symbols"), (_START, "start"), (_END, "end")):
        if name in names:
            return source
    if parameter.name in collected:
        return "collector"
    return "option"


def _frames(layout: Layout, unit: Unit) -> frozenset[str]:
    """The parameters whose columns a function reads."""
    by_statement = layout.module.parts[unit.body.part].by_statement
    return frozenset(
        item.base
        for index in layout.nested(unit.ref)
        for item in by_statement.items[index]
        if isinstance(item.key, str) and item.via in ("item", "loc", "list", "by", "query")
    )


def _collected(layout: Layout, unit: Unit) -> frozenset[str]:
    """The parameters that a function appends its hits to."""
    by_statement = layout.module.parts[unit.body.part].by_statement
    return frozenset(
        call.root
        for index in layout.nested(unit.ref)
        for call in by_statement.calls[index]
        if call.callee in (f"{call.root}.append", f"{call.root}.extend")
    )
