"""Flags of one bar — each its own question — handed out together under their names. 📈"""

import yfinance as yf


def setups_of(symbol):
    df = yf.download(symbol, period="1y")
    close = df["Close"]
    last = float(close.iloc[-1])
    sma20 = float(close.rolling(20).mean().iloc[-1])
    sma50 = float(close.rolling(50).mean().iloc[-1])
    top = float(df["High"].rolling(55).max().iloc[-2])
    busy = float(df["Volume"].iloc[-1]) / float(df["Volume"].rolling(20).mean().iloc[-1])

    # <scanner pullback mask>
    pullback = last > sma50 and last < sma20 * 1.01
    # </scanner>
    # <scanner breakout mask>
    breakout = last > top and busy > 1.5
    # </scanner>
    # <scanner climax mask>
    climax = busy > 4 and last > sma20 * 1.2
    # </scanner>
    return {
        "pullback": bool(pullback),
        "breakout": bool(breakout),
        "climax": bool(climax),
    }


# <scanner dip_in_uptrend function>
def dip_in_uptrend(symbol):
    df = yf.download(symbol, period="1y")
    last = float(df["Close"].iloc[-1])
    sma200 = float(df["Close"].rolling(200).mean().iloc[-1])
    rising = last > sma200
    oversold = float(df["rsi"].iloc[-1]) < 35
    return {"symbol": symbol, "ok": bool(rising and oversold), "last": last}
# </scanner>
