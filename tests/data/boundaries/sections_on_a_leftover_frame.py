"""A script in sections: the later ones go on with the frame of the first. 🧾"""

import pandas as pd
import yfinance as yf

df = yf.download("SPY", period="2y")
df["sma"] = df["Close"].rolling(20).mean()
df["rsi"] = 100 - 100 / (1 + df["Close"].diff().clip(lower=0).rolling(14).mean())

# <scanner Momentum section>
# ===== Momentum =====
df["up"] = df["Close"] / df["Close"].shift(20) - 1
picked = df[(df["up"] > 0.1) & (df["Close"] > df["sma"])]
print("Momentum", len(picked))
# </scanner>

# <scanner Reversion section>
# ===== Reversion =====
picked = df[(df["rsi"] < 30) & (df["up"] < 0)]
print("Reversion", len(picked))
# </scanner>

# ===== Chart =====
df["Close"].plot()
