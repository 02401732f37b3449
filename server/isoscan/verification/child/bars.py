"""Synthetic market data: random walks with the events that scanners look for, from a seed.

The same seed, genes and columns give the same bars in every process of one interpreter. Columns that are not
prices are made up from their names and from the thresholds the code compares them with.
"""

from __future__ import annotations

import re
from typing import Any

PRICES = {
    "open": ("open", "o", "1. open", "시가", "open price", "open_price", "openprice", "op"),
    "high": ("high", "h", "2. high", "고가", "high price", "high_price", "highprice", "hi"),
    "low": ("low", "l", "3. low", "저가", "low price", "low_price", "lowprice", "lo"),
    "close": (
        "close", "c", "4. close", "종가", "close price", "close_price", "closeprice", "adj close",
        "adj_close", "adjclose", "price", "last", "ltp", "cl", "last_price", "current_price",
    ),
    "volume": ("volume", "v", "vol", "5. volume", "거래량", "tottrdqty"),
}  # fmt: skip
_BY_NAME = {name: price for price, names in PRICES.items() for name in names}
_DATES = frozenset(("date", "datetime", "timestamp", "time", "day", "dt", "t", "trade_date", "날짜"))
_SYMBOLS = frozenset(("symbol", "ticker", "sym", "code", "stock", "name", "pair", "instrument"))
_UNADJUSTED = re.compile(r"^([ohlcv]|open|high|low|close|volume)_?(ua|pm|adj|raw|\d)$")
ENDINGS = (
    "none", "gap_up", "gap_down", "run_up", "crash", "breakout", "breakdown", "bounce", "fade", "doji",
    "hammer", "engulfing_up", "engulfing_down", "squeeze", "inside", "climax", "limit_up",
)  # fmt: skip
SYMBOLS = ("AAA", "BBB", "CCC")


def genes_of(seed: int) -> dict[str, Any]:
    """Choose what kind of walk a seed gives: how long, how wild, at which price, with which ending."""
    import numpy

    random = numpy.random.default_rng(seed)
    return {
        "length": int(random.choice([120, 260, 260, 320, 420])),
        "drift": float(random.choice([-0.004, -0.001, 0.0, 0.001, 0.003, 0.006])),
        "volatility": float(random.choice([0.008, 0.015, 0.025, 0.04, 0.06])),
        "gaps": float(random.choice([0.002, 0.01, 0.03])),
        "price": float(numpy.exp(random.uniform(numpy.log(1.5), numpy.log(400)))),
        "volume": float(numpy.exp(random.uniform(numpy.log(2e5), numpy.log(8e7)))),
        "ending": str(random.choice(ENDINGS)),
        "size": float(random.choice([0.02, 0.05, 0.1, 0.2, 0.5])),
        "days": int(random.integers(1, 8)),
        "jumps": float(random.choice([0.0, 0.01, 0.05])),
    }


def varied(genes: dict[str, Any], seed: int) -> dict[str, Any]:
    """Genes near others: a few of the last days changed, sometimes the walk's own character."""
    import numpy

    random = numpy.random.default_rng([seed, 3])
    changed = dict(genes)
    spread = genes["volatility"]
    tail = [list(day) for day in genes.get("tail", [])]
    if not tail:
        tail = [
            [float(random.normal(0, spread)), float(random.normal(0, genes["gaps"])), 1.0, 0.01, 0.01]
            for _ in range(12)
        ]
    for _ in range(int(random.integers(1, 6))):
        day = -1 - int(random.integers(0, 3 if random.random() < 0.6 else len(tail)))
        what = int(random.integers(0, 5))
        reach = float(random.choice([0.3, 1.0, 4.0]))
        if what == 2:
            tail[day][2] = float(numpy.clip(tail[day][2] * numpy.exp(random.normal(0, reach)), 0.05, 60))
        elif what > 2:
            tail[day][what] = float(abs(random.normal(0, spread * reach)))
        else:
            tail[day][what] = float(numpy.clip(tail[day][what] + random.normal(0, spread * reach), -0.6, 0.6))
    changed["tail"] = tail
    if random.random() < 0.3:
        other = genes_of(int(random.integers(0, 1_000_000)))
        for name in random.choice(["drift", "volatility", "price", "volume", "length", "jumps"], 2):
            changed[str(name)] = other[str(name)]
    return changed


def walk(seed: int, genes: dict[str, Any], end: str) -> Any:
    """Make daily bars as a frame with the columns open, high, low, close, volume; `end` is the last day."""
    import numpy
    import pandas

    random = numpy.random.default_rng([seed, 1])
    count = genes["length"]
    spread = genes["volatility"]
    regimes = numpy.repeat(random.normal(genes["drift"], spread / 4, count // 20 + 1), 20)[:count]
    moves = random.standard_t(4, count) * spread * 0.7 + regimes
    moves += (random.random(count) < genes["jumps"]) * random.normal(0, 6 * spread, count)
    gaps = random.normal(0, genes["gaps"], count)
    volume = genes["volume"] * numpy.exp(random.normal(0, 0.35, count) + numpy.abs(moves) / spread * 0.15)
    upper = numpy.abs(random.normal(0, spread / 2, count))
    lower = numpy.abs(random.normal(0, spread / 2, count))
    _end(genes, random, moves, gaps, volume, upper, lower)
    for at, (move, gap, busy, above, below) in enumerate(genes.get("tail", []), -len(genes.get("tail", []))):
        moves[at], gaps[at], upper[at], lower[at] = move, gap, above, below
        volume[at] = genes["volume"] * busy
    close = numpy.empty(count)
    opened = numpy.empty(count)
    last = genes["price"]
    for at in range(count):
        opened[at] = last * numpy.exp(numpy.clip(gaps[at], -1, 1))
        last = close[at] = max(opened[at] * numpy.exp(numpy.clip(moves[at], -1, 1)), 0.05)
    frame = pandas.DataFrame(
        {
            "open": opened,
            "high": numpy.maximum(opened, close) * (1 + upper),
            "low": numpy.minimum(opened, close) / (1 + lower),
            "close": close,
            "volume": numpy.maximum(volume, 100).astype("int64"),
        }
    ).round({"open": 4, "high": 4, "low": 4, "close": 4})
    frame.index = pandas.bdate_range(end=end, periods=count, name="Date")
    return frame


def _end(
    genes: dict[str, Any], random: Any, moves: Any, gaps: Any, volume: Any, upper: Any, lower: Any
) -> None:
    """Write the ending into the last bars."""
    kind, size, days = genes["ending"], genes["size"], genes["days"]
    calm = slice(-days - 25, -days)
    at = -int(random.integers(1, 4))
    if kind in ("gap_up", "gap_down"):
        gaps[at] = size if kind == "gap_up" else -size
        volume[at] *= 3 + 10 * size
        moves[at] = abs(moves[at]) if kind == "gap_up" else -abs(moves[at])
    elif kind in ("run_up", "crash"):
        moves[-days:] = (1 if kind == "run_up" else -1) * size * random.uniform(0.3, 1.2, days)
        volume[-days:] *= numpy_steps(1, 2 + 10 * size, days)
    elif kind in ("breakout", "breakdown", "squeeze"):
        moves[calm] *= 0.15
        gaps[calm] *= 0.1
        upper[calm] *= 0.2
        lower[calm] *= 0.2
        volume[calm] *= 0.5
        if kind != "squeeze":
            moves[-days:] = 0.0
            moves[at] = size if kind == "breakout" else -size
            volume[at] *= 4
    elif kind in ("bounce", "fade"):
        sign = 1 if kind == "bounce" else -1
        moves[-12 - days : -days] = -sign * size / 6 * random.uniform(0.5, 1.5, 12)
        moves[-days:] = sign * size / 4
        volume[-days:] *= 2
    elif kind in ("doji", "hammer", "inside"):
        moves[-1] = 0.0005 if kind == "doji" else 0.004
        upper[-1] = 0.001 if kind == "hammer" else 0.012
        lower[-1] = 0.05 if kind == "hammer" else 0.012
        if kind == "inside":
            upper[-1] = lower[-1] = 0.0005
            upper[-2] = lower[-2] = 0.05
    elif kind in ("engulfing_up", "engulfing_down"):
        sign = 1 if kind == "engulfing_up" else -1
        moves[-2], moves[-1] = -sign * 0.01, sign * 0.035
        gaps[-1] = -sign * 0.004
        volume[-1] *= 2.5
    elif kind == "climax":
        volume[at] *= 12
    elif kind == "limit_up":
        gaps[at], moves[at] = 0.0, 0.262
        volume[at] *= 8


def numpy_steps(first: float, last: float, count: int) -> Any:
    """Give evenly spaced numbers."""
    import numpy

    return numpy.linspace(first, last, count)


def with_columns(
    frame: Any, columns: list[str], thresholds: dict[str, list[float]], seed: int, symbol: str
) -> Any:
    """Give bars under the column names wanted, further ones made up; the rest in the style of most names."""
    import numpy
    import pandas

    random = numpy.random.default_rng([seed, 2])
    given: dict[str, Any] = {}
    found = {_BY_NAME[name.lower()]: name for name in columns if name.lower() in _BY_NAME}
    for price in PRICES:
        if price not in found:
            given[styled(price, columns)] = frame[price]
    for name in columns:
        given[name] = _column(name, frame, thresholds, random, symbol)
    order = [*(name for name in given if name not in columns), *columns]
    ordered = sorted(order, key=lambda name: _rank(name, order))
    return pandas.DataFrame({name: given[name] for name in ordered}, index=frame.index)


def _rank(name: str, order: list[str]) -> tuple[int, int]:
    prices = list(PRICES)
    price = _BY_NAME.get(name.lower())
    return (0, prices.index(price)) if price in prices else (1, order.index(name))


def styled(price: str, columns: list[str]) -> str:
    """Spell a price's name as the code spells those it reads: Close, close, CLOSE or c."""
    for name in columns:
        if name.lower() not in _BY_NAME or name.lower() in ("price", "last", "ltp", "t"):
            continue
        if len(name) == 1:
            return price[0].upper() if name.isupper() else price[0]
        if name.isupper():
            return price.upper()
        return price.title() if name[:1].isupper() else price
    return price.title() if any(name[:1].isupper() for name in columns) or not columns else price


def _column(name: str, frame: Any, thresholds: dict[str, list[float]], random: Any, symbol: str) -> Any:
    """Make one column up from its name."""
    import numpy

    lower = name.lower()
    price = _BY_NAME.get(lower)
    if price is not None:
        return frame[price]
    if lower in _DATES:
        return frame.index
    if lower in _SYMBOLS:
        return symbol
    shape = _UNADJUSTED.match(lower)
    if shape is not None:
        wanted = next(price for price in PRICES if price.startswith(shape[1][0]))
        return frame[wanted]
    count = len(frame)
    wanted_values = thresholds.get(name, [])
    if wanted_values:
        near = numpy.array(wanted_values, dtype=float)
        scale = max(float(numpy.abs(near).max()), 1e-3)
        return random.choice(near, count) + random.normal(0, 0.25 * scale, count)
    if re.search(r"rsi|stoch|mfi|fast_?k|slow_?d|percent|pct_?b|adx|willr|aroon", lower):
        return random.uniform(0, 100, count)
    if re.search(r"vol|adv|turnover|amount", lower):
        return frame["volume"].rolling(20, min_periods=1).mean()
    if re.search(r"atr|std|sigma", lower):
        return frame["close"] * 0.03 * random.uniform(0.7, 1.3, count)
    if re.search(
        r"sma|ema|ma_?\d|(^|_)ma|vwap|avg|mean|upper|lower|middle|band|high|low|support|resist", lower
    ):
        return frame["close"] * random.normal(1, 0.03, count)
    if re.search(r"^is_|trend|signal|flag|_ok$|cross|buy|sell", lower):
        return random.integers(0, 2, count)
    if re.search(r"macd|diff|hist|roc|mom|chg|change|slope|ret", lower):
        return random.normal(0, 1, count)
    return random.normal(0, 2, count)
