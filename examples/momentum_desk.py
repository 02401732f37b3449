#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""
🎯 MOMENTUM DESK: everything I scan for before the open, in one file.

Started as a gap scanner in January, grew a parabolic fade in March, got the daily setups in May
and the swing strategy over the summer. Run it after 18:00 New York time.

    python momentum_desk.py --date 2025-11-21 --scan gap_up

┌──────────────────────────────────────────────────────────────┐
│  raw bars ──▶ indicators ──▶ setups (masks) ──▶ watchlist    │
│                         └──▶ scan_* functions ──▶ watchlist  │
└──────────────────────────────────────────────────────────────┘
"""
import argparse
import json
import logging
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

# ═══════════════════════════════════════════════════════════════
# 🔑 ACCOUNT AND DATA
# ═══════════════════════════════════════════════════════════════
API_KEY = "pk_7c41e0_this_is_not_a_real_key"
BASE_URL = "https://api.bars.example/v2"
NEWS_URL = "https://api.bars.example/v2/news"
START_DATE = "2024-01-02"
END_DATE = "2025-11-21"
MAX_WORKERS = 6
REQUEST_TIMEOUT = 12
RETRIES = 3
CACHE_DIR = Path("~/.momentum_desk").expanduser()
EXCHANGES = ("XNYS", "XNAS", "ARCX")
SYMBOLS = [
    "AAPL", "AMD", "AMZN", "AVGO", "COIN", "CRM", "CVNA", "DKNG", "ENPH", "FSLR", "GME", "GOOGL",
    "HOOD", "INTC", "IONQ", "JPM", "LLY", "MARA", "META", "MSFT", "MSTR", "NFLX", "NVDA", "PLTR",
    "RIVN", "ROKU", "SHOP", "SMCI", "SNOW", "SOFI", "TSLA", "UBER", "UPST", "XOM",
]

log = logging.getLogger("momentum_desk")

# ═══════════════════════════════════════════════════════════════
# 🎛️  KNOBS
# ═══════════════════════════════════════════════════════════════
# Price and liquidity floor, the same for everybody. Well, nearly.
MIN_PRICE = 5.0
MIN_DOLLAR_VOLUME = 20_000_000

# Tuned for the gap scanner in February (win rate 54 %)
ATR_MULT = 1.25

# How far above the 20 day mean is "extended"?
EXTENSION_LIMIT = 2.8

# Tried in April, never got around to removing it
CHOP_LIMIT = 61.8

P = {
    # gap scanner
    "gap_pct": 4.0,
    "gap_rvol": 2.5,
    "gap_close_range": 0.6,
    # reversal scanner
    "rev_rsi": 28,
    "rev_down_days": 4,
    "rev_wick": 0.45,
    # liquidity
    "min_shares": 500_000,
    "gap_rvol": 3.0,
    # was used by the old news filter
    "news_hours": 18,
    "float_max": 80_000_000,
}


@dataclass
class Hit:
    """One line of the watchlist."""

    symbol: str
    day: date
    scan: str
    price: float
    note: str = ""


# ═══════════════════════════════════════════════════════════════
# 🌐 FETCHING
# ═══════════════════════════════════════════════════════════════
def build_url(symbol, start, end):
    """URL of the daily bars of one symbol."""
    return f"{BASE_URL}/bars/{symbol}?from={start}&to={end}&apiKey={API_KEY}"


def fetch_json(url):
    """Fetch one document, with retries that wait a little longer each time."""
    for attempt in range(RETRIES):
        try:
            with urllib.request.urlopen(url, timeout=REQUEST_TIMEOUT) as response:
                return json.loads(response.read().decode("utf-8"))
        except OSError as error:
            log.warning("⚠️  attempt %d failed: %s", attempt + 1, error)
            time.sleep(1.5 * (attempt + 1))
    return {}


def fetch_bars(symbol, start=START_DATE, end=END_DATE):
    """Daily bars as a frame with columns open, high, low, close, volume; empty when there are none."""
    cached = CACHE_DIR / f"{symbol}_{start}_{end}.json"
    if cached.exists():
        rows = json.loads(cached.read_text(encoding="utf-8"))
    else:
        rows = fetch_json(build_url(symbol, start, end)).get("results", [])
        CACHE_DIR.mkdir(parents=True, exist_ok=True)
        cached.write_text(json.dumps(rows), encoding="utf-8")
    if not rows:
        return pd.DataFrame(columns=["open", "high", "low", "close", "volume"])
    frame = pd.DataFrame(rows).rename(
        columns={"o": "open", "h": "high", "l": "low", "c": "close", "v": "volume", "t": "stamp"}
    )
    frame["day"] = pd.to_datetime(frame["stamp"], unit="ms").dt.normalize()
    return frame.set_index("day").sort_index()[["open", "high", "low", "close", "volume"]]


def fetch_headlines(symbol, limit=5):
    """The latest headlines, newest first; an empty list when the service sulks."""
    document = fetch_json(f"{NEWS_URL}?ticker={symbol}&limit={limit}&apiKey={API_KEY}")
    return [item.get("title", "") for item in document.get("results", [])]


def fetch_many(symbols):
    """Bars of many symbols at once."""
    with ThreadPoolExecutor(max_workers=MAX_WORKERS) as pool:
        return dict(zip(symbols, pool.map(fetch_bars, symbols)))


# ═══════════════════════════════════════════════════════════════
# 📐 INDICATORS
# ═══════════════════════════════════════════════════════════════
def true_range(df):
    """Range of a day including the gap from the day before."""
    previous = df["close"].shift(1)
    ranges = pd.concat(
        [df["high"] - df["low"], (df["high"] - previous).abs(), (df["low"] - previous).abs()], axis=1
    )
    return ranges.max(axis=1)


def add_atr(df, length=14):
    """ATR as a simple mean, and the same in percent of the close."""
    df["tr"] = true_range(df)
    df["atr"] = df["tr"].rolling(length).mean()
    df["atr_pct"] = df["atr"] / df["close"] * 100
    return df


def add_averages(df):
    """The averages everybody looks at."""
    for length in (9, 20, 50, 200):
        df[f"sma_{length}"] = df["close"].rolling(length).mean()
    df["ema_9"] = df["close"].ewm(span=9, adjust=False).mean()
    df["ema_20"] = df["close"].ewm(span=20, adjust=False).mean()
    df["ema_50"] = df["close"].ewm(span=50, adjust=False).mean()
    df["dist_ema_9_atr"] = (df["close"] - df["ema_9"]) / df["atr"]
    df["dist_ema_20_atr"] = (df["close"] - df["ema_20"]) / df["atr"]
    return df


def add_volume(df):
    """Relative volume, dollar volume and where today's volume ranks in a quarter."""
    df["avg_volume_20"] = df["volume"].rolling(20).mean()
    df["rvol"] = df["volume"] / df["avg_volume_20"]
    df["dollar_volume"] = df["close"] * df["volume"]
    df["volume_rank_60"] = df["volume"].rolling(60).rank(pct=True)
    df["obv"] = (np.sign(df["close"].diff()).fillna(0) * df["volume"]).cumsum()
    return df


def add_rsi(df, length=14):
    """Wilder's RSI, plus the two day version for the pullbacks."""
    change = df["close"].diff()
    gain = change.clip(lower=0).ewm(alpha=1 / length, adjust=False).mean()
    loss = (-change.clip(upper=0)).ewm(alpha=1 / length, adjust=False).mean()
    df["rsi"] = 100 - 100 / (1 + gain / loss.replace(0, np.nan))
    fast_gain = change.clip(lower=0).ewm(alpha=1 / 2, adjust=False).mean()
    fast_loss = (-change.clip(upper=0)).ewm(alpha=1 / 2, adjust=False).mean()
    df["rsi_2"] = 100 - 100 / (1 + fast_gain / fast_loss.replace(0, np.nan))
    return df


def add_macd(df):
    """MACD with the usual lengths."""
    fast = df["close"].ewm(span=12, adjust=False).mean()
    slow = df["close"].ewm(span=26, adjust=False).mean()
    df["macd"] = fast - slow
    df["macd_signal"] = df["macd"].ewm(span=9, adjust=False).mean()
    df["macd_hist"] = df["macd"] - df["macd_signal"]
    return df


def add_bands(df):
    """Bollinger and Keltner bands, and how wide the one is against the other (squeeze)."""
    mean = df["close"].rolling(20).mean()
    spread = df["close"].rolling(20).std()
    df["bb_upper"] = mean + 2 * spread
    df["bb_lower"] = mean - 2 * spread
    df["bb_width"] = (df["bb_upper"] - df["bb_lower"]) / mean
    df["kc_upper"] = mean + 1.5 * df["atr"]
    df["kc_lower"] = mean - 1.5 * df["atr"]
    df["squeeze"] = (df["bb_upper"] - df["bb_lower"]) / (df["kc_upper"] - df["kc_lower"])
    return df


def add_gaps(df):
    """Gaps against yesterday's close, in percent and in ATR."""
    df["prev_close"] = df["close"].shift(1)
    df["prev_high"] = df["high"].shift(1)
    df["prev_low"] = df["low"].shift(1)
    df["gap_pct"] = (df["open"] / df["prev_close"] - 1) * 100
    df["gap_atr"] = (df["open"] - df["prev_close"]) / df["atr"].shift(1)
    df["change_pct"] = (df["close"] / df["prev_close"] - 1) * 100
    df["change_atr"] = (df["close"] - df["prev_close"]) / df["atr"].shift(1)
    return df


def add_candles(df):
    """Where in its range a day closed, how long its wicks are."""
    span = (df["high"] - df["low"]).replace(0, np.nan)
    df["close_range"] = (df["close"] - df["low"]) / span
    df["upper_wick"] = (df["high"] - df[["open", "close"]].max(axis=1)) / span
    df["lower_wick"] = (df[["open", "close"]].min(axis=1) - df["low"]) / span
    df["body"] = (df["close"] - df["open"]).abs() / span
    df["range_atr"] = (df["high"] - df["low"]) / df["atr"].shift(1)
    return df


def add_extremes(df):
    """Highs and lows of the last weeks, and the distance from them."""
    df["high_20"] = df["high"].rolling(20).max()
    df["high_50"] = df["high"].rolling(50).max()
    df["low_20"] = df["low"].rolling(20).min()
    df["low_50"] = df["low"].rolling(50).min()
    df["off_high_50_pct"] = (df["high_50"] - df["close"]) / df["high_50"] * 100
    df["run_5_pct"] = (df["close"] / df["close"].shift(5) - 1) * 100
    df["run_10_pct"] = (df["close"] / df["close"].shift(10) - 1) * 100
    df["base_days"] = (df["high"] < df["high_20"].shift(1)).rolling(15).sum()
    return df


def add_streaks(df):
    """How many days in a row up or down."""
    up = (df["close"] > df["close"].shift(1)).astype(int)
    down = (df["close"] < df["close"].shift(1)).astype(int)
    df["up_days"] = up.groupby((up != up.shift()).cumsum()).cumsum()
    df["down_days"] = down.groupby((down != down.shift()).cumsum()).cumsum()
    return df


def add_trend(df):
    """Slopes of the averages, and a small score from 0 to 4 of how well they are stacked."""
    df["slope_20"] = df["sma_20"].diff(5) / df["atr"]
    df["slope_50"] = df["sma_50"].diff(10) / df["atr"]
    df["stacked"] = (
        (df["close"] > df["sma_20"]).astype(int)
        + (df["sma_20"] > df["sma_50"]).astype(int)
        + (df["sma_50"] > df["sma_200"]).astype(int)
        + (df["slope_50"] > 0).astype(int)
    )
    return df


def compute_indicators(df):
    """All columns, in the order in which they need one another."""
    df = add_atr(df)
    df = add_averages(df)
    df = add_volume(df)
    df = add_rsi(df)
    df = add_macd(df)
    df = add_bands(df)
    df = add_gaps(df)
    df = add_candles(df)
    df = add_extremes(df)
    df = add_streaks(df)
    df = add_trend(df)
    return df


# ═══════════════════════════════════════════════════════════════
# 🧭 DAILY SETUPS
# ═══════════════════════════════════════════════════════════════
def label_setups(df):
    """
    One boolean column per setup. The watchlist takes every row in which at least one is set.

    d1 is the first day of a move, d2 the second, "late" anything after that. Thresholds come from
    the spreadsheet of 2025-05-18; touch them only one at a time!
    """
    df["liquid"] = (df["dollar_volume"].shift(1) >= 15_000_000) & (df["prev_close"] >= 3)

    # First day of a momentum move: big range, big volume, closes strong
    df["setup_breakout_d1"] = (
        (df["change_atr"] >= 1.2)
        & (df["range_atr"] >= 1.4)
        & (df["close_range"] >= 0.7)
        & (df["rvol"] >= 2.2)
        & (df["high"] >= df["high_20"].shift(1))
        & (df["dist_ema_9_atr"].shift(1) <= 1.1)
        & df["liquid"]
    ).astype(int)

    # Second day: yesterday broke out, today holds and makes a new high
    df["setup_breakout_d2"] = (
        (df["change_atr"].shift(1) >= 1.0)
        & (df["rvol"].shift(1) >= 1.8)
        & (df["high"] > df["prev_high"])
        & (df["low"] >= df["prev_low"] + 0.35 * (df["prev_high"] - df["prev_low"]))
        & (df["close_range"] >= 0.55)
        & (df["gap_atr"] <= 0.9)
        & df["liquid"]
    ).astype(int)

    # 🚀 Parabolic: far above the nine day average after a long run
    df["setup_parabolic"] = (
        (df["dist_ema_9_atr"] >= 2.4)
        & (df["dist_ema_20_atr"] >= 3.6)
        & (df["run_10_pct"] >= 35)
        & (df["up_days"] >= 4)
        & (df["rvol"] >= 1.5)
        & df["liquid"]
    ).astype(int)

    df["setup_parabolic_late"] = (
        (df["dist_ema_9_atr"].shift(1) >= 2.2)
        & (df["run_10_pct"].shift(1) >= 30)
        & (df["gap_pct"] >= 1.5)
        & (df["close_range"] <= 0.35)
        & (df["upper_wick"] >= 0.4)
        & df["liquid"]
    ).astype(int)

    # Pullback to the 20 day average in a stacked trend
    df["setup_pullback"] = (
        (df["stacked"] >= 3)
        & (df["low"] <= df["ema_20"] * 1.01)
        & (df["close"] >= df["ema_20"] * 0.985)
        & (df["rsi_2"] <= 22)
        & (df["off_high_50_pct"] <= 14)
        & (df["volume_rank_60"] <= 0.6)
    ).astype(int)

    # ── squeeze: energy builds up while nobody looks ─────────────
    df["setup_squeeze"] = (
        (df["squeeze"] < 1)
        & (df["squeeze"].shift(1) < 1)
        & (df["bb_width"] <= df["bb_width"].rolling(120).quantile(0.15))
        & (df["rvol"] <= 0.85)
        & (df["stacked"] >= 2)
    ).astype(int)

    df["setup_failed_gap"] = (
        (df["gap_atr"] >= 0.8)
        & (df["close"] < df["open"])
        & (df["close_range"] <= 0.25)
        & (df["close"] <= df["prev_close"] * 1.005)
        & (df["rvol"] >= 1.6)
        & df["liquid"]
    ).astype(int)

    # Capitulation: the other side of the parabolic, for the long book
    df["setup_capitulation"] = (
        (df["dist_ema_9_atr"] <= -2.2)
        & (df["down_days"] >= 4)
        & (df["rvol"] >= 2.0)
        & (df["lower_wick"] >= 0.35)
        & (df["rsi"] <= 27)
        & df["liquid"]
    ).astype(int)

    return df


# ═══════════════════════════════════════════════════════════════
# 🔎 SCANS
# ═══════════════════════════════════════════════════════════════
def is_tradable(row):
    """Price and liquidity floor."""
    return row["close"] >= MIN_PRICE and row["dollar_volume"] >= MIN_DOLLAR_VOLUME


# ⚡ Gap up on volume that holds: the first one I wrote, still the best
def scan_gap_up(df, symbol=""):
    """Gap up in the morning, close in the upper part of the range."""
    hits = []
    for day, row in df.iterrows():
        if not is_tradable(row):
            continue
        if row["gap_pct"] < P["gap_pct"]:
            continue
        if row["rvol"] < P["gap_rvol"] or row["volume"] < P["min_shares"]:
            continue
        if row["close_range"] < P["gap_close_range"]:
            continue
        if row["range_atr"] < ATR_MULT:
            continue
        hits.append(Hit(symbol, day, "gap_up", row["close"], f"gap {row['gap_pct']:.1f} %"))
    return hits


def scan_oversold_reversal(df, symbol=""):
    """Several red days, RSI on the floor, and a long lower wick."""
    hits = []
    for day, row in df.iterrows():
        oversold = row["rsi"] <= P["rev_rsi"] and row["down_days"] >= P["rev_down_days"]
        if oversold and row["lower_wick"] >= P["rev_wick"] and row["volume"] >= P["min_shares"]:
            hits.append(Hit(symbol, day, "oversold_reversal", row["close"]))
    return hits


# 🧨 Parabolic fade. Needs a wide day, so it takes the multiple from the gap scanner ...
def scan_parabolic_fade(df, symbol=""):
    """Short the third push of a parabolic move once it closes weak."""
    min_run = 40
    max_close_range = 0.3
    hits = []
    for day, row in df.iterrows():
        if row["run_10_pct"] < min_run or row["dist_ema_20_atr"] < EXTENSION_LIMIT:
            continue
        if row["range_atr"] >= ATR_MULT and row["close_range"] <= max_close_range:
            hits.append(Hit(symbol, day, "parabolic_fade", row["close"], "short"))
    return hits


def scan_inside_day(df, max_range_atr=0.75, min_stacked=3):
    """Inside day after a strong one, in an uptrend: tomorrow's breakout list."""
    inside = (df["high"] <= df["prev_high"]) & (df["low"] >= df["prev_low"])
    quiet = df["range_atr"] <= max_range_atr
    strong_before = df["change_atr"].shift(1) >= 0.9
    return df[inside & quiet & strong_before & (df["stacked"] >= min_stacked)]


def scan_volume_dry_up(df, days=5, max_rvol=0.6):
    """Volume dries up near the highs."""
    dry = (df["rvol"] <= max_rvol).rolling(days).sum() >= days - 1
    near_high = df["off_high_50_pct"] <= 6
    return df[dry & near_high]


def scan_golden_cross(df):
    """The 50 day average crosses the 200 day average from below. Slow, but people ask for it."""
    above = df["sma_50"] > df["sma_200"]
    crossed = above & ~above.shift(1, fill_value=False)
    return df[crossed & (df["slope_50"] > 0.05)]


def scan_macd_turn(df, min_hist=0.0, lookback=3):
    """MACD histogram turns positive from below while the price is above its 50 day average."""
    turned = (df["macd_hist"] > min_hist) & (df["macd_hist"].shift(1) <= min_hist)
    was_falling = df["macd_hist"].shift(lookback) > df["macd_hist"].shift(1)
    return df[turned & was_falling & (df["close"] > df["sma_50"])]


# ───────────────────────────────────────────────────────────────
# 🗓️  September: copied the knobs down here for the earnings season, so that I can play with them
# ───────────────────────────────────────────────────────────────
P = {
    # gap scanner, looser
    "gap_pct": 2.5,
    "gap_rvol": 1.8,
    "gap_close_range": 0.5,
    # reversal scanner
    "rev_rsi": 32,
    "rev_down_days": 3,
    "rev_wick": 0.4,
    "min_shares": 300_000,
    # earnings drift
    "drift_gap": 5.0,
    "drift_days": 3,
    "drift_hold": 0.97,
}


def scan_earnings_drift(df, symbol=""):
    """A large gap that is not given back over the next days keeps drifting."""
    hits = []
    hold_days = P["drift_days"]
    for position in range(hold_days, len(df)):
        gap_row = df.iloc[position - hold_days]
        row = df.iloc[position]
        if gap_row["gap_pct"] < P["drift_gap"]:
            continue
        lowest = df["close"].iloc[position - hold_days : position + 1].min()
        if lowest >= gap_row["open"] * P["drift_hold"]:
            hits.append(Hit(symbol, df.index[position], "earnings_drift", row["close"]))
    return hits


def true_range(df):
    """Range of a day. The fast version, without the gap (index futures have none)."""
    return df["high"] - df["low"]


# Keltner breakout, with a range of its own
def scan_keltner_breakout(df, length=20, width=1.75):
    """Close above a Keltner channel that was not broken for a while."""
    middle = df["close"].ewm(span=length, adjust=False).mean()
    channel = middle + width * true_range(df).rolling(length).mean()
    broken = df["close"] > channel
    fresh = broken.rolling(10).sum() == 1
    return df[broken & fresh & (df["rvol"] >= 1.3)]


def check_relative_strength(df, benchmark, window=63, min_outperformance=12.0):
    """Percent by which a symbol beat the benchmark over a quarter."""
    own = df["close"].pct_change(window) * 100
    other = benchmark["close"].pct_change(window) * 100
    return (own - other.reindex(own.index)) >= min_outperformance


def check_liquidity(df, min_days=20, min_median=10_000_000):
    """Median dollar volume over the last weeks."""
    recent = df["dollar_volume"].tail(min_days)
    return len(recent) >= min_days and recent.median() >= min_median


# 📉 Double bottom: two lows within a percent of each other, a month apart
def find_double_bottom(df, tolerance=0.012, min_apart=12, max_apart=40, min_bounce=0.06):
    """Rows in which the second low of a double bottom is confirmed."""
    lows = df["low"]
    pivots = lows[(lows < lows.shift(1)) & (lows < lows.shift(-1))]
    found = []
    for first_day, first_low in pivots.items():
        start = df.index.get_loc(first_day)
        for second_day, second_low in pivots.items():
            end = df.index.get_loc(second_day)
            apart = end - start
            if apart < min_apart or apart > max_apart:
                continue
            if abs(second_low / first_low - 1) > tolerance:
                continue
            neckline = df["high"].iloc[start:end].max()
            if neckline / first_low - 1 >= min_bounce:
                found.append(second_day)
    return df.loc[sorted(set(found))]


def find_flags(df, pole_pct=15.0, pole_days=8, flag_days=6, max_pullback=0.4):
    """Bull flags: a steep pole, then a narrow drift against it."""
    pole = (df["close"].shift(flag_days) / df["close"].shift(flag_days + pole_days) - 1) * 100
    pole_height = df["close"].shift(flag_days) - df["close"].shift(flag_days + pole_days)
    pullback = (df["close"].shift(flag_days) - df["low"].rolling(flag_days).min()) / pole_height
    narrowing = df["range_atr"].rolling(flag_days).mean() < df["range_atr"].rolling(20).mean()
    return df[(pole >= pole_pct) & pullback.between(0, max_pullback) & narrowing]


# ═══════════════════════════════════════════════════════════════
# 🌊 SWING STRATEGY
# ═══════════════════════════════════════════════════════════════
class Strategy:
    """A stand-in with the shape of backtesting.py's base class, so that the file runs without it."""

    def __init__(self, data, cash=100_000):
        self.data = data
        self.cash = cash
        self.shares = 0
        self.trades = []

    def init(self):
        """Prepare indicators."""

    def next(self, position):
        """Look at one bar."""

    def buy(self, price, size):
        """Take a long position."""
        self.shares += size
        self.cash -= price * size
        self.trades.append(("buy", price, size))

    def close_all(self, price):
        """Leave the position."""
        if self.shares:
            self.cash += price * self.shares
            self.trades.append(("sell", price, self.shares))
            self.shares = 0

    def run(self):
        """Walk over the bars and give the final equity."""
        self.init()
        for position in range(len(self.data)):
            self.next(position)
        last = self.data["close"].iloc[-1] if len(self.data) else 0.0
        return self.cash + self.shares * last


class SwingPullback(Strategy):
    """Buys pullbacks in strong trends, leaves after a fixed number of days or below the stop."""

    trend_length = 50
    rsi_entry = 25
    stop_atr = 1.8
    hold_days = 9
    risk_pct = 1.0

    def init(self):
        self.trend = self.data["close"].rolling(self.trend_length).mean()
        self.entered = None
        self.stop = None

    def next(self, position):
        row = self.data.iloc[position]
        if self.shares:
            expired = position - self.entered >= self.hold_days
            if expired or row["low"] <= self.stop:
                self.close_all(row["close"])
            return
        if row["close"] > self.trend.iloc[position] and row["rsi_2"] <= self.rsi_entry:
            risk = self.cash * self.risk_pct / 100
            distance = self.stop_atr * row["atr"]
            if distance > 0:
                self.entered = position
                self.stop = row["close"] - distance
                self.buy(row["close"], int(risk / distance))


class TrendRider(Strategy):
    """Rides a stacked trend until the averages cross back. Long only."""

    fast = 20
    slow = 50
    min_slope = 0.1

    def init(self):
        self.quick = self.data["close"].ewm(span=self.fast, adjust=False).mean()
        self.lazy = self.data["close"].ewm(span=self.slow, adjust=False).mean()

    def next(self, position):
        price = self.data["close"].iloc[position]
        rising = self.quick.iloc[position] > self.lazy.iloc[position]
        steep = self.data["slope_50"].iloc[position] >= self.min_slope
        if rising and steep and not self.shares:
            self.buy(price, int(self.cash * 0.95 / price))
        elif not rising:
            self.close_all(price)


# The swing list uses the entry of the strategy, so that I only tune it once. Hm.
def scan_swing_candidates(df, min_off_high=4.0):
    """Tomorrow's candidates for the swing strategy."""
    trending = df["close"] > df["sma_50"]
    rested = df["off_high_50_pct"] >= min_off_high
    return df[trending & rested & (df["rsi_2"] <= SwingPullback.rsi_entry)]


# ═══════════════════════════════════════════════════════════════
# 🧾 TABLE SCANS (pandas queries, quick to try out)
# ═══════════════════════════════════════════════════════════════
TABLE_SCANS = [
    {
        "name": "quiet_base",
        "description": "Two quiet weeks near the highs",
        "condition": "base_days >= 9 and rvol < 0.9 and off_high_50_pct < 8",
    },
    {
        "name": "power_close",
        "description": "Closed at the high on volume",
        "condition": "close_range > 0.92 and rvol > 1.7 and change_pct > 2.5",
    },
    {
        "name": "thrust_day",
        "description": "Three times the usual range 🚀",
        "condition": "range_atr > 2.9 and change_pct > 0 and stacked >= 2",
    },
    {
        "name": "weak_bounce",
        "description": "Bounced, but on no volume and below a falling average",
        "condition": "up_days >= 2 and rvol < 0.75 and close < sma_50 and slope_50 < 0",
    },
]


def run_table_scan(df, scan):
    """Rows in which the condition of one table scan holds."""
    return df.query(scan["condition"])


# ═══════════════════════════════════════════════════════════════
# ⭐ GRADING
# ═══════════════════════════════════════════════════════════════
GRADE_WEIGHTS = {"trend": 0.4, "volume": 0.35, "candle": 0.25}


def grade_row(row):
    """A grade from 0 to 100, for sorting the watchlist; it decides nothing."""
    trend = row["stacked"] / 4
    volume = min(row["rvol"] / 4, 1.0)
    candle = row["close_range"]
    score = (
        GRADE_WEIGHTS["trend"] * trend
        + GRADE_WEIGHTS["volume"] * volume
        + GRADE_WEIGHTS["candle"] * candle
    )
    return round(100 * score, 1)


def letter(score):
    """A for the best fifth, and so on."""
    for limit, name in ((80, "A"), (60, "B"), (40, "C")):
        if score >= limit:
            return name
    return "D"


# ═══════════════════════════════════════════════════════════════
# 📊 REPORTING
# ═══════════════════════════════════════════════════════════════
def hits_to_frame(hits):
    """The watchlist as a frame, newest day first."""
    frame = pd.DataFrame([vars(hit) for hit in hits], columns=["symbol", "day", "scan", "price", "note"])
    return frame.sort_values(["day", "scan", "symbol"], ascending=[False, True, True])


def print_box(title, lines):
    """A box around some lines, for the terminal."""
    width = max([len(title), *(len(line) for line in lines)] or [0]) + 2
    print("┌" + "─" * width + "┐")
    print("│ " + title.ljust(width - 1) + "│")
    print("├" + "─" * width + "┤")
    for line in lines:
        print("│ " + line.ljust(width - 1) + "│")
    print("└" + "─" * width + "┘")


def summarise(frame):
    """Hits per scan."""
    if frame.empty:
        return ["nothing today 😴"]
    counts = frame.groupby("scan").size().sort_values(ascending=False)
    return [f"{scan:<24}{count:>5}" for scan, count in counts.items()]


def save_watchlist(frame, folder=Path("watchlists")):
    """Write the watchlist as CSV and give the path."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"watchlist_{datetime.now():%Y%m%d_%H%M}.csv"
    frame.to_csv(target, index=False)
    return target


def equity_curve(trades, start=100_000):
    """Equity after each trade, for the plot."""
    curve = [start]
    for side, price, size in trades:
        sign = -1 if side == "buy" else 1
        curve.append(curve[-1] + sign * price * size)
    return pd.Series(curve, name="equity")


def drawdown(series):
    """Largest drawdown of an equity curve, in percent."""
    peak = series.cummax()
    return float(((peak - series) / peak).max() * 100)


# ═══════════════════════════════════════════════════════════════
# 🧱 WEEKLY SCANS
# ═══════════════════════════════════════════════════════════════
def to_weekly(df):
    """Daily bars to weekly bars that end on Friday."""
    rules = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
    return df.resample("W-FRI").agg(rules).dropna()


def scan_weekly_tight_closes(weekly, weeks=3, max_spread=0.015):
    """Three weekly closes within one and a half percent: a coiled spring."""
    highest = weekly["close"].rolling(weeks).max()
    lowest = weekly["close"].rolling(weeks).min()
    tight = highest / lowest - 1 <= max_spread
    uptrend = weekly["close"] > weekly["close"].rolling(10).mean()
    return weekly[tight & uptrend]


def scan_weekly_reversal(weekly, min_drop=8.0, min_close_range=0.75):
    """A new ten week low that is bought back until Friday."""
    new_low = weekly["low"] < weekly["low"].rolling(10).min().shift(1)
    span = (weekly["high"] - weekly["low"]).replace(0, np.nan)
    close_range = (weekly["close"] - weekly["low"]) / span
    dropped = (1 - weekly["low"] / weekly["high"].rolling(10).max()) * 100
    return weekly[new_low & (close_range >= min_close_range) & (dropped >= min_drop)]


# 🪜 Stair step: every week a higher low, for two months
def scan_stair_step(weekly, min_steps=8):
    """Weeks that end a series of higher lows."""
    higher = (weekly["low"] > weekly["low"].shift(1)).astype(int)
    steps = higher.groupby((higher != higher.shift()).cumsum()).cumsum()
    return weekly[steps >= min_steps]


# ═══════════════════════════════════════════════════════════════
# ⏰ INTRADAY (one frame of 5 minute bars of one day)
# ═══════════════════════════════════════════════════════════════
OPENING_RANGE_BARS = 6


def opening_range(bars):
    """High and low of the first half hour."""
    first = bars.iloc[:OPENING_RANGE_BARS]
    return first["high"].max(), first["low"].min()


def add_vwap(bars):
    """Volume weighted average price since the open."""
    typical = (bars["high"] + bars["low"] + bars["close"]) / 3
    bars = bars.copy()
    bars["vwap"] = (typical * bars["volume"]).cumsum() / bars["volume"].cumsum()
    return bars


def check_opening_range_break(bars, min_push=0.002, latest_bar=40):
    """First bar that closes above the opening range, or None when there is none before lunch."""
    high, low = opening_range(bars)
    for number in range(OPENING_RANGE_BARS, min(latest_bar, len(bars))):
        close = bars["close"].iloc[number]
        if close < low:
            return None
        if close > high * (1 + min_push):
            return bars.index[number]
    return None


def check_vwap_reclaim(bars, min_bars_below=8, hold_bars=2):
    """Bar at which the price has held above VWAP after a while below it, or None."""
    bars = add_vwap(bars)
    below = held = 0
    for stamp, bar in bars.iterrows():
        if bar["close"] < bar["vwap"]:
            below += 1
            held = 0
        elif below >= min_bars_below:
            held += 1
            if held >= hold_bars:
                return stamp
    return None


def check_afternoon_fade(bars, min_morning_gain=0.03, max_giveback=0.5, noon_bar=42):
    """True when a morning runner gives back half of its gain after noon."""
    if len(bars) <= noon_bar:
        return False
    start = bars["open"].iloc[0]
    top = bars["high"].iloc[:noon_bar].max()
    if top / start - 1 < min_morning_gain:
        return False
    gain = top - start
    return bool((top - bars["close"].iloc[-1]) / gain >= max_giveback)


# ═══════════════════════════════════════════════════════════════
# 🪙 CRYPTO (runs on Sundays too, so it has its own numbers)
# ═══════════════════════════════════════════════════════════════
CRYPTO_SYMBOLS = ["X:BTCUSD", "X:ETHUSD", "X:SOLUSD"]
CRYPTO_RUN_PCT = 18.0
CRYPTO_BREAKOUT_DAYS = 25


def scan_crypto_momentum(df):
    """Ten day runners that still close in the upper half of their range."""
    running = df["run_10_pct"] >= CRYPTO_RUN_PCT
    return df[running & (df["close_range"] >= 0.5)]


def scan_crypto_breakout(df):
    """Close above the highest high of almost a month."""
    ceiling = df["high"].rolling(CRYPTO_BREAKOUT_DAYS).max().shift(1)
    return df[df["close"] > ceiling]


# ═══════════════════════════════════════════════════════════════
# ⚖️  RISK
# ═══════════════════════════════════════════════════════════════
ACCOUNT_SIZE = 100_000
RISK_PER_TRADE = 0.0075


def position_size(entry, stop):
    """Shares to buy so that the stop costs what one trade may cost."""
    distance = abs(entry - stop)
    if distance == 0:
        return 0
    return int(ACCOUNT_SIZE * RISK_PER_TRADE / distance)


def stop_for(row, side="long"):
    """A stop behind the day's extreme, a little further away than everybody else's."""
    cushion = 0.1 * row["atr"]
    return row["low"] - cushion if side == "long" else row["high"] + cushion


def plan_trade(row, side="long"):
    """Entry, stop and size for tomorrow."""
    entry = row["high"] * 1.001 if side == "long" else row["low"] * 0.999
    stop = stop_for(row, side)
    return {"entry": round(entry, 2), "stop": round(stop, 2), "shares": position_size(entry, stop)}


# ═══════════════════════════════════════════════════════════════
# 🔔 ALERTS
# ═══════════════════════════════════════════════════════════════
def format_alert(hit):
    """One line for the phone."""
    return f"🔔 {hit.symbol} {hit.scan} @ {hit.price:.2f} {hit.note}".strip()


def send_alerts(hits, post=print):
    """Send every hit once; `post` is replaced by the messenger at the desk."""
    sent = set()
    for hit in hits:
        key = (hit.symbol, hit.scan, hit.day)
        if key not in sent:
            post(format_alert(hit))
            sent.add(key)
    return len(sent)


# ═══════════════════════════════════════════════════════════════
# 🏃 RUNNING
# ═══════════════════════════════════════════════════════════════
ROW_SCANS = {
    "gap_up": scan_gap_up,
    "oversold_reversal": scan_oversold_reversal,
    "parabolic_fade": scan_parabolic_fade,
    "earnings_drift": scan_earnings_drift,
}

FRAME_SCANS = {
    "inside_day": scan_inside_day,
    "volume_dry_up": scan_volume_dry_up,
    "golden_cross": scan_golden_cross,
    "macd_turn": scan_macd_turn,
    "keltner_breakout": scan_keltner_breakout,
    "double_bottom": find_double_bottom,
    "flags": find_flags,
    "swing_candidates": scan_swing_candidates,
}


def frame_to_hits(frame, symbol, name):
    """Rows of a frame scan as watchlist lines."""
    return [Hit(symbol, day, name, row["close"]) for day, row in frame.iterrows()]


def run_symbol(symbol, bars, wanted=()):
    """Everything that one symbol gives."""
    if len(bars) < 30:
        return []
    df = label_setups(compute_indicators(bars.copy()))
    hits = []
    for name, scan in ROW_SCANS.items():
        if not wanted or name in wanted:
            hits.extend(scan(df, symbol))
    for name, scan in FRAME_SCANS.items():
        if not wanted or name in wanted:
            hits.extend(frame_to_hits(scan(df), symbol, name))
    for table_scan in TABLE_SCANS:
        if not wanted or table_scan["name"] in wanted:
            hits.extend(frame_to_hits(run_table_scan(df, table_scan), symbol, table_scan["name"]))
    for column in [name for name in df.columns if name.startswith("setup_")]:
        if not wanted or column in wanted:
            hits.extend(frame_to_hits(df[df[column] == 1], symbol, column))
    return hits


def run_desk(bars_of, wanted=(), since=None):
    """Run all scans over all symbols and give the watchlist as a frame."""
    hits = []
    for symbol, bars in bars_of.items():
        hits.extend(run_symbol(symbol, bars, wanted))
    if since is not None:
        hits = [hit for hit in hits if pd.Timestamp(hit.day) >= pd.Timestamp(since)]
    return hits_to_frame(hits)


def random_bars(days=300, seed=7):
    """Made up bars, for trying things out on the train."""
    rng = np.random.default_rng(seed)
    close = 40 * np.exp(np.cumsum(rng.normal(0.0008, 0.028, days)))
    open_ = close * (1 + rng.normal(0, 0.012, days))
    high = np.maximum(open_, close) * (1 + np.abs(rng.normal(0, 0.01, days)))
    low = np.minimum(open_, close) * (1 - np.abs(rng.normal(0, 0.01, days)))
    volume = rng.lognormal(14.2, 0.55, days).round()
    index = pd.bdate_range(end=END_DATE, periods=days, name="day")
    return pd.DataFrame(
        {"open": open_, "high": high, "low": low, "close": close, "volume": volume}, index=index
    )


def parse_arguments():
    """Command line."""
    parser = argparse.ArgumentParser(description="Momentum desk")
    parser.add_argument("--scan", action="append", default=[], help="run this scan only")
    parser.add_argument("--days", type=int, default=5, help="how many days back to report")
    parser.add_argument("--offline", action="store_true", help="made up bars, no network")
    return parser.parse_args()


def main():
    """Fetch, scan, print."""
    arguments = parse_arguments()
    if arguments.offline:
        bars_of = {symbol: random_bars(seed=number) for number, symbol in enumerate(SYMBOLS)}
    else:
        bars_of = fetch_many(SYMBOLS)
    since = datetime.strptime(END_DATE, "%Y-%m-%d") - timedelta(days=arguments.days)
    watchlist = run_desk(bars_of, tuple(arguments.scan), since)
    print_box(f"Watchlist since {since:%Y-%m-%d}", summarise(watchlist))
    if not watchlist.empty:
        print(f"saved to {save_watchlist(watchlist)}")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    main()
