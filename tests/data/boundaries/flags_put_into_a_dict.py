"""Flags of one bar are put into a dict, one after another. 🧺"""

import yfinance as yf


def setups_of(symbol):
    df = yf.download(symbol, period="1y")
    last = df.iloc[-1]
    prev = df.iloc[-2]
    sma50 = df["Close"].rolling(50).mean().iloc[-1]
    out = {}
    # <scanner gap_up mask>
    out["gap_up"] = last["Open"] > prev["High"] * 1.02 and last["Close"] > last["Open"]
    # </scanner>
    # <scanner pullback mask>
    out["pullback"] = last["Low"] < sma50 * 1.01 and last["Close"] > sma50
    # </scanner>
    # <scanner inside_day mask>
    out["inside_day"] = last["High"] < prev["High"] and last["Low"] > prev["Low"]
    # </scanner>
    return out
