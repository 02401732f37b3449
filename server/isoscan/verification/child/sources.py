"""Stand-ins for modules: for those that fetch data, which give generated bars, and for those not installed.

A module that fetches is replaced even where it is installed: there is no network here. Others are replaced
only when importing them fails.
"""

from __future__ import annotations

import ast
import builtins
import functools
import importlib
import importlib.abc
import importlib.machinery
import re
import sys
import types
from typing import Any, ClassVar

from .market import Market

FETCHING = frozenset(
    (
        "FinanceDataReader", "aiohttp", "akshare", "alpaca", "alpaca_trade_api", "alpha_vantage", "baostock",
        "binance", "bs4", "ccxt", "efinance", "eodhd", "finnhub", "finvizfinance", "fyers_api", "httpx",
        "ib_insync",
        "iexfinance", "investpy", "jugaad_data", "kiteconnect", "nasdaqdatalink", "nsepy", "nsepython",
        "pandas_datareader", "polygon", "pybit", "pykrx", "quandl", "requests", "robin_stocks", "selenium",
        "smartapi", "tda", "tradingview_screener", "tushare", "tvDatafeed", "twelvedata", "urllib3",
        "websocket", "yahoo_fin", "yahooquery", "yfinance",
    )
)  # fmt: skip
_FETCH = re.compile(
    r"^(download|history|datareader|get_data\w*|data_?reader|stock_df|daily|bars|candles|klines|"
    r"(get|fetch|load|read)_?\w*(data|bars?|prices?|ohlc\w*|hist\w*|candles?|klines?|aggs?|quotes?))$",
    re.IGNORECASE,
)
_KOREAN = ["시가", "고가", "저가", "종가", "거래량"]


class _StandInType(type):
    """The type of stand-ins: what is asked of a class is there, too."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        made = StandIn(name)
        setattr(cls, name, made)
        return made


class StandIn(types.ModuleType, metaclass=_StandInType):
    """A module, class, decorator or value, whatever is asked of it; nothing can be computed with it."""

    __path__: list[str] = []  # noqa: RUF012
    __version__ = "99.0"
    __all__: ClassVar[list[str]] = []
    isoscan_stand_in = True
    market: Market | None = None

    def __init__(self, name: object = "stand_in", *_more: object, **_named: object) -> None:
        super().__init__(name if isinstance(name, str) else "stand_in")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        made = type(name, (StandIn,), {}) if name[:1].isupper() and not _FETCH.match(name) else StandIn(name)
        setattr(self, name, made)
        return made

    def __call__(self, *given: Any, **named: Any) -> Any:
        """Bars, if its name says that it fetches; what it decorates; else another stand-in."""
        market = StandIn.market
        name = types.ModuleType.__getattribute__(self, "__name__")
        if market is not None and _FETCH.match(name.rpartition(".")[2]):
            return market.serve(_symbol_in(given, named))
        if len(given) == 1 and callable(given[0]) and not named:
            return given[0]
        return StandIn(name)

    def __getitem__(self, _key: object) -> Any:
        return StandIn()

    def __iter__(self) -> Any:
        return iter(())

    def __bool__(self) -> bool:
        return True

    def __mro_entries__(self, _bases: object) -> tuple[()]:
        return ()

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    async def __aenter__(self) -> Any:
        return self

    async def __aexit__(self, *_error: object) -> None:
        return None


def _symbol_in(given: tuple[Any, ...], named: dict[str, Any]) -> str:
    """The symbol among a call's arguments."""
    for value in (*given, *named.values()):
        if isinstance(value, str) and re.match(r"^[A-Za-z][\w.^=-]{0,11}$", value):
            return value
    return "AAA"


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds stand-ins for the modules below some names."""

    def __init__(self, names: set[str], market: Market) -> None:
        self._names = names
        self._market = market

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        top = name.partition(".")[0]
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if top in self._names else None

    def create_module(self, spec: Any) -> types.ModuleType:
        known = _KNOWN.get(spec.name)
        return known(self._market) if known is not None else StandIn(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        return None


def imported_names(text: str) -> list[str]:
    """The dotted names of the modules that a text imports, anywhere in it."""
    names: dict[str, None] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names.update(dict.fromkeys(alias.name for alias in node.names))
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.setdefault(node.module)
    return list(names)


def stand_in_for(names: list[str], missing: list[str] | None, market: Market) -> list[str]:
    """From now on give stand-ins for modules that fetch, and for those that cannot be imported.

    `names` are what the original imports; `missing` is known from an earlier process, or None.
    Gives the top-level modules that are missing. Readers of files give bars where the file is not there.
    """
    StandIn.market = market
    replaced = set(FETCHING) | set(missing or ())
    for loaded in [name for name in sys.modules if name.partition(".")[0] in replaced]:
        del sys.modules[loaded]
    sys.meta_path.insert(0, _Finder(replaced, market))
    for name in names if missing is None else ():
        _try_import(name, replaced)
    _replace_readers(market)
    builtins.input = lambda _prompt="": "1"
    return sorted(replaced - FETCHING)


def _try_import(name: str, replaced: set[str]) -> None:
    """Import a module; what it needs and is not installed gets a stand-in, else it gets one itself."""
    top = name.partition(".")[0]
    for _ in range(12):
        if top in replaced:
            return
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as error:
            lacking = (error.name or top).partition(".")[0]
            replaced.add(top if lacking in sys.modules else lacking)
        except BaseException as error:  # it is there, and does not work here
            if isinstance(error, KeyboardInterrupt):
                raise
            replaced.add(top)
        else:
            return
        for loaded in [each for each in sys.modules if each.partition(".")[0] in (top, *replaced)]:
            del sys.modules[loaded]


def _replace_readers(market: Market) -> None:
    """Let pandas' readers of files give bars where the file is not there."""
    import pandas

    for name in (
        "read_csv",
        "read_excel",
        "read_parquet",
        "read_feather",
        "read_pickle",
        "read_sql",
        "read_html",
    ):
        original = getattr(pandas, name, None)
        if original is not None:
            setattr(pandas, name, _reader(original, market))


def _reader(original: Any, market: Market) -> Any:
    def read(*given: Any, **named: Any) -> Any:
        try:
            return original(*given, **named)
        except (OSError, ImportError, ValueError, TypeError):
            return market.serve(dates=named.get("index_col") is None)

    return read


# The modules whose ways of giving bars are known


def _yfinance(market: Market) -> types.ModuleType:
    module = StandIn("yfinance")

    def download(tickers: Any = "AAA", *_given: Any, **named: Any) -> Any:
        multi = named.get("multi_level_index", False) is True
        return market.serve_yahoo(tickers, str(named.get("group_by", "column")), multi)

    class Ticker(StandIn):
        def __init__(self, ticker: str = "AAA", *_more: object, **_named: object) -> None:
            super().__init__("Ticker")
            self.ticker = ticker
            self.info = {"shortName": ticker, "marketCap": 5_000_000_000, "sector": "Technology"}

        def history(self, *_given: Any, **_named: Any) -> Any:
            return market.serve(
                self.ticker, ["Open", "High", "Low", "Close", "Volume", "Dividends", "Stock Splits"]
            )

    module.__dict__.update(download=download, Ticker=Ticker)
    return module


def _datareader(market: Market) -> types.ModuleType:
    module = StandIn("pandas_datareader")

    def read(name: Any = "AAA", *_given: Any, **_named: Any) -> Any:
        return market.serve_yahoo(name)

    data = StandIn("data")
    data.__dict__.update(DataReader=read, get_data_yahoo=read)
    module.__dict__.update(DataReader=read, get_data_yahoo=read, data=data)
    return module


def _datareader_data(market: Market) -> types.ModuleType:
    data: types.ModuleType = _datareader(market).__dict__["data"]
    return data


class Response:
    """An answer from the web: aggregates as a broker's interface gives them."""

    status_code = 200
    ok = True
    reason = "OK"
    headers: ClassVar[dict[str, str]] = {}

    def __init__(self, market: Market, address: str) -> None:
        symbols = re.findall(r"/(?:ticker|stocks|symbol)/([A-Z.]{1,6})", address)
        self._frame = market.serve(symbols[0] if symbols else "AAA", ["o", "h", "l", "c", "v"])
        self.url = address
        self.text = self._frame.to_csv()
        self.content = self.text.encode()

    def json(self) -> Any:
        """The bars as a list of objects under `results`."""
        stamps = [int(stamp.timestamp() * 1000) for stamp in self._frame.index]
        records = self._frame.to_dict("records")
        results = [
            {"T": "AAA", "t": stamp, "vw": row["c"], "n": 100, **row}
            for stamp, row in zip(stamps, records, strict=True)
        ]
        return {
            "status": "OK",
            "ticker": "AAA",
            "resultsCount": len(results),
            "results": results,
            "data": results,
        }

    def raise_for_status(self) -> None:
        """Nothing is wrong with it."""

    def __enter__(self) -> Response:
        return self

    def __exit__(self, *_error: object) -> None:
        return None


def _requests(market: Market) -> types.ModuleType:
    module = StandIn("requests")

    def answer(address: Any = "", *_given: Any, **_named: Any) -> Response:
        return Response(market, str(address))

    class Session(StandIn):
        def __init__(self, *_given: object, **_named: object) -> None:
            super().__init__("Session")
            self.__dict__.update(headers={}, get=answer, post=answer)

    names = ("RequestException", "HTTPError", "Timeout", "ConnectionError")
    errors = {name: type(name, (OSError,), {}) for name in names}
    exceptions = StandIn("exceptions")
    exceptions.__dict__.update(errors)
    module.__dict__.update(errors, get=answer, post=answer, Session=Session, session=Session)
    module.__dict__.update(exceptions=exceptions, adapters=StandIn("adapters"))
    return module


def _read_korean(market: Market, *_given: Any, **_named: Any) -> Any:
    return market.serve("AAA", _KOREAN)


def _korean(market: Market) -> types.ModuleType:
    module = StandIn("pykrx.stock")
    read = functools.partial(_read_korean, market)
    module.__dict__.update(get_market_ohlcv_by_date=read, get_market_ohlcv=read)
    return module


_KNOWN: dict[str, Any] = {
    "yfinance": _yfinance,
    "pandas_datareader": _datareader,
    "pandas_datareader.data": _datareader_data,
    "requests": _requests,
    "httpx": _requests,
    "pykrx.stock": _korean,
}
