"""What the whole module says about the market, before and after its bodies were followed.

Two things one body alone cannot tell: whether this file deals with the market at all (then a frame
called `data` holds prices, and a parameter called `high` is one), and what the module's other defs do:
which give market data on, which answer a question about it, what a class keeps in its attributes, and
which parameters are given market data by those who call.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import NamedTuple, Protocol

from isoscan.boundaries.vocabulary import CERTAIN, DOMAIN, LIKELY, word_set, words
from isoscan.facts.records import ChunkFacts
from isoscan.source.patterns import lazily
from isoscan.tracking.index import Index

# Libraries that only programs about the market import.
MARKET_LIBRARIES = word_set(
    "yfinance talib pandas_ta ta backtrader backtesting vectorbt vectorbtpro freqtrade ccxt binance zipline "
    "quantopian alpaca_trade_api alpaca kiteconnect nsepy nsetools jesse jqdata tushare akshare baostock "
    "pyalgotrade nautilus_trader bt quantstats qtpylib finvizfinance finviz tradingview_screener "
    "tradingview_ta polygon polygon_api yahoo_fin pykrx FinanceDataReader pandas_datareader robin_stocks "
    "AlgorithmImports QuantConnect lumibot vnpy stockstats tulipy finta btalib oandapyV20 ib_insync smartapi "
    "yahooquery twstock fmpsdk ib_async pybit krakenex pyupbit jugaad_data breeze_connect fyers_api finlab "
    "FinMind MetaTrader5 nsepython tvDatafeed tvscreener dhanhq upstox_client openalgo fyers_apiv3 SmartApi "
    "jqdatasdk rqalpha rqdatac tqsdk efinance futu vnstock borsapy investpy mplfinance alpha_vantage finnhub "
    "eodhd tiingo simfin stocktrends pandas_market_calendars kucoin okx coinbase bitfinex ffn pyfolio"
)

# Those of them whose name others use too: alone they do not say what a file is about.
SHARED_NAMES = word_set("ta bt alpaca polygon futu ffn coinbase okx jesse tiingo finlab binance")

# Bases of classes that only programs about the market have: the import may be left to the platform.
MARKET_BASES = word_set("QCAlgorithm IStrategy CtaTemplate BacktestingStrategy AlphaModel SignalStrategy")

# Names of pairs and of symbols of an exchange, as they are listed.
_PAIR = lazily(r"^(?:[A-Z0-9]{2,10}[-/_]?(?:USDT|USDC|BUSD|USD|BTC|PERP)|\^?[A-Z0-9&-]{1,12}\.(?:NS|BO))$")

# What a bar consists of.
BAR = word_set("open high low close")

# From these scores on a file surely (or mainly) deals with the market.
TRADING, MAINLY_TRADING = 7, 15


class Among(Protocol):
    """Names of which only membership is asked."""

    def __contains__(self, name: str, /) -> bool: ...


class Owned(Protocol):
    """Names by their owner."""

    def get(self, owner: str, default: Collection[str], /) -> Collection[str]:
        """The names of an owner."""


class Knowledge(Protocol):
    """What is known beside one body.

    `trading` is 0 to 2: whether the file does not, surely does, or mainly does deal with the market.
    `sources` are defs whose result is market data, `deciding` those that say whether data qualifies, both
    by their names; `workers` compare the columns that several callers name, `keepers` collect what they are
    given; `columns` are those that defs compute from market data; `attributes` hold, per class, the names on
    `self` that are market data; `given` per def the parameters that callers give market data.
    """

    @property
    def trading(self) -> int:
        """How surely the file deals with the market."""

    @property
    def sources(self) -> Among:
        """Defs whose result is market data."""

    @property
    def deciding(self) -> Among:
        """Defs that say whether data qualifies."""

    @property
    def workers(self) -> Among:
        """Defs that compare the columns that several callers name."""

    @property
    def keepers(self) -> Among:
        """Defs that put what they are given into a collection."""

    @property
    def columns(self) -> Among:
        """Columns that defs compute from market data."""

    @property
    def attributes(self) -> Owned:
        """Per class, the names on `self` that are market data."""

    @property
    def given(self) -> Owned:
        """Per def, the parameters that callers give market data."""


class Nothing:
    """What is known before any body was followed."""

    def __init__(self, trading: Callable[[], int]) -> None:
        self._trading = trading
        self.sources: Among = frozenset()
        self.deciding: Among = frozenset()
        self.workers: Among = frozenset()
        self.keepers: Among = frozenset()
        self.columns: Among = frozenset()
        self.attributes: Owned = _EMPTY
        self.given: Owned = _EMPTY

    @property
    def trading(self) -> int:
        """How surely the file deals with the market."""
        return self._trading()


class Noted(NamedTuple):
    """What is known for one body, where what is asked for with every statement has been looked up once."""

    trading: int
    sources: Among
    deciding: Among
    workers: Among
    keepers: Among
    columns: Among
    attributes: Owned
    given: Owned


def noted_for(holder: str, known: Knowledge) -> Noted:
    """What is known for a body in a class (`holder`, "" if it is in none)."""
    attributes = {holder: known.attributes.get(holder, ())}
    return Noted(
        known.trading, known.sources, known.deciding, known.workers, known.keepers, known.columns, attributes,
        known.given,
    )  # fmt: skip


_EMPTY: dict[str, Collection[str]] = {}


def _holds_bars(facts: ChunkFacts, keys: dict[str, set[str]]) -> bool:
    """Whether a def is given bars as arguments, or something holds them: open, high, low, close."""
    holders = {base: set(names) for base, names in keys.items()}
    for attribute in facts.attributes:
        holders.setdefault(attribute.base, set()).add(attribute.name.lower())
    groups = [*holders.values(), *({p.name.lower() for p in scope.parameters} for scope in facts.scopes)]
    return any(group >= BAR for group in groups)


def _reads_prices(keys: dict[str, set[str]]) -> bool:
    """Whether a price and a volume are looked up in one and the same thing."""
    return any("volume" in names and not names.isdisjoint(BAR) for names in keys.values())


def _keys(facts: ChunkFacts) -> dict[str, set[str]]:
    """The keys that are looked up, in lower case, by what they are looked up in."""
    keys: dict[str, set[str]] = {}
    for item in facts.items:
        if isinstance(item.key, str):
            keys.setdefault(item.base, set()).add(item.key.lower())
    return keys


def _words_in_arguments(facts: ChunkFacts) -> Iterable[str]:
    """Short texts that are handed to calls (`"https://.../stocks"`)."""
    for call in facts.calls:
        for argument in call.arguments:
            text = argument.value.value
            if isinstance(text, str) and len(text) < 80:
                yield text


# What of a part's words tells how surely a module speaks of the market.
_TELLING = CERTAIN | DOMAIN | LIKELY | BAR
_BARS, _PRICES, _NAMED_PRICES = "\0bars", "\0prices", "\0named prices"
_LIBRARY, _SURE_LIBRARY, _PAIRS = "\0library", "\0sure library", "\0pairs"


@lru_cache(maxsize=8192)
def _telling_words(name: str) -> tuple[str, ...]:
    return tuple(word for word in words(name) if word in _TELLING)


def market_words(facts: ChunkFacts) -> dict[str, tuple[None, ...]]:
    """What a part says about the market: words that tell, marks for bars, for prices and for libraries."""
    names = {use.name for use in facts.names}
    names.update([item.key for item in facts.items if isinstance(item.key, str) and len(item.key) < 60])
    names.update([attribute.name for attribute in facts.attributes])
    names.update([call.name for call in facts.calls])
    names.update([scope.docstring[:300] for scope in facts.scopes if scope.docstring])
    names.update(_words_in_arguments(facts))
    told: dict[str, tuple[None, ...]] = {word: (None,) for name in names for word in _telling_words(name)}
    imported = [found.module.split(".", 1)[0] for found in facts.imports]
    bases = {base.rsplit(".", 1)[-1] for statement in facts.statements for base in statement.bases}
    libraries = sum(name in MARKET_LIBRARIES for name in imported) + 2 * len(bases & MARKET_BASES)
    if libraries:
        told[_LIBRARY] = (None,) * libraries
    if libraries > sum(name in SHARED_NAMES for name in imported):
        told[_SURE_LIBRARY] = (None,)
    if _lists_pairs(facts):
        told[_PAIRS] = (None,)
    keys = _keys(facts)
    if _holds_bars(facts, keys):
        told[_BARS] = (None,)
    elif _reads_prices(keys):
        told[_PRICES] = (None,)
    elif _names_prices(names):
        told[_NAMED_PRICES] = (None,)
    return told


def _names_prices(names: Iterable[str]) -> bool:
    """Whether names tell two sides of a bar apart as prices (`openPrice`, `closePrice`)."""
    told = {name: set(_telling_words(name)) & BAR for name in names if "rice" in name}
    return len({side for name, sides in told.items() if "price" in words(name) for side in sides}) > 1


def _lists_pairs(facts: ChunkFacts) -> bool:
    """Whether symbols of an exchange are listed, two at least (`["BTCUSDT", "ETHUSDT"]`)."""
    return any(
        sum(isinstance(text, str) and bool(_PAIR.match(text)) for text in assignment.value.value) > 1
        for assignment in facts.assignments
        if assignment.value is not None and isinstance(assignment.value.value, tuple)
    )


def trading_level(told: Index[int, str, None]) -> int:
    """How surely the names of a module speak of the market: 0, 1 or 2. `told` is by `market_words`."""
    if told.has(_BARS):
        return 2
    spelled = {word for word in _TELLING if told.has(word)}
    libraries, prices = len(told.of(_LIBRARY)) + told.has(_PAIRS), told.has(_PRICES)
    named = told.has(_NAMED_PRICES)
    if not libraries and not prices and not named and len(spelled & (CERTAIN | DOMAIN)) < 2:
        return 0
    score = 3 * len(spelled & CERTAIN) + 2 * len(spelled & DOMAIN) + min(2, len(spelled & LIKELY) // 4)
    score += 6 * min(libraries, 2) + told.has(_SURE_LIBRARY) + 4 * (spelled >= BAR) + 4 * prices + 5 * named
    return 2 if score >= MAINLY_TRADING else 1 if score >= TRADING else 0
