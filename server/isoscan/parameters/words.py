"""What names say: the words in an identifier, and the vocabulary that tells tunables from the rest."""

from __future__ import annotations

from functools import lru_cache

from isoscan.source.patterns import lazily

_WORD = lazily(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+|\d+")


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """The words of an identifier in lower case: `maxWorkers`, `MAX_WORKERS` give `max`, `workers`."""
    return tuple(word.lower() for word in _WORD.findall(name))


def says(name: str, vocabulary: frozenset[str]) -> bool:
    """Whether one of the words of a name belongs to a vocabulary."""
    return not vocabulary.isdisjoint(words_of(name))


def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(text.split())


INFRASTRUCTURE = _vocabulary(
    """
    api apikey key token secret password passwd credential credentials auth login account
    url uri host hostname endpoint port proxy proxies headers header useragent agent webhook
    dir directory path file filename filepath folder root cache db database table output input csv json
    date dates today now timezone tz calendar holidays
    symbol symbols ticker tickers universe watchlist watch exchange exchanges currency benchmark index market
    worker workers thread threads process processes concurrency parallel pool executor semaphore jobs
    timeout retry retries retrying sleep delay backoff attempts interval ratelimit throttle
    session client logger log logging debug verbose plot plots chart charts print show save color colour
    colors colours figsize dpi font chunk batch page seed commission commissions slippage fee fees
    capital cash balance email mail telegram discord slack bot chat version encoding locale
    """
)
"""Words of names that every scanner may use: access, places, universes, costs of running."""

TUNABLE = _vocabulary(
    """
    min max minimum maximum mult multiplier multiple threshold thresholds thresh thr limit limits cutoff cut
    ratio factor pct percent percentage period periods window lookback length len span fast slow signal
    atr rsi ema sma macd adx bb std stdev dev sigma gap volume vol vwap slope stop target risk reward tol
    tolerance bars days level levels overbought oversold upper lower range size strength score weight band
    """
)
"""Words of names that scanners are tuned by; they outweigh the vocabulary of infrastructure."""

STRONG_INFRASTRUCTURE = _vocabulary(
    """
    apikey key token secret password url uri host endpoint port dir directory path file filename folder
    workers worker threads timeout retry retries sleep universe symbols tickers watchlist logger
    session client debug verbose commission slippage cache chunk batch page pages
    """
)
"""Words of infrastructure that nothing outweighs: `MAX_WORKERS`, `UNIVERSE_MAX`, `MIN_TIMEOUT`."""

UNIVERSE = _vocabulary("symbol symbols ticker tickers universe watchlist watch stocks names")
"""Words of lists of what is scanned."""

UNTUNED = _vocabulary(
    """
    epsilon eps tiny pi nan inf annualization annualisation million billion thousand hundred per bps
    available has version inch
    """
)
"""Words of constants that nobody tunes: units, guards against division by zero, what is installed."""

LABELS = _vocabulary(
    """
    long short buy sell hold flat neutral none up down bull bear bullish bearish open high low close
    volume yes no on off entry exit red green side
    """
)
"""Names that, alone, label a value instead of tuning anything: `LONG = 1`, `CLOSE = 3`."""

LABELLED = _vocabulary("sig signal side direction dir trend position action order state regime")
"""What such a label may be of: `SIGNAL_BUY = 1`, `SIDE_SHORT = -1`."""

STATE = _vocabulary(
    """
    i j k idx index ix row rows col cols count counter cnt total sum result results res ret out output hit
    hits found flag done signals position positions trades trade last prev previous current cur entry
    date name label title message msg text line pos cumsum value val tmp temp
    """
)
"""Names of state and results, when nothing in the name speaks of tuning."""

DISPLAY = _vocabulary(
    """
    plot plots plotting chart charts show save saved print verbose debug quiet silent log logger display
    draw color colour title label name names path file filename dir folder output figsize dpi style progress
    inplace ascending copy column columns col cols key prefix suffix ticker symbol stock code exchange
    date start end timeout url session client cache
    """
)
"""Words of arguments that change what is shown or where from, not what is found."""

FRAMES = _vocabulary(
    """
    df dataframe frame frames data row bar bars candle candles ohlc ohlcv ohlcvs prices series stock quote
    quotes history hist info item record today prev
    """
)
"""Names of market data, whose keys are columns."""

SETTINGS = _vocabulary(
    """
    filter filters criteria criterion config cfg conf setting settings param params parameter parameters
    threshold thresholds rule rules condition conditions limit limits knob knobs default defaults options opts
    """
)
"""Words of dicts that hold settings."""

REQUESTS = _vocabulary(
    """
    header headers payload cookie cookies data query body json kwargs rename renames mapping map agg aggs
    dtype dtypes columns colors colours row record result results res out output hit hits entry stats counts
    summary info metrics signal signals totals score scores
    """
)
"""Words of dicts that hold requests, results or mappings."""
