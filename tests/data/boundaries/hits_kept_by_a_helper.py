"""Hits are kept in a dict, by a helper that knows how. 🗂"""

from collections import defaultdict

import yfinance as yf

HITS = defaultdict(list)


def note(kind, symbol, price):
    HITS[kind].append((symbol, price))


# <scanner scan_gaps function>
def scan_gaps(symbols):
    for symbol in symbols:
        df = yf.download(symbol, period="1mo")
        gap = df["Open"].iloc[-1] / df["Close"].iloc[-2] - 1
        if gap > 0.04:
            note("gap", symbol, df["Open"].iloc[-1])
# </scanner>


# <scanner scan_surges function>
def scan_surges(symbols):
    found = defaultdict(list)
    for symbol in symbols:
        df = yf.download(symbol, period="1mo")
        if df["Volume"].iloc[-1] > 3 * df["Volume"].mean():
            found[symbol].append(df["Close"].iloc[-1])
    return found
# </scanner>


def remember_prices(symbols):
    for symbol in symbols:
        df = yf.download(symbol, period="1mo")
        note("seen", symbol, df["Close"].iloc[-1])
