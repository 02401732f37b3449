import pandas as pd

bars = pd.read_csv("bars.csv")


def strength(df):
    return df["close"].pct_change(20)


bars["month"] = strength(bars)


def strength(df):
    return df["close"].pct_change(60)


def scan_leaders(df):
    df["strength"] = strength(df)
    return df[(df["strength"] > 0.3) & (df["volume"] > 500_000)]
