"""Conditions kept in dicts by name. 🗃"""

import pandas as pd
import yfinance as yf

df = yf.download("SPY", period="2y")
df["sma50"] = df["Close"].rolling(50).mean()
df["sma200"] = df["Close"].rolling(200).mean()
df["rsi"] = 50 + 50 * df["Close"].diff().rolling(14).mean()

conditions = {
    # <scanner golden table>
    "golden": (df["sma50"] > df["sma200"]) & (df["sma50"].shift(1) <= df["sma200"].shift(1)),
    # </scanner>
    # <scanner oversold table>
    "oversold": (df["rsi"] < 30) & (df["Close"] > df["sma200"]),
    # </scanner>
    # <scanner busy table>
    "busy": df["Volume"] > 2 * df["Volume"].rolling(20).mean(),
    # </scanner>
}

averages = {
    "fast": df["sma50"],
    "slow": df["sma200"],
    "spread": df["sma50"] - df["sma200"],
}

for name, mask in conditions.items():
    print(name, df.index[mask].tolist())
