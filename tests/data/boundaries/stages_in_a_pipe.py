"""Frames go through a pipe. 🚰"""

import pandas as pd


def with_averages(df: pd.DataFrame) -> pd.DataFrame:
    return df.assign(sma20=df["close"].rolling(20).mean(), sma50=df["close"].rolling(50).mean())


# <scanner in_uptrend function>
def in_uptrend(df: pd.DataFrame) -> pd.DataFrame:
    return df.pipe(with_averages).loc[lambda f: (f["close"] > f["sma20"]) & (f["sma20"] > f["sma50"])]
# </scanner>


# <scanner quiet_bases function>
def quiet_bases(df: pd.DataFrame, tight: float = 0.05) -> pd.DataFrame:
    return (
        df.pipe(with_averages)
        .assign(width=lambda f: f["high"].rolling(10).max() / f["low"].rolling(10).min() - 1)
        .query(f"width < {tight} and close > sma50")
    )
# </scanner>


def tidy(df: pd.DataFrame) -> pd.DataFrame:
    return df.pipe(with_averages).dropna().reset_index(drop=True)
