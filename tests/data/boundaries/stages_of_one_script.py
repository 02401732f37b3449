# <scanner stages_of_one_script module>
import pandas as pd
import yfinance as yf

# ===== Universe =====
symbols = ["AAA", "BBB", "CCC"]
strong = []
picks = []

# ===== Step 1: relative strength =====
for symbol in symbols:
    df = yf.download(symbol)
    change = df["Close"].pct_change(60).iloc[-1]
    if change > 0.2:
        strong.append(symbol)

# ===== Step 2: trend template =====
for symbol in strong:
    df = yf.download(symbol)
    close = df["Close"].iloc[-1]
    sma50 = df["Close"].rolling(50).mean().iloc[-1]
    sma200 = df["Close"].rolling(200).mean().iloc[-1]
    if close > sma50 > sma200:
        picks.append(symbol)

# ===== Output =====
print(picks)
# </scanner>
