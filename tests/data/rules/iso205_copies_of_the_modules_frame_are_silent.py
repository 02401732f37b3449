import pandas as pd

bars = pd.read_parquet("bars.parquet")


def scan_gap():
    df = bars.copy()
    df["signal"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
    return df[df["signal"]]


def scan_fade():
    df = bars.copy()
    df["signal"] = (df["fade"] < -0.02) & (df["volume"] > 900_000)
    return df[df["signal"]]
