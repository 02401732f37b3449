# 📐 factors, bounds in calls, chains of comparisons
import numpy as np


# isoscan: scanner
def scan_surge(df):
    loud = df["volume"] > 1.5 * df["volume"].rolling(20).mean()
    near = df["close"] >= df["high"] * (1 - 0.03)
    tame = df["rsi"].between(30, 70)
    priced = 5 < df["price"] <= 50
    capped = df["range"].clip(lower=0, upper=3)
    flag = np.where(df["gap"] > 4, 1, 0)
    cents = df["vwap"] * 100 > df["open"]
    same = df["rvol"] > 1 * df["base"]
    return df[loud & near & tame & priced & (df["close"].pct_change(3) > capped) & (flag == 1) & cents & same]


# ── parameters ──
# scan_surge.volume_min_factor = 1.5 (inline, line 7)
# scan_surge.volume_rolling = 20 (call_arg, line 7)
# scan_surge.close_min_factor = 0.97 (inline, line 8)
# scan_surge.rsi_min = 30 (call_arg, line 9)
# scan_surge.rsi_max = 70 (call_arg, line 9)
# scan_surge.price_min = 5 (inline, line 10)
# scan_surge.price_max = 50 (inline, line 10)
# scan_surge.range_cap = 3 (call_arg, line 11)
# scan_surge.gap_min = 4 (inline, line 12)
# scan_surge.close_pct_change = 3 (call_arg, line 15)
