"""What a def is for, beside deciding: going through symbols, fetching, plotting, accounts, positions."""

from __future__ import annotations

from isoscan.boundaries.clues import Clue
from isoscan.boundaries.place import Place
from isoscan.boundaries.vocabulary import EXCHANGE_COLUMNS, word_set, words
from isoscan.boundaries.weighing import ORDER_OPERATORS
from isoscan.facts.records import Call

PLOTTING_ROOTS = frozenset({"plt", "ax", "fig", "mpf", "sns", "go", "axes", "px", "figure", "chart"})


FETCHING_CALLS = word_set(
    "download history get_data_yahoo DataReader fetch_ohlcv get_historical_data historical_data "
    "get_bars get_aggs get_klines klines request urlopen raise_for_status read_csv read_sql read_html "
    "read_parquet"
)


ACCOUNTING_WORDS = word_set(
    "pnl profit equity balance capital cash commission slippage sharpe sortino drawdown mdd cagr "
    "winrate portfolio wins losses winning losing fees fee tp sl roi expectancy"
)


# What the results of a backtest are called.
FIGURE_WORDS = word_set("sharpe sortino calmar drawdown winrate pnl cagr expectancy")


# Parameters through which a def is given a position that is already open, or its fill.
POSITION_PARAMETERS = word_set(
    "position trade pos entry_price entry_px stop_loss stop_price take_profit open_position open_trade "
    "avg_price fill fills holding holdings trades positions signal_idx entry_idx portfolio balance capital"
)


KEEPER_WORDS = word_set(
    "risk manager portfolio broker service repository account backtester executor loader fetcher store cache "
    "calculator notifier exporter client"
)


EXIT_WORDS = word_set("stop sl stoploss target tp trailing takeprofit")


# What may stand behind "target" in the name of a target price.
TARGETS = ((), ("price",), ("px",), ("level",), ("hit",), *((str(number),) for number in range(1, 6)))


HANDLER_WORDS = word_set("route post put delete command handler callback websocket endpoint task cli click")


SYMBOL_WORDS = word_set("ticker tickers symbol symbols stock stocks sym tkr pair coin asset ticket code")


def role_clues(place: Place) -> list[Clue]:
    """The clues for and against a scanner in what else a def does."""
    clues = []
    body = place.body
    calls = [call for calls in body.calls.values() for call in calls]
    plots = sum(call.root in PLOTTING_ROOTS for call in calls)
    looped = loops_over_symbols(place)
    if looped:
        clues.append(Clue("structural", 0.6, f"goes through symbols (`for {looped} in ...`)"))
    elif plots > 5 and not set(place.outputs.counts) - {"print", "flag"}:
        clues.append(Clue("structural", -1.2, f"plots ({plots} plotting calls)"))
    fetches = sum(call.name in FETCHING_CALLS or _names_address(call) for call in calls)
    if fetches and place.flow.compared < 2 and not place.outputs.counts:
        clues.append(Clue("structural", -1.0, "fetches data"))
    elif fetches and words(body.name)[:1] in (("get",), ("fetch",), ("load",), ("download",)):
        clues.append(Clue("structural", -1.5, "fetches data, as its name says"))
    bound = {assignment.target for assignment in body.assignments if not assignment.is_item}
    figures = {
        item.key
        for items in body.items.values()
        for item in items
        if isinstance(item.key, str) and not FIGURE_WORDS.isdisjoint(words(item.key))
    }
    if len(figures) >= 2:
        clues.append(Clue("structural", -2.0, f"deals with results ({', '.join(sorted(figures)[:3])})"))
    accounts = sorted(
        name for name in bound | set(body.parameters) if any(word in ACCOUNTING_WORDS for word in words(name))
    )
    if len(accounts) >= 2:
        weight = -2.0 if len(accounts) < 4 else -3.0
        clues.append(Clue("structural", weight, f"keeps accounts ({', '.join(accounts[:3])})"))
    given = body.facts.scopes[body.scope].parameters
    held = sorted(p.name for p in given if p.name in POSITION_PARAMETERS and p.default is None)
    if held:
        clues.append(Clue("structural", -2.5, f"looks after an open position (`{held[0]}`)"))
    elif 2 * _exits(place) > place.flow.compared:
        clues.append(Clue("structural", -2.5, "mostly compares with stops and targets"))
    keeper = next((word for word in words(body.holder) if word in KEEPER_WORDS), "")
    if keeper:
        clues.append(Clue("structural", -2.2, f"belongs to `{body.holder}`, which looks after something"))
    decorators = place.statement(body.statement).decorators
    if any(word in HANDLER_WORDS for decorator in decorators for word in words(decorator)):
        clues.append(Clue("structural", -1.5, f"handles requests (`@{decorators[0]}`)"))
    if place.unit is not None and not place.unit.parent and _stands_in_loop(place):
        clues.append(Clue("structural", -4.0, "is defined again and again in a loop of the script"))
    if _rewrites_bars(place):
        clues.append(Clue("structural", -4.0, "makes bars, or moves those that it is given"))
    if body.name != "__call__" and body.name.startswith("__") and body.name.endswith("__"):
        clues.append(Clue("structural", -3.0, "is a special method"))
    return clues


def _rewrites_bars(place: Place) -> bool:
    """Whether a def makes bars (`bar.high = ...`, `data.close[0] = ...`) or reaches into those it is given.

    An object that is called with bars and tells them to do something (`data.backwards()`) moves them.
    """
    body = place.body
    made = {
        attribute
        for assignment in body.assignments
        if "." in assignment.target
        and (attribute := assignment.target.split("[", 1)[0].rsplit(".", 1)[-1]) in EXCHANGE_COLUMNS
    }
    if len(made) >= 3:
        return True
    given = set(body.parameters) - {"self", "cls"}
    called = body.name == "__call__"
    return any(
        call.root in given
        and call.callee == f"{call.root}.{call.name}"
        and (call.name.startswith("_") or (called and place.statement(index).kind == "expression"))
        for index, calls in body.calls.items()
        for call in calls
    )


def _stands_in_loop(place: Place) -> bool:
    """Whether a def of the script stands inside of a loop: it is a step of what the loop does."""
    statements = place.body.facts.statements
    around = statements[place.body.statement].parent
    while around >= 0:
        if statements[around].kind in ("for", "while"):
            return True
        around = statements[around].parent
    return False


def _exits(place: Place) -> int:
    """How many comparisons are with the stop or the target of a trade."""
    return sum(
        any(_speaks_of_exit(side) for side in (comparison.subject, comparison.other))
        for comparisons in place.body.comparisons.values()
        for comparison in comparisons
        if comparison.operator in ORDER_OPERATORS
    )


def _speaks_of_exit(side: str) -> bool:
    """Whether a name is that of a stop or of a target price; a `target_return` is none."""
    spelled = words(side)
    found = [at for at, word in enumerate(spelled) if word in EXIT_WORDS]
    return bool(found) and (spelled[found[-1]] != "target" or spelled[found[-1] + 1 :] in TARGETS)


def _names_address(call: Call) -> bool:
    """Whether a call is given an address of the web or of an interface (`get("/v2/stocks")`)."""
    first = call.arguments[0].value.value if call.arguments else None
    return isinstance(first, str) and first.startswith(("http://", "https://", "/"))


def loops_over_symbols(place: Place) -> str:
    """The loop variable of a loop over symbols, "" if there is none."""
    for index in place.body.own:
        if place.statement(index).kind != "for":
            continue
        for use in place.body.names.get(index, ()):
            if use.binding == "for" and any(word in SYMBOL_WORDS for word in words(use.name)):
                return use.name
    return ""
