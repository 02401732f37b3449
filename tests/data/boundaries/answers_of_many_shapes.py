import numpy as np
import polars as pl
from numba import njit


# <scanner quiet_pullbacks function>
def quiet_pullbacks(bars: pl.DataFrame) -> pl.DataFrame:
    return bars.filter((pl.col("close") > pl.col("sma50")) & (pl.col("volume") < pl.col("avg_volume")))
# </scanner>


# <scanner breakout_flags function>
@njit
def breakout_flags(high, low, close, n=20):
    out = np.zeros(len(close))
    for i in range(n, len(close)):
        if close[i] > high[i - n : i].max():
            out[i] = 1
        elif close[i] < low[i - n : i].min():
            out[i] = -1
    return out
# </scanner>


# <scanner trend_ok function>
def trend_ok(df):
    last = df.iloc[-1]
    return all([last.close > last.sma50, last.sma50 > last.sma200, last.rsi > 50])
# </scanner>


# <scanner hunt function>
async def hunt(exchange, symbols):
    for symbol in symbols:
        candles = await exchange.fetch_ohlcv(symbol, "1h")
        closes = [c[4] for c in candles]
        if closes[-1] > max(closes[-21:-1]):
            yield symbol
# </scanner>


# <scanner decide function>
def decide(row):
    match row:
        case {"rsi": rsi} if rsi < 30:
            return "BUY"
        case {"rsi": rsi} if rsi > 70:
            return "SELL"
    return "HOLD"
# </scanner>


# <scanner rate_setup function>
def rate_setup(df):
    last = df.iloc[-1]
    passed = last["close"] > last["sma200"] and last["rsi"] < 40
    return SetupResult(passed=bool(passed), close=last["close"])
# </scanner>


# <scanner watch function>
def watch(symbol):
    data = fetch(symbol)
    if data["close"].iloc[-1] > data["ema20"].iloc[-1] and data["rsi"].iloc[-1] < 40:
        send_telegram(f"{symbol} long")
# </scanner>
