"""Evidence from names: what traders call their scans, and what programmers call everything else.

A name only moves the odds a little: it never makes a scanner, and the lack of one never hides it.
`PATTERNS` is the catalogue of setups a trader names; each entry is a run of words.
"""

from __future__ import annotations

from functools import lru_cache

from isoscan.boundaries.clues import Clue
from isoscan.boundaries.vocabulary import word_set, words
from isoscan.source.patterns import lazily

# Setups by the words that name them, each with what a trader calls it.
PATTERNS: tuple[tuple[str, str], ...] = (
    ("lc", "large-cap setup"),
    ("backside", "backside"),
    ("frontside", "frontside"),
    ("para", "parabolic move"),
    ("parabolic", "parabolic move"),
    ("fbo", "failed breakout"),
    ("d2", "day-two play"),
    ("d3", "day-three play"),
    ("d4", "day-four play"),
    ("gap up", "gap up"),
    ("gap down", "gap down"),
    ("gapper", "gapper"),
    ("gap", "gap"),
    ("fade", "fade"),
    ("breakout", "breakout"),
    ("breakdown", "breakdown"),
    ("pullback", "pullback"),
    ("reversal", "reversal"),
    ("bounce", "bounce"),
    ("squeeze", "squeeze"),
    ("vcp", "volatility contraction"),
    ("consolidation", "consolidation"),
    ("golden cross", "golden cross"),
    ("gold cross", "golden cross"),
    ("death cross", "death cross"),
    ("crossover", "crossover"),
    ("cross", "crossover"),
    ("momentum", "momentum"),
    ("mean reversion", "mean reversion"),
    ("oversold", "oversold"),
    ("overbought", "overbought"),
    ("divergence", "divergence"),
    ("inside bar", "inside bar"),
    ("engulfing", "engulfing candle"),
    ("hammer", "hammer candle"),
    ("doji", "doji candle"),
    ("shooting star", "shooting star"),
    ("morning star", "morning star"),
    ("evening star", "evening star"),
    ("harami", "harami"),
    ("marubozu", "marubozu"),
    ("cup handle", "cup and handle"),
    ("flag", "flag"),
    ("double bottom", "double bottom"),
    ("double top", "double top"),
    ("canslim", "CAN SLIM"),
    ("minervini", "trend template"),
    ("new high", "new highs"),
    ("week high", "52-week high"),
    ("week low", "52-week low"),
    ("narrow range", "narrow range"),
    ("nr4", "narrow range"),
    ("nr7", "narrow range"),
    ("accumulation", "accumulation"),
    ("movers", "movers"),
    ("gainers", "gainers"),
    ("losers", "losers"),
    ("surge", "surge"),
    ("spike", "spike"),
    ("uptrend", "uptrend"),
    ("downtrend", "downtrend"),
    ("setup", "setup"),
    ("pattern", "pattern"),
)

# `words` splits `d2` and `nr7` into letters and number.
_COUNTED = lazily(r" ([a-z]{1,2}) (\d) ")

SCANNING = word_set(
    "scan scanner scans screen screener screens find detect check is has validate filter signal "
    "signals strategy setup trigger criteria qualifies matches entry buy sell long short populate "
    "identify look spot hunt monitor rule enter should conditions alert alerts pick picks select"
)

ELSEWHERE: dict[str, str] = {
    **dict.fromkeys(word_set("fetch download load read request query scrape"), "fetching data"),
    **dict.fromkeys(word_set("plot draw chart sparkline visualize animate heatmap candlestick"), "plotting"),
    **dict.fromkeys(
        word_set("print show display report export save write send notify email post log dump"),
        "output",
    ),
    **dict.fromkeys(
        word_set("main run process execute start launch job worker schedule handle menu cli"),
        "running things",
    ),
    **dict.fromkeys(
        word_set(
            "calc calculate compute aggregate add prepare preprocess normalize normalise resample transform "
            "enrich clean indicators indicator indicate"
        ),
        "computing columns",
    ),
    **dict.fromkeys(
        word_set(
            "sync synchronize refresh format parse convert to from make create build init setup merge align"
        ),
        "plumbing",
    ),
    **dict.fromkeys(
        word_set("remove drop trim strip dedupe sanitize normalise normalize fill impute"), "cleaning data"
    ),
    **dict.fromkeys(word_set("test bench assert mock"), "testing"),
    **dict.fromkeys(
        word_set("grade score rank rate weight estimate combine stats statistics summarize summary metrics"),
        "grading",
    ),
    **dict.fromkeys(
        word_set("backtest simulate portfolio optimize optimise train fit performance pnl profit mdd sharpe"),
        "backtesting",
    ),
}

# These say the same as a name's last word (`pattern_summary`).
REPORTS = word_set(
    "stats statistics summary metrics report performance chart plot heatmap score grade weight"
)

# Functions that script frameworks (zipline and its kin) call with new data.
CALLBACKS = word_set(
    "handle_data before_trading_start handle_bar on_bar on_tick onBar before_market_open market_open"
)

# What a def that declares a pipeline's screen is called by custom.
DECLARATIONS = word_set("make_pipeline create_pipeline build_pipeline")

# What charts are drawn from: finding them is computing, not deciding.
LEVEL_WORDS = word_set("swings pivots zigzag renko extrema fractals peaks troughs")

# What is computed of an indicator.
LINE_WORDS = word_set("dir direction line lines value values series slope histogram hist bands channel")

# What brings a position to its end is no setup.
LEAVING_WORDS = word_set("stoploss takeprofit trailing breakeven")
_LEAVING = lazily(r"\bstop( loss(es)?|s| price)?$|\bstop loss|\btake profit|^sl\b|\btp$")

INDICATOR_NAMES = word_set(
    "parabolic sar rsi macd ema sma wma vwap atr adx cci mfi obv bbands bollinger stoch stochastic "
    "supertrend ichimoku heikin ashi keltner donchian kama hma dema tema trima psar roc zscore true range "
    "vwma smma rma tr dmi di aroon willr williams pivot pivots fib fibonacci ma alma band bands"
)


# Indicators by what they are called in full.
INDICATOR_PHRASES = (
    "moving average convergence divergence", "average directional movement index",
    "average directional index", "directional movement index", "directional movement",
    "relative strength index", "stochastic oscillator", "money flow index", "on balance volume",
    "commodity channel index", "average true range", "rate of change", "force index", "mass index",
    "exponential moving average", "simple moving average", "weighted moving average", "moving average",
    "moving averages", "donchian channel", "keltner channel", "bollinger bands", "ulcer index",
)  # fmt: skip


def _names_indicator(spelled: tuple[str, ...]) -> bool:
    """Whether words name an indicator and nothing else."""
    joined = " ".join(spelled)
    phrase = next((phrase for phrase in INDICATOR_PHRASES if phrase in joined), "")
    rest = joined.replace(phrase, "", 1).split() if phrase else spelled
    return all(word in INDICATOR_NAMES or word.isdigit() for word in rest)


# While a text is edited the same names are asked about with each keystroke.
@lru_cache(maxsize=4096)
def name_clues(name: str) -> tuple[Clue, ...]:
    """What a def's, class's, mask's or section's name says, at most two clues."""
    spelled = words(name)
    if not spelled:
        return ()
    clues: list[Clue] = []
    if any(word in LEVEL_WORDS for word in spelled):
        return (Clue("naming", -2.0, "its name speaks of turning points or bricks, which others decide on"),)
    if any(word in LEAVING_WORDS for word in spelled) or _LEAVING.search(" ".join(spelled)):
        return (Clue("naming", -2.0, "its name speaks of the stop or the target of a position"),)
    indicator = _names_indicator(spelled)
    pattern = "" if indicator else pattern_in(spelled)
    if pattern:
        clues.append(Clue("naming", 0.7, f"its name speaks of {pattern}"))
    scans = any(word in SCANNING for word in spelled)
    if name in CALLBACKS:
        clues.append(Clue("naming", 0.9, "it is what a trading framework calls on new data"))
    elif name in DECLARATIONS:
        clues.append(Clue("naming", 0.4, "its name says it declares a screen"))
    elif spelled[0] in ELSEWHERE or spelled[-1] in REPORTS:
        what = ELSEWHERE[spelled[0] if spelled[0] in ELSEWHERE else spelled[-1]]
        weight = -3.0 if what in ("testing", "cleaning data") else -0.8 if scans else -1.3
        clues.append(Clue("naming", weight, f"its name speaks of {what}"))
    elif scans:
        clues.append(Clue("naming", 0.7, "its name says it scans or signals"))
    elif indicator:
        clues.append(Clue("naming", -1.5, "it is named after an indicator"))
    elif spelled[-1] in LINE_WORDS and any(word in INDICATOR_NAMES for word in spelled):
        clues.append(Clue("naming", -1.5, f"it is named after a {spelled[-1]} that others decide on"))
    return tuple(clues)


@lru_cache(maxsize=4096)
def pattern_in(spelled: tuple[str, ...]) -> str:
    """The setup that a name's words speak of, "" if none is known."""
    joined = f" {' '.join(spelled)} "
    compact = _COUNTED.sub(r" \1\2 ", joined)
    return next((title for run, title in PATTERNS if f" {run} " in compact), "")
