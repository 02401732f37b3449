"""Classes of trading frameworks: the base they derive from and the methods the framework calls.

`FRAMEWORKS` is the catalogue, as data: a new framework is a new entry. A base resolved through the
file's imports counts most, one that only has the right last name less, and callbacks with the
framework's signature count without any base. A class that decides nothing by itself (an abstract
base, a benchmark that buys without looking) is no scanner.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isoscan.boundaries.clues import Clue, counted
from isoscan.boundaries.naming import name_clues
from isoscan.boundaries.outputs import RANKING, is_order, named_as_signal
from isoscan.boundaries.place import Place
from isoscan.boundaries.survey import Survey
from isoscan.boundaries.vocabulary import market_weight, word_set, words
from isoscan.boundaries.weighing import ORDER_OPERATORS, compares


class Framework(NamedTuple):
    """A trading framework: modules it lives in, its strategy bases, the callbacks that decide.

    Where `named` says something, bases serve other purposes as well: a class that scans says so in its name.
    """

    title: str
    modules: tuple[str, ...]
    bases: frozenset[str]
    callbacks: frozenset[str]
    helpers: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()


FRAMEWORKS: tuple[Framework, ...] = (
    Framework(
        "freqtrade",
        ("freqtrade",),
        word_set("IStrategy IFreqaiModel IHyperOpt"),
        word_set(
            "populate_entry_trend populate_exit_trend populate_buy_trend populate_sell_trend "
            "confirm_trade_entry custom_exit adjust_trade_position"
        ),
        word_set("populate_indicators informative_pairs custom_stoploss leverage"),
    ),
    Framework(
        "backtrader",
        ("backtrader",),
        word_set("Strategy SignalStrategy MetaStrategy StrategySkeleton"),
        word_set("next prenext next_open nextstart"),
        word_set("notify_order notify_trade stop start log"),
    ),
    Framework(
        "backtrader",
        ("backtrader",),
        word_set("Analyzer"),
        word_set("next stop"),
        word_set("start"),
        word_set("screener scanner screen scan signal signals"),
    ),
    Framework(
        "backtesting.py",
        ("backtesting",),
        word_set("Strategy SignalStrategy TrailingStrategy"),
        word_set("next"),
        word_set("init"),
    ),
    Framework(
        "QuantConnect",
        ("AlgorithmImports", "QuantConnect", "clr"),
        word_set("QCAlgorithm AlphaModel PortfolioConstructionModel UniverseSelectionModel"),
        word_set(
            "OnData on_data Update update CoarseSelectionFunction FineSelectionFunction Rebalance rebalance"
        ),
        word_set("Initialize initialize OnSecuritiesChanged"),
    ),
    Framework(
        "Jesse",
        ("jesse",),
        word_set("Strategy"),
        word_set("should_long should_short go_long go_short update_position should_cancel_entry"),
        word_set("hyperparameters filters before after"),
    ),
    Framework(
        "vn.py",
        ("vnpy", "vnpy_ctastrategy"),
        word_set("CtaTemplate StrategyTemplate TargetPosTemplate"),
        word_set("on_bar on_tick on_5min_bar on_15min_bar on_bars on_window_bar"),
        word_set("on_init on_start on_stop on_trade on_order"),
    ),
    Framework(
        "zipline",
        ("zipline", "quantopian", "pylivetrader"),
        word_set("TradingAlgorithm"),
        word_set("handle_data before_trading_start"),
        word_set("initialize analyze"),
    ),
    Framework(
        "Lumibot",
        ("lumibot",),
        word_set("Strategy"),
        word_set("on_trading_iteration before_market_opens"),
        word_set("initialize on_filled_order"),
    ),
    Framework(
        "pyalgotrade",
        ("pyalgotrade",),
        word_set("BacktestingStrategy BaseStrategy"),
        word_set("onBars"),
        word_set("onEnterOk onExitOk"),
    ),
    Framework(
        "NautilusTrader",
        ("nautilus_trader",),
        word_set("Strategy"),
        word_set("on_bar on_quote_tick on_trade_tick"),
        word_set("on_start on_stop on_reset"),
    ),
)

# What a base or callbacks are worth, in log-odds, before what the class decides is looked at.
RESOLVED, NAMED, CALLED = 3.0, 1.6, 1.4


class FrameworkClass(NamedTuple):
    """A class with the clues for and against its being a framework's scanner."""

    place: Place
    framework: Framework
    clues: tuple[Clue, ...]


def framework_classes(survey: Survey, part: int) -> Iterator[FrameworkClass]:
    """The classes of known frameworks in a part, bases in the same file followed."""
    for place in survey.classes(part):
        found = _framework_of(place, survey, set())
        if found is not None:
            framework, clue = found
            if framework.named and framework.named.isdisjoint(words(place.body.name)):
                continue
            yield FrameworkClass(place, framework, (clue, *_decision_clues(place, framework, survey)))


def _bases(place: Place) -> tuple[str, ...]:
    return place.statement(place.body.statement).bases


def _framework_of(place: Place, survey: Survey, seen: set[str]) -> tuple[Framework, Clue] | None:
    if place.name in seen:
        return None
    seen.add(place.name)
    methods = {method.body.name for method in survey.methods_of(place)}
    for base in _bases(place):
        found = _by_base(base, methods, survey)
        if found is not None:
            return found
        local = survey.named(base)
        if local is not None and local.body.kind == "class":
            inherited = _framework_of(local, survey, seen)
            if inherited is not None:
                framework, clue = inherited
                return framework, Clue("framework", clue.weight, f"derives from `{base}`, {clue.reason}")
    return _by_callbacks(methods)


def _by_base(base: str, methods: set[str], survey: Survey) -> tuple[Framework, Clue] | None:
    root, _, rest = base.partition(".")
    original = survey.imported(root)
    dotted = f"{original}.{rest}" if rest and original else original or base
    last = dotted.rsplit(".", 1)[-1]
    for framework in FRAMEWORKS:
        if last in framework.bases and dotted.split(".", 1)[0] in framework.modules:
            return framework, Clue("framework", RESOLVED, f"a {framework.title} strategy (`{base}`)")
    for framework in FRAMEWORKS:
        distinct = last in framework.bases and last not in ("Strategy", "BaseStrategy")
        own = words(last)[-1:] == ("strategy",) and not framework.named
        if distinct or ((own or last in framework.bases) and methods & framework.callbacks):
            return framework, Clue("framework", NAMED, f"named like a {framework.title} strategy (`{base}`)")
    return None


def _by_callbacks(methods: set[str]) -> tuple[Framework, Clue] | None:
    for framework in FRAMEWORKS:
        deciding = methods & framework.callbacks
        distinct = {name for name in deciding if "_" in name}
        own = {name for name in methods if not name.startswith("__")}
        if 3 * len(own & (framework.callbacks | framework.helpers)) < len(own):
            continue
        if len(distinct) >= 2 or (distinct and methods & framework.helpers):
            shown = ", ".join(sorted(distinct)[:2])
            return framework, Clue(
                "framework", CALLED, f"has the methods of a {framework.title} strategy ({shown})"
            )
    return None


def _decision_clues(place: Place, framework: Framework, survey: Survey) -> list[Clue]:
    methods = survey.methods_of(place)
    deciding = [method for method in methods if method.body.name in framework.callbacks]
    compared = sum(method.flow.compared for method in methods)
    tests = compared or sum(_crossings(method) for method in methods)
    ranks = not tests and any(_ranks(method) for method in deciding)
    ordered = sum(_orders(method) for method in methods)
    flagged = sum(bool(method.outputs.counts) for method in deciding)
    clues = [*name_clues(place.body.name)]
    if tests:
        clues.append(Clue("framework", 1.0, f"makes {counted(tests, 'comparison')} of market data"))
    elif ranks:
        clues.append(Clue("framework", 0.6, "takes the best ranked"))
    elif any(named_as_signal(column) for method in deciding for column in method.outputs.columns_written):
        clues.append(Clue("framework", -1.2, "has its conditions made elsewhere"))
    else:
        clues.append(Clue("framework", -4.5, "compares no market data"))
    if ordered or flagged:
        clues.append(Clue("framework", 0.8, "decides entries and exits"))
    elif deciding:
        clues.append(Clue("framework", 0.2, f"defines {deciding[0].body.name}"))
    elif survey.is_base(place.body.name) and survey.has(place.body.name):
        clues.append(Clue("framework", -2.5, "is a base that other classes fill in"))
    else:
        clues.append(Clue("framework", -1.0, "defines no method that decides"))
    return clues


def _crossings(method: Place) -> int:
    """Comparisons of what the class itself holds (`self.rsi[-1] < self.limit`, `crossover(...)`)."""
    number = sum(compares(call.name) for calls in method.body.calls.values() for call in calls)
    for comparisons in method.body.comparisons.values():
        number += sum(
            comparison.operator in ORDER_OPERATORS
            and bool(market_weight(comparison.subject) or market_weight(comparison.other))
            for comparison in comparisons
        )
    return number


def _ranks(method: Place) -> bool:
    """Whether a method ranks what it goes through."""
    return any(call.name in RANKING for calls in method.body.calls.values() for call in calls)


def _orders(method: Place) -> int:
    return sum(is_order(call) for calls in method.body.calls.values() for call in calls)
