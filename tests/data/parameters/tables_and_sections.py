# 🧾 a script of sections, and scanners in a table
import pandas as pd

df = pd.read_csv("bars.csv")
PRICE_MIN = 5.0

# ===== Strategy 1: gap up 🚀 =====
gap_min = 0.04
gap_hits = df[(df["gap"] > gap_min) & (df["close"] > PRICE_MIN)]
print(gap_hits["ticker"].tolist())

# ===== Strategy 2: fade 🪂 =====
fade_hits = df[(df["fade"] > 0.02) & (df["close"] < 50)]
print(fade_hits["ticker"].tolist())


# ── parameters ──
# strategy_1_gap_up.PRICE_MIN = 5.0 (module, line 5)
# strategy_1_gap_up.gap_min = 0.04 (module, line 8)
# strategy_2_fade.fade_min = 0.02 (inline, line 13)
# strategy_2_fade.close_max = 50 (inline, line 13)
