# ═══ 🎯 thresholds of the desk ═══
import pandas as pd

ATR_MULT = 0.9  # 📈 tuned for the gap scanner
# ^^^^^^ ISO201 shared-parameter: changing `ATR_MULT` for `scan_gap_up` also changes `scan_fade`
GAP_MIN = 0.04


def scan_gap_up(df: pd.DataFrame) -> pd.DataFrame:
    return df[(df["gap"] > GAP_MIN) & (df["range"] > ATR_MULT * df["atr"])]


def scan_fade(df: pd.DataFrame) -> pd.DataFrame:
    return df[df["fade"] < -ATR_MULT * df["atr"]]
