"""Rankers: one condition lets symbols in, the best of them stay. 🥇"""

import pandas as pd
import yfinance as yf


# <scanner strongest function>
def strongest(symbols, number=10):
    rows = []
    for symbol in symbols:
        close = yf.download(symbol, period="1y")["Close"]
        gain = close.iloc[-1] / close.iloc[-126] - 1
        if gain > 0:
            rows.append((symbol, gain))
    return sorted(rows, key=lambda row: row[1], reverse=True)[:number]
# </scanner>


# <scanner cheapest function>
def cheapest(frame: pd.DataFrame, number=20):
    liquid = frame[frame["volume"] > 500_000]
    return liquid.sort_values("pe_ratio").head(number)
# </scanner>


def newest(frame: pd.DataFrame, number=20):
    return frame.sort_values("date").tail(number)
