import pandas as pd

df = pd.read_csv("bars.csv")
floor = df["close"].rolling(20).min()

# ===== Strategy 1: gap up 🚀 =====
volume = df["volume"].rolling(20).mean()
gap_hits = df[(df["gap"] > 0.04) & (volume > 500_000) & (df["close"] > floor)]
print(gap_hits["ticker"].tolist())

# ===== Strategy 2: fade 🪂 =====
fade_hits = df[(df["fade"] > 0.02) & (volume > 900_000) & (df["close"] > floor)]
                                    # ^^^^^^ ISO208 leaked-variable: section `strategy_2_fade` reads `volume`
print(fade_hits["ticker"].tolist(), volume.iloc[-1])

# ===== Strategy 3: quiet 🌊 =====
volume = df["volume"].rolling(50).mean()
quiet_hits = df[(df["range"] < 0.01) & (volume < 100_000) & (df["close"] > floor)]
print(quiet_hits["ticker"].tolist())
