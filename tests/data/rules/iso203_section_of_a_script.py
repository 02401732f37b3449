import pandas as pd

df = pd.read_csv("bars.csv")

# ===== Strategy 1: gap up 🚀 =====
gap_min = 0.04
gap_hits = df[(df["gap"] > gap_min) & (df["volume"] > 500_000)]
print(gap_hits["ticker"].tolist())

# ===== Strategy 2: fade 🪂 =====
fade_min = 0.02
fade_hits = df[(df["fade"] > fade_min) & (df["gap"] > gap_min)]
                                                    # ^^^^^^^ ISO203 foreign-parameter
print(fade_hits["ticker"].tolist())
