import numpy as np
import pandas as pd
import yfinance as yf


# <scanner apply_signal function>
def apply_signal(df):
    df["Signal"] = df.apply(lambda row: 1 if row["Close"] > row["SMA50"] else -1, axis=1)
    return df
# </scanner>


# <scanner select_signal function>
def select_signal(df):
    conditions = [
        (df["fast"] > df["slow"]) & (df["rsi"] < 70),
        (df["fast"] < df["slow"]) & (df["rsi"] > 30),
    ]
    df["signal"] = np.select(conditions, ["buy", "sell"], default="hold")
    return df
# </scanner>


# <scanner all_of_them function>
def all_of_them(df):
    last = df.iloc[-1]
    checks = [last["close"] > last["sma50"], last["sma50"] > last["sma200"], last["volume"] > 1e6]
    return all(checks)
# </scanner>


# <scanner most_of_them function>
def most_of_them(row, needed=3):
    hits = sum([row.close > row.ema20, row.rsi > 50, row.macd > row.macd_signal, row.adx > 25])
    return hits >= needed
# </scanner>


# <scanner cheap function>
def cheap(ticker):
    info = yf.Ticker(ticker).info
    if info.get("trailingPE", 99) < 15 and info.get("priceToBook", 9) < 1.5:
        return True
    return False
# </scanner>


# <scanner strong function>
def strong(frames):
    for ticker, df in frames.items():
        if df["Close"].iloc[-1] / df["Close"].iloc[-2] - 1 > 0.05:
            yield ticker
# </scanner>


# <scanner risers function>
def risers(table):
    return table.groupby("ticker").filter(lambda g: g["close"].iloc[-1] > g["close"].iloc[0])
# </scanner>


# <scanner calm function>
async def calm(client, symbol):
    candles = await client.get_klines(symbol=symbol, interval="1d")
    closes = [float(c[4]) for c in candles]
    spread = (max(closes) - min(closes)) / closes[-1]
    return spread < 0.05
# </scanner>


# <scanner not_extended function>
def not_extended(df):
    if df["close"].iloc[-1] > 1.2 * df["ema21"].iloc[-1]:
        return False
    if df["rsi"].iloc[-1] > 75:
        return False
    return True
# </scanner>
