import pandas as pd


def atr(df, length=14):
  # ^^^ ISO207 redefined-helper: `scan_gap_up` calls `atr` from line 13, not this one
    return (df["high"] - df["low"]).rolling(length).mean()


def scan_gap_up(df: pd.DataFrame):
    return df[df["gap"] > 0.9 * atr(df)]


def atr(df, length=14):
    return (df["high"] - df["low"]).ewm(span=length).mean()


def scan_fade(df: pd.DataFrame):
    return df[df["fade"] < -0.9 * atr(df)]
