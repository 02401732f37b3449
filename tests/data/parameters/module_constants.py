# 🧪 module-level tunables, reached directly, through a helper and through another constant
from typing import Final

import numpy as np

GAP_MIN: Final = 0.04  # 📈 share of yesterday's close
ATR_LENGTH = 14
RSI_RANGE = (30, 70)
BASE_MULT = 0.5
ATR_MULT = BASE_MULT
LOOKBACK, HOLD_DAYS = 20, 5
MODE = "strict"
API_KEY = "pk_7Hd8sJ20aLq0PzR3mVt91xYc"
MAX_WORKERS = 8
UNUSED_LIMIT = 3
EPSILON = 1e-9
counter = 0
THRESHOLD = np.float64(0.25)
if __name__ == "__main__":
    counter += 1


def atr(df):
    return (df["high"] - df["low"]).rolling(ATR_LENGTH).mean() + EPSILON


# isoscan: scanner
def scan_gap_up(df):
    df["atr"] = atr(df)
    strong = df[(df["gap"] > GAP_MIN) & (df["range"] > ATR_MULT * df["atr"])]
    if MODE == "strict":
        strong = strong[(strong["rsi"] > RSI_RANGE[0]) & (strong["age"] < LOOKBACK)]
    print(API_KEY, MAX_WORKERS, counter)
    return strong[strong["rank"] > THRESHOLD]


# ── parameters ──
# scan_gap_up.GAP_MIN = 0.04 (module, line 6)
# scan_gap_up.ATR_LENGTH = 14 (module, line 7) via atr
# scan_gap_up.RSI_RANGE = (30, 70) (module, line 8)
# scan_gap_up.BASE_MULT = 0.5 (module, line 9)
# scan_gap_up.LOOKBACK = 20 (module, line 11)
# scan_gap_up.MODE = 'strict' (module, line 12)
# scan_gap_up.THRESHOLD = 0.25 (module, line 18)
