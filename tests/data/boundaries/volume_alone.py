# A small desk 🎯: one scanner reads nothing but the volume, and what it asks is elsewhere.
import pandas as pd

MIN_RISE = 0.02


def rise(df: pd.DataFrame) -> pd.Series:
    return df["close"] / df["open"] - 1


# <scanner scan_rise function>
def scan_rise(df, min_volume=1_000):
    return df[(rise(df) >= MIN_RISE) & (df["volume"] >= min_volume)]
# </scanner>


# <scanner scan_fall function>
def scan_fall(df):
    return df[(rise(df) <= -MIN_RISE) & (df["volume"] >= 5)]
# </scanner>
