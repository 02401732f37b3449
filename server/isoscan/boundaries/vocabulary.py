"""Words of the market, and names cut into words.

Only names in data positions (column keys, attributes, compared values) are looked up here: a word
alone makes nothing a scanner, it tells which comparisons speak of prices. `CERTAIN` words hardly
occur outside the market; `LIKELY` ones (`open`, `close`, `high`) do, and count in company only.
"""

from __future__ import annotations

from functools import lru_cache

from isoscan.source.patterns import lazily


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set: catalogues stay readable that way."""
    return frozenset(text.split())


CERTAIN = word_set(
    "rsi macd macdh ema sma wma vwap vwma ohlc ohlcv atr adx bollinger bband bbands boll stoch "
    "stochastic stochrsi supertrend ichimoku tenkan kijun senkou donchian keltner aroon obv cci mfi "
    "dema tema trima kama hma psar candle candles candlestick doji ltp adv rvol pdc pdh pdl premarket "
    "intraday volume turnover overbought oversold uptrend downtrend pullback willr williams fastk fastd "
    "slowk slowd dividend marketcap roe eps ebitda stoploss hl2 hlc3 ohlc4 zscore nifty spy crossover "
    "goldencross breakout highs lows volumes prices mas vix ttm"
)

LIKELY = word_set(
    "bullish bearish open high low close price vol last bid ask gap range trend momentum signal signals "
    "ma bb di roc pivot support resistance swing band upper lower pct change chg return returns body wick "
    "shadow short long float buy sell entry exit position positions bar bars spread squeeze sigma "
    "volatility score pe pb std mean amount prev ret hist histogram slope dist fast slow bear bull market "
    "cap sector prc ohl adj opens closes"
)

# Likely words that say a level or a measure, not what somebody holds or decided.
LEVELS = word_set(
    "open high low close opens closes price vol last bid ask gap range momentum ma bb di roc pivot support "
    "resistance band upper lower pct change chg body wick shadow spread volatility amount hist histogram "
    "slope"
)

EXCHANGE_COLUMNS = word_set("open high low close volume")

# Market words of other languages; where words are not spaced, they are looked for inside of a name.
FOREIGN = word_set("cierre apertura volumen maximo minimo precio kurs schluss eroffnung hoch tief fechamento")
UNSPACED = word_set(
    "收盘 收盤 开盘 開盤 最高 最低 成交量 成交额 成交額 涨跌 漲跌 涨幅 漲幅 "
    "换手 換手 均线 均線 市盈 市值 股价 股價 "
    "종가 시가 고가 저가 거래량 거래대금 등락 終値 始値 高値 安値 出来高 株価 終值"
)

# Words that say a file deals with the market; they are no data themselves.
DOMAIN = word_set(
    "ticker tickers stock stocks trade trades trader trading bullish bearish nse bse nasdaq crypto forex "
    "btc usdt pump dump ohlc ohlcv indicator indicators backtest strategy screener broker equities bars "
    "candles klines breakout breakouts reversal hammer doji engulfing harami marubozu golden etf watchlist"
)

# What frames, series and rows of market data are called in such a file.
FRAME_WORDS = word_set(
    "df data frame dataframe bars candles ohlc ohlcv hist history klines quotes prices series rows quote "
    "row bar candle candlestick kline snapshot tick snap daily weekly hourly intraday dfs"
)
ROW_WORDS = word_set(
    "row bar candle prev previous last latest curr current today yesterday first second third"
)

# Parameters that are one bar's values, where three of them stand together.
LETTERS = word_set("o h l c v op hi lo cl vol")

# What says which symbol or when, or counts: it comes with market data and is none.
NEUTRAL = word_set(
    "date dates time datetime timestamp day days year years month months hour hours minute minutes second "
    "seconds week weeks weekday dayofweek index idx i j k len length size shape count iteration retries "
    "attempt attempts tz expiry status code n columns rows ticker tickers symbol symbols name names id "
    "isin exchange currency url path text"
)

# Levels that are positive anyhow: `price > 0` guards a division and decides nothing.
POSITIVE = word_set(
    "price prices close closes open high highs low lows volume vol entry avg average std atr range size "
    "shares quantity qty ma sma ema wma lma denominator total sum capital cash equity balance turnover "
    "amount"
)

# Names that end so are thresholds, windows and the like.
BOUNDS = word_set(
    "threshold thresh limit period periods window length len mult multiplier factor tolerance lookback span "
    "col column name days level levels path file url max min"
)

# What a frame of settings is called: its keys are thresholds, not columns.
SETTINGS = word_set(
    "config cfg conf configuration params parameters settings options opts args kwargs p prefs"
)

# Bare one-letter column names, possibly with a lag (`c`, `h1`, `v_ua`): columns only, never plain names.
LETTER_COLUMN = lazily(r"^[ohlcv](?:\d{1,2}|_[a-z]{1,4})?$")

SIDES = word_set(
    "dn buy sell buying selling long short longs shorts entry exit enter exits entries close open bull bear "
    "bullish bearish up down upper lower high low highs lows above below over under overbought oversold "
    "golden death gainer loser gainers losers rising falling top bottom positive negative green red "
    "call put in out cover stop left right uptrend downtrend upside downside ascending descending "
    "peak valley strong weak higher lower ce pe lb ub first second both true false"
)

# Words that say "this is a condition", not which one.
GENERIC = word_set(
    "cond condition conditions conds criteria criterion mask masks flag flags filter filters signal "
    "signals sig rule rules check checks is has are was not to of the and or on at a an by for with "
    "from trigger triggers triggered trade trades position positions pos valid ok pass passed passes "
    "match matches matched final all any result results res hit hits pattern setup alert alerts col "
    "column test tag idx index value current today new num count ind state order orders action label "
    "target tmp temp prev previous last select selected selection direction side did do should can "
    "populate generate get find detect scan screen validate calculate compute evaluate run stock "
    "stocks symbol symbols ticker tickers data df bar row latest recent market strategy strategies "
    "enter exit step part term"
)

_WORD = lazily(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+|\d+")
_RUN = lazily(r"[a-z]+")


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """The words of an identifier, column or title in lower case: `ema20Prev` gives ema, 20, prev."""
    return tuple(part.lower() for part in _WORD.findall(name))


@lru_cache(maxsize=8192)
def market_weight(name: str) -> int:
    """How surely a name speaks of the market: 2 certainly, 1 likely, 0 not."""
    found = words(name)
    if any(word in CERTAIN or word in FOREIGN for word in found):
        return 2
    if not name.isascii() and any(word in name for word in UNSPACED):
        return 2
    if any(run in CERTAIN for run in _RUN.findall(name.lower())):
        return 2
    return 1 if any(word in LIKELY for word in found) else 0


@lru_cache(maxsize=8192)
def column_weight(key: str) -> int:
    """`market_weight` of a column's key: bare exchange columns are sure, one letter (`c`, `h1`) likely."""
    if key.lower() in EXCHANGE_COLUMNS or key in ("%K", "%D"):
        return 2
    return market_weight(key) or (1 if LETTER_COLUMN.match(key) else 0)


@lru_cache(maxsize=8192)
def speaks_of_level(name: str) -> bool:
    """Whether a name speaks of a price, a volume or an indicator, and of no bound of one."""
    spelled = words(name)
    if not spelled or spelled[0] in ("min", "max", "target") or not name.islower():
        return False
    return any(word in CERTAIN or word in LEVELS for word in spelled) and spelled[-1] not in BOUNDS


@lru_cache(maxsize=8192)
def is_neutral(name: str) -> bool:
    """Whether a name says which symbol, when, or how many: its last word decides."""
    spelled = [word for word in words(name) if not word.isdigit()]
    while len(spelled) > 1 and len(spelled[-1]) == 1:
        spelled.pop()
    return bool(spelled) and spelled[-1] in NEUTRAL


@lru_cache(maxsize=8192)
def is_positive(name: str) -> bool:
    """Whether a name speaks of a level that is above zero anyhow: its last word decides."""
    spelled = [word for word in words(name) if not word.isdigit()]
    return bool(spelled) and (spelled[-1] in POSITIVE or bool(LETTER_COLUMN.match(name)))


@lru_cache(maxsize=4096)
def is_settings(base: str) -> bool:
    """Whether what a key is looked up in holds settings (`P`, `CONFIG`, `self.params`)."""
    last = base.rsplit(".", 1)[-1]
    if last.isupper() and (len(last) > 2 or last == "P"):
        return True
    spelled = words(last)
    return bool(spelled) and spelled[-1] in SETTINGS


@lru_cache(maxsize=4096)
def setup_name(name: str) -> str:
    """What setup a name speaks of: without sides, numbers and words that only say "condition".

    `buy_signal_rsi` and `sell_signal_rsi` both give `rsi`; `cond1` and `LONG` give "".
    """
    return "_".join(
        word for word in words(name) if not word.isdigit() and word not in SIDES and word not in GENERIC
    )
