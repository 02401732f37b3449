import pandas as pd

bars = pd.read_csv("bars.csv")
liquid = bars[bars["volume"] > 500_000]

# ===== Strategy 1: gap up 🚀 =====
hits = []
for i in range(1, len(liquid)):
    if liquid["open"].iloc[i] > liquid["close"].iloc[i - 1] * 1.04:
        hits.append(liquid["ticker"].iloc[i])
print(hits)

# ===== Strategy 2: fade 🪂 =====
hits = []
for i in range(1, len(liquid)):
    if liquid["close"].iloc[i] < liquid["open"].iloc[i] * 0.98:
        hits.append(liquid["ticker"].iloc[i])
print(hits)
