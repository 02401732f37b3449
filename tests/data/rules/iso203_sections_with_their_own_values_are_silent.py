import pandas as pd

df = pd.read_csv("bars.csv")
price_min = 5

# ===== Strategy 1: gap up =====
threshold = 0.04
hits = df[(df["gap"] > threshold) & (df["volume"] > 500_000)]
print(hits["ticker"].tolist())

# ===== Strategy 2: fade =====
threshold = 0.02
hits = df[(df["fade"] > threshold) & (df["volume"] > 300_000)]
print(hits["ticker"].tolist())

print(price_min)
