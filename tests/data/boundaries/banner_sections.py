import pandas as pd
import yfinance as yf

# ===== Configuration =====
symbols = ["AAA", "BBB"]
start = "2024-01-01"

# <scanner Strategy 1: momentum 🚀 section>
# ===== Strategy 1: momentum 🚀 =====
signals = []
for symbol in symbols:
    df = yf.download(symbol, start=start)
    df["roc"] = df["Close"].pct_change(10)
    if df["roc"].iloc[-1] > 0.1 and df["Close"].iloc[-1] > 10:
        signals.append(symbol)
print("momentum", signals)
# </scanner>

# <scanner Strategy 2: oversold bounce section>
# ===== Strategy 2: oversold bounce =====
signals = []
for symbol in symbols:
    df = yf.download(symbol, start=start)
    low = df["Low"].rolling(20).min().iloc[-1]
    if df["Close"].iloc[-1] < 1.02 * low and df["Volume"].iloc[-1] > 1_000_000:
        signals.append(symbol)
print("oversold", signals)
# </scanner>
